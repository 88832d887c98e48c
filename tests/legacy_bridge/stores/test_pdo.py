"""Sessions in tables, in a real MariaDB."""

import json
import multiprocessing
import os
import random
import signal
import time
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, NullPool, create_engine, text

from demo.stack.database import Database
from legacy_bridge.php.formats import SessionFormat
from legacy_bridge.php.session import PhpSession
from legacy_bridge.stores.errors import SessionBusy, SessionIdIllegal, SessionStoreDown
from legacy_bridge.stores.pdo import PdoSessionStore, PdoTable
from legacy_bridge.symfony1.user import SfUser
from tests.fakes.sessions import php_draft
from tests.legacy_bridge.conftest import SESSIONS, loaded

PDO = SESSIONS / "storage_pdo"
STATES = json.loads((PDO / "index.json").read_text(encoding="utf-8"))
SYMFONY = PdoTable("session_pdo")
NOW = 1795430430


@pytest.fixture(scope="session")
def url(private_mariadb: Database) -> str:
    return loaded(private_mariadb, "gestion_pdo", PDO / "session_pdo.table.sql")


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    engine = create_engine(url, poolclass=NullPool)
    yield engine
    engine.dispose()


@pytest.fixture
def store(engine: Engine) -> Iterator[PdoSessionStore]:
    yield PdoSessionStore(engine, SYMFONY, wait_s=1, clock=lambda: NOW)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM session_pdo WHERE sess_id LIKE 'test%'"))


def test_recorded_rows_are_read_byte_for_byte(store: PdoSessionStore) -> None:
    last = STATES[-1]
    data = store.read(last["sess_id"])

    assert data == (PDO / "04-signed-out.sess_data").read_bytes()
    assert not SfUser(php_draft(data)).is_authenticated


def test_the_empty_rows_symfony_leaves_are_anonymous_sessions(store: PdoSessionStore) -> None:
    assert store.read(STATES[0]["sess_id"]) == b""


def test_a_session_is_created_changed_moved_and_deleted(
    store: PdoSessionStore, engine: Engine
) -> None:
    data = (PDO / "03-odd-attributes.sess_data").read_bytes()
    store.create("test1", data)

    assert store.update("test1", lambda old: old + b"m|N;") == data + b"m|N;"
    assert store.refresh("test1", lambda old: old + b"p|N;")
    assert store.move("test1", "test2", lambda old: old + b"o|N;")
    assert store.read("test1") is None
    assert store.read("test2") == data + b"m|N;p|N;o|N;"
    with engine.connect() as connection:
        time = connection.execute(text("SELECT sess_time FROM session_pdo WHERE sess_id='test2'"))
        assert time.scalar() == NOW
    store.delete("test2")
    assert store.read("test2") is None


def test_what_is_not_there_is_none(store: PdoSessionStore) -> None:
    assert store.update("test9", bytes) is None
    assert not store.refresh("test9", bytes)
    assert not store.move("test9", "test8", bytes)
    store.delete("test9")


def test_another_case_is_another_visitor(store: PdoSessionStore) -> None:
    store.create("testabc", b"n|i:1;")

    assert store.read("TESTABC") is None
    assert store.update("TESTABC", bytes) is None
    assert not store.move("TESTABC", "testdef", bytes)
    store.delete("TESTABC")
    assert store.read("testabc") == b"n|i:1;"


