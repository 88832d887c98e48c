"""Visitors of a day: a figure where somebody counted, a dash until then."""

import pytest

from proxy.console.counted import Counted
from proxy.evidence.values import ALL, UserDay

DAY = "2026-11-23"


def of_day(users: int, *, is_whole: bool) -> tuple[UserDay, ...]:
    return (UserDay(DAY, ALL, ALL, ALL, users, is_whole),)


@pytest.mark.parametrize(
    ("found", "visitors"),
    [
        pytest.param(Counted(), None, id="nobody counted"),
        pytest.param(Counted(users=of_day(0, is_whole=False), day=DAY), None, id="not yet today"),
        pytest.param(Counted(users=of_day(3, is_whole=False), day=DAY), 3, id="today, so far"),
        pytest.param(Counted(users=of_day(0, is_whole=True), day=DAY), 0, id="nobody that day"),
    ],
)
def test_visitors_are_told_once_they_are_counted(found: Counted, visitors: int | None) -> None:
    assert found.visitors() == visitors
