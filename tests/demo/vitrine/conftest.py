"""A visitor of the vitrine, and the tables as first loaded."""

from collections.abc import Callable

import pytest

from tests.fakes.site_visitor import SiteVisitor


@pytest.fixture
def visitor(stack, database) -> SiteVisitor:
    return SiteVisitor(stack.vitrine_url, "vitrine.localhost")


@pytest.fixture
def other_visitor(stack) -> SiteVisitor:
    return SiteVisitor(stack.vitrine_url, "vitrine.localhost")


@pytest.fixture
def session_text(stack) -> Callable[[SiteVisitor], str]:
    """What PHP wrote for a visitor's session."""

    def read(visitor: SiteVisitor) -> str:
        path = stack.settings.sessions("vitrine") / f"sess_{visitor.cookie('PHPSESSID')}"
        return path.read_text(encoding="utf-8")

    return read