def test_a_change_reaches_the_very_row_even_in_a_table_without_a_key(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE OR REPLACE TABLE loose (i VARCHAR(64), d BLOB, t INT)"))
        connection.execute(text("INSERT INTO loose VALUES ('abc', 'n|i:1;', 1)"))
        connection.execute(text("INSERT INTO loose VALUES ('ABC', 'n|i:2;', 1), ('abc ', 'x', 1)"))
    store = PdoSessionStore(engine, PdoTable("loose", "i", "d", "t"), clock=lambda: NOW)
    store.update("abc", lambda _: b"n|i:3;")
    store.delete("ABC")

    with engine.connect() as connection:
        rows = connection.execute(text("SELECT i, d FROM loose ORDER BY d")).all()
    assert [tuple(row) for row in rows] == [("abc", b"n|i:3;"), ("abc ", b"x")]


def test_an_id_in_use_is_not_created_again(store: PdoSessionStore) -> None:
    store.create("test1", b"")

    with pytest.raises(SessionStoreDown):
        store.create("test1", b"")


def test_a_row_somebody_holds_is_waited_for_then_told(
    store: PdoSessionStore, engine: Engine
) -> None:
    store.create("test1", b"n|i:1;")
    with engine.begin() as connection:
        connection.execute(text("SELECT 1 FROM session_pdo WHERE sess_id = 'test1' FOR UPDATE"))

        assert store.read("test1") == b"n|i:1;"
        assert not store.refresh("test1", bytes)
        with pytest.raises(SessionBusy):
            store.update("test1", bytes)


def test_a_database_that_is_not_there_is_told() -> None:
    engine = create_engine("mysql+mysqldb://x:y@127.0.0.1:1/none", poolclass=NullPool)

    with pytest.raises(SessionStoreDown):
        PdoSessionStore(engine).read("abc")


def test_ses_18_an_illegal_id_asks_nothing() -> None:
    engine = create_engine("mysql+mysqldb://x:y@127.0.0.1:1/none", poolclass=NullPool)

    with pytest.raises(SessionIdIllegal):
        PdoSessionStore(engine).read("a' OR '1'='1")


def test_a_column_of_text_that_cannot_hold_a_session_refuses_it(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(
            text(
                "CREATE OR REPLACE TABLE s (i VARCHAR(64) PRIMARY KEY, d TEXT, t INT) CHARSET utf8"
            )
        )
    store = PdoSessionStore(engine, PdoTable("s", "i", "d", "t"), clock=lambda: NOW)
    store.create("a", 'k|s:2:"é";'.encode())

    assert store.read("a") == 'k|s:2:"é";'.encode()
    with pytest.raises(SessionStoreDown):
        store.update("a", lambda _: b'k|s:2:"\xff\xfe";m|i:1;')
    assert store.read("a") == 'k|s:2:"é";'.encode()


@pytest.mark.parametrize("has_duration, lifetime", [(False, NOW + 1440), (True, 1440)])
def test_symfony_4_is_told_until_when_a_session_lives(
    engine: Engine, has_duration: bool, lifetime: int
) -> None:
    with engine.begin() as connection:
        connection.execute(
            text(
                "CREATE OR REPLACE TABLE sessions (sess_id VARBINARY(128) PRIMARY KEY,"
                " sess_data BLOB, sess_lifetime INT, sess_time INT)"
            )
        )
    table = PdoTable("sessions", lifetime="sess_lifetime", has_duration=has_duration)
    store = PdoSessionStore(engine, table, clock=lambda: NOW)
    store.create("a", b"_sf2_meta|a:0:{}")

    assert store.read("a") == b"_sf2_meta|a:0:{}"
    assert PhpSession.parse(store.read("a") or b"", SessionFormat.PHP).get(("_sf2_meta",)) == {}
    with engine.connect() as connection:
        assert connection.execute(text("SELECT sess_lifetime FROM sessions")).scalar() == lifetime


def count_up(url: str, times: int) -> None:
    engine = create_engine(url, poolclass=NullPool)
    store = PdoSessionStore(engine, SYMFONY, wait_s=20)
    for _ in range(times):
        store.update("test1", lambda data: b"n|i:%d;" % (int(data[4:-1]) + 1))
    engine.dispose()


def test_workers_of_python_lose_nothing_of_each_other(store: PdoSessionStore, url: str) -> None:
    store.create("test1", b"n|i:0;")
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=count_up, args=(url, 40)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)

    assert store.read("test1") == b"n|i:80;"


@pytest.mark.parametrize(
    "kills", [6, pytest.param(200, marks=pytest.mark.soak)], ids=["some", "many"]
)
def test_ses_11_kill_9_destroys_no_session(store: PdoSessionStore, url: str, kills: int) -> None:
    texts = [b'n|s:%d:"%b";' % (size, b"x" * size) for size in (10, 2_000, 20_000, 50_000)]
    chance = random.Random(1)
    store.create("test1", texts[0])
    for _ in range(kills):
        pid = os.fork()
        if not pid:
            own = PdoSessionStore(create_engine(url, poolclass=NullPool), SYMFONY, wait_s=20)
            while True:
                own.update("test1", lambda _: chance.choice(texts))
        time.sleep(0.03 + chance.random() / 50)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)

        assert store.read("test1") in texts
