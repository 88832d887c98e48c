"""A state database that hangs is waited for once, not by every question of a page."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from proxy.console.impatience import REST_S, ImpatientState
from proxy.errors import StateDatabaseUnavailable


@pytest.fixture
def silent() -> Iterator[str]:
    """The URL of a MySQL server that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0), backlog=16) as listener:
        yield f"mysql+mysqldb://x:y@127.0.0.1:{listener.getsockname()[1]}/state"


def ask(state: ImpatientState) -> float:
    began = time.monotonic()
    with pytest.raises(StateDatabaseUnavailable), state.read() as connection:
        connection.execute(select(1))
    return time.monotonic() - began


def test_a_database_that_hangs_is_waited_for_once(silent: str) -> None:
    now = [100.0]
    state = ImpatientState(silent, patience_s=1, clock=lambda: now[0])

    assert ask(state) > 0.9
    assert max(ask(state) for _ in range(12)) < 0.1
    with pytest.raises(StateDatabaseUnavailable), state.write():
        pass
    now[0] += REST_S + 1
    assert ask(state) > 0.9
    state.close()


def test_one_that_comes_back_is_asked_again(tmp_path: Path) -> None:
    now = [100.0]
    (tmp_path / "state.sqlite").mkdir()
    state = ImpatientState(f"sqlite:///{tmp_path}/state.sqlite", clock=lambda: now[0])
    ask(state)
    (tmp_path / "state.sqlite").rmdir()
    ask(state)
    now[0] += REST_S + 1

    with state.write() as connection:
        assert connection.execute(select(1)).scalar() == 1
    state.close()


def test_a_fault_of_somebody_elses_lets_it_be_asked_on(tmp_path: Path) -> None:
    state = ImpatientState(f"sqlite:///{tmp_path}/state.sqlite")
    with pytest.raises(ZeroDivisionError), state.write():
        raise ZeroDivisionError

    with state.read() as connection:
        assert connection.execute(select(1)).scalar() == 1
    state.close()
