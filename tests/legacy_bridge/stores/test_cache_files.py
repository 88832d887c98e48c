"""Sessions of sfCacheSessionStorage."""

import fcntl
import os
from pathlib import Path

import pytest

from legacy_bridge.php.formats import SessionFormat
from legacy_bridge.php.session import PhpSession
from legacy_bridge.stores.cache_files import CacheFileSessionStore
from legacy_bridge.stores.errors import SessionIdIllegal, SessionStoreDown
from tests.legacy_bridge.conftest import SESSIONS

NOW = 1795430430


@pytest.fixture
def store(tmp_path: Path) -> CacheFileSessionStore:
    return CacheFileSessionStore(tmp_path, wait_s=0.2, clock=lambda: NOW)


@pytest.mark.parametrize(
    "file", sorted((SESSIONS / "storage_cache").glob("*.cache")), ids=lambda file: file.stem
)
def test_recorded_files_are_read_and_written_as_symfony_writes_them(
    store: CacheFileSessionStore, file: Path
) -> None:
    (store.folder / "abc.cache").write_bytes(file.read_bytes())
    data = store.read("abc")

    assert data
    session = PhpSession.parse(data, SessionFormat.PHP_SERIALIZE)
    assert session.get(("symfony/user/sfUser/culture",)) == "fr"
    store.create("new", data)
    assert (store.folder / "new.cache").read_bytes() == file.read_bytes()


@pytest.mark.parametrize(
    "stored",
    [b"", b"abc", b"%012d%012da:0:{}" % (NOW - 1, NOW), b"x" * 30],
    ids=["empty", "short", "too old", "no times"],
)
def test_what_is_over_or_broken_is_no_session(store: CacheFileSessionStore, stored: bytes) -> None:
    (store.folder / "abc.cache").write_bytes(stored)

    assert store.read("abc") is None
    assert store.update("abc", bytes) is None
    assert not store.move("abc", "new", bytes)


def test_a_session_is_changed_moved_and_deleted(store: CacheFileSessionStore) -> None:
    store.create("abc", b"a:0:{}")

    assert store.update("abc", lambda data: data + b"1") == b"a:0:{}1"
    assert store.refresh("abc", lambda data: data + b"2")
    assert store.move("abc", "new", lambda data: data + b"3")
    assert (store.read("abc"), store.read("new")) == (None, b"a:0:{}123")
    store.delete("new")
    store.delete("new")
    assert list(store.folder.iterdir()) == []
    assert not store.refresh("abc", bytes)


def test_another_worker_at_it_is_not_waited_for(store: CacheFileSessionStore) -> None:
    store.create("abc", b"a:0:{}")
    with (store.folder / "abc.cache").open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)

        assert not store.refresh("abc", bytes)
        assert store.read("abc") == b"a:0:{}"


def test_workers_of_python_lose_nothing_of_each_other(store: CacheFileSessionStore) -> None:
    patient = CacheFileSessionStore(store.folder, wait_s=20)
    patient.create("abc", b"0")
    workers = []
    for _ in range(3):
        pid = os.fork()
        if not pid:
            for _ in range(100):
                assert patient.update("abc", lambda data: b"%d" % (int(data) + 1))
            os._exit(0)
        workers.append(pid)

    assert [os.waitpid(pid, 0)[1] for pid in workers] == [0, 0, 0]
    assert patient.read("abc") == b"300"


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(SessionStoreDown):
        CacheFileSessionStore(tmp_path / "none").create("abc", b"")


def test_ses_18_an_illegal_id_touches_no_file(store: CacheFileSessionStore) -> None:
    with pytest.raises(SessionIdIllegal):
        store.read("../abc")
