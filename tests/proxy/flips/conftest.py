"""A state database of its own for what flips look at."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from proxy.state_database import StateDatabase


@pytest.fixture
def state(tmp_path: Path) -> Iterator[StateDatabase]:
    made = StateDatabase(f"sqlite:///{tmp_path}/state.sqlite", patience_s=1)
    yield made
    made.close()
