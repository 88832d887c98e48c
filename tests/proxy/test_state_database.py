import os
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from proxy.config import Settings
from proxy.errors import StateDatabaseUnavailable
from proxy.evidence.tables import SALTS, SIGNALS
from proxy.state_database import SCHEMA_VERSION, StateDatabase, open_state, put, state_url


@pytest.fixture
def state(tmp_path: Path) -> StateDatabase:
    return StateDatabase(f"sqlite:///{tmp_path}/var/state.sqlite", patience_s=1)


def signal(count: int) -> dict[str, object]:
    place = {"grain": 60, "at": 0, "backend": "b", "lot": "l", "side": "python", "signal": "csrf"}
    return {**place, "count": count}


def test_without_a_setting_it_is_a_file_of_the_state_directory(tmp_path: Path) -> None:
    assert state_url(Settings(state_dir=tmp_path)) == f"sqlite:///{tmp_path}/state.sqlite"
    assert state_url(Settings(state_database_url="mysql://a@b/c")) == "mysql://a@b/c"


def test_opening_it_touches_nothing(tmp_path: Path) -> None:
    open_state(Settings(state_dir=tmp_path / "var"))

    assert list(tmp_path.iterdir()) == []


def test_looking_at_a_file_that_is_not_there_leaves_none(
    state: StateDatabase, tmp_path: Path
) -> None:
    with state.read() as connection:
        assert connection.execute(select(func.count()).select_from(SIGNALS)).scalar() == 0

    assert list(tmp_path.iterdir()) == []


def test_its_tables_are_there_at_the_first_question(state: StateDatabase) -> None:
    with state.write() as connection:
        assert connection.execute(select(func.count()).select_from(SIGNALS)).scalar() == 0
        version = connection.execute(text("select version from state_schema")).scalar()

    assert version == SCHEMA_VERSION


def test_readers_do_not_wait_for_the_writer(state: StateDatabase) -> None:
    with state.write() as writer:
        put(writer, SIGNALS, [signal(1)])
        with state.read() as reader:
            assert reader.execute(select(func.count()).select_from(SIGNALS)).scalar() == 0


def test_a_row_that_is_there_is_added_to_or_replaced(state: StateDatabase) -> None:
    with state.write() as connection:
        put(connection, SIGNALS, [signal(1), signal(2)], add=("count",))
        put(connection, SIGNALS, [signal(4)], add=("count",))
        added = connection.execute(select(SIGNALS.c["count"])).scalar()
        put(connection, SIGNALS, [signal(4)], replace=("count",))
        replaced = connection.execute(select(SIGNALS.c["count"])).scalar()
        put(connection, SIGNALS, [signal(9)])
        kept = connection.execute(select(SIGNALS.c["count"])).scalar()

    assert (added, replaced, kept) == (7, 4, 4)


def test_a_transaction_that_fails_leaves_nothing(state: StateDatabase) -> None:
    def half() -> None:
        with state.write() as connection:
            put(connection, SALTS, [{"day": "2026-11-23", "salt": "s"}])
            connection.execute(text("insert into nowhere values (1)"))

    with pytest.raises(StateDatabaseUnavailable):
        half()

    with state.read() as connection:
        assert connection.execute(select(func.count()).select_from(SALTS)).scalar() == 0


def test_a_database_of_a_newer_program_is_left_alone(state: StateDatabase, tmp_path: Path) -> None:
    with state.write() as connection:
        connection.execute(text("update state_schema set version = 99"))
    other = StateDatabase(f"sqlite:///{tmp_path}/var/state.sqlite")

    with pytest.raises(StateDatabaseUnavailable, match="run the newer program"), other.read():
        pass


def test_a_locked_file_is_waited_for_and_then_named(state: StateDatabase, tmp_path: Path) -> None:
    with state.write() as connection:
        put(connection, SIGNALS, [signal(1)])
    holder = sqlite3.connect(tmp_path / "var/state.sqlite")
    holder.execute("begin immediate")

    with (
        pytest.raises(StateDatabaseUnavailable, match="locked"),
        state.write() as connection,
    ):
        put(connection, SIGNALS, [signal(1)], add=("count",))
    holder.close()


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("sqlite:////proc/nowhere/state.sqlite", id="no folder"),
        pytest.param("mysql://u:secret@127.0.0.1:1/none", id="no server"),
    ],
)
def test_a_database_that_is_not_there_is_named_without_its_password(url: str) -> None:
    with pytest.raises(StateDatabaseUnavailable) as refused, StateDatabase(url, 1).write():
        pass

    assert "FIGUIER_STATE_DATABASE_URL" in str(refused.value)
    assert "secret" not in str(refused.value)


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "state.sqlite").write_bytes(b"not a database, and longer than a header" * 30)

    with (
        pytest.raises(StateDatabaseUnavailable, match="not a database"),
        StateDatabase(f"sqlite:///{tmp_path}/state.sqlite").read(),
    ):
        pass


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make files of somebody else")
def test_what_root_makes_belongs_to_the_service(state: StateDatabase, tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    os.chown(tmp_path / "var", 33, 33)

    with state.write() as connection:
        put(connection, SIGNALS, [signal(1)])
        owners = {path.name: path.stat().st_uid for path in (tmp_path / "var").iterdir()}

    assert owners["state.sqlite"] == 33
    assert set(owners.values()) == {33}


def count_of(state: StateDatabase) -> int | None:
    with state.write() as connection:
        put(connection, SIGNALS, [signal(1)], add=("count",))
        return connection.execute(select(SIGNALS.c.count)).scalar()


def test_a_file_that_is_deleted_is_made_again_and_closed_to_others(
    state: StateDatabase, tmp_path: Path
) -> None:
    before = count_of(state)
    for path in (tmp_path / "var").iterdir():
        path.unlink()
    with pytest.raises(StateDatabaseUnavailable, match="unable to open"), state.write():
        pass
    between = list((tmp_path / "var").iterdir())
    after = count_of(state)

    assert (before, after) == (1, 1)
    assert between == []
    assert (tmp_path / "var" / "state.sqlite").stat().st_mode & 0o777 == 0o640


def test_tables_that_are_gone_are_made_again(state: StateDatabase) -> None:
    count_of(state)
    with state.write() as connection:
        SIGNALS.drop(connection)
    with pytest.raises(StateDatabaseUnavailable, match="no such table"):
        count_of(state)

    assert count_of(state) == 1
