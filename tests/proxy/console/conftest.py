"""A console with an account of each role."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.console import House, template


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    found = House(tmp_path, like=template())
    yield found
    found.close()


@pytest.fixture(scope="module")
def shared_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One for many questions that change nothing another one asks about."""
    found = House(tmp_path_factory.mktemp("console"), like=template())
    yield found
    found.close()
