"""Sessions in memcached and redis, with PHP's own handlers at the same keys."""

import multiprocessing
import os
import random
import signal
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from legacy_bridge.stores.cells import Cells, CellSessionStore
from legacy_bridge.stores.errors import SessionBusy, SessionIdIllegal, SessionStoreDown
from legacy_bridge.stores.memcached import MemcachedCells
from legacy_bridge.stores.redis import RedisCells
from legacy_bridge.stores.wire import Wire

ID = "0123456789abcdef0123456789abcdef"
PHP = """
[$_, $id, $times, $sleep] = $argv;
ini_set('session.use_cookies', '0'); ini_set('session.use_only_cookies', '0');
ini_set('session.cache_limiter', ''); ini_set('session.use_strict_mode', '0');
session_id($id);
for ($i = 0; $i < $times; $i++) {
    session_start(); $_SESSION['n'] = ($_SESSION['n'] ?? 0) + 1;
    if ($sleep) { echo "held\\n"; flush(); usleep($sleep * 1000); }
    session_write_close();
}
"""


@dataclass(frozen=True)
class Place:
    """One server, and how PHP is told to keep its sessions there."""

    name: str
    port: int

    @property
    def cells(self) -> Cells:
        wire = Wire(("127.0.0.1", self.port))
        return MemcachedCells(wire) if self.name == "memcached" else RedisCells(wire)

    def store(self, *, is_locking: bool = True, wait_s: float = 20) -> CellSessionStore:
        return CellSessionStore(self.cells, is_locking=is_locking, wait_s=wait_s)

    def php(self, times: int = 1, sleep_ms: int = 0) -> "subprocess.Popen[bytes]":
        path = f"127.0.0.1:{self.port}"
        settings = {
            "session.save_handler": self.name,
            "session.save_path": path if self.name == "memcached" else f"tcp://{path}",
            "memcached.sess_lock_wait_min": "1",
            "memcached.sess_lock_wait_max": "2",
            "memcached.sess_lock_retries": "5000",
            "redis.session.locking_enabled": "1",
            "redis.session.lock_retries": "-1",
            "redis.session.lock_wait_time": "1000",
        }
        options = [f"-d{name}={value}" for name, value in settings.items()]
        arguments = [ID, str(times), str(sleep_ms)]
        return subprocess.Popen(
            ["php", *options, "-r", PHP, "--", *arguments], stdout=subprocess.PIPE
        )


@pytest.fixture(params=["memcached", "redis"])
def place(request: pytest.FixtureRequest) -> Place:
    made = Place(request.param, request.getfixturevalue(f"{request.param}_port"))
    made.store().delete(ID)
    made.store().delete("new")
    return made


def ran(php: "subprocess.Popen[bytes]") -> bytes:
    said, _ = php.communicate(timeout=60)
    assert php.returncode == 0
    return said


def test_what_php_stores_is_read_here_and_back(place: Place) -> None:
    assert ran(place.php(2)) == b""
    store = place.store()

    assert store.read(ID) == b"n|i:2;"
    assert store.update(ID, lambda data: data + b'm|s:2:"\xff\0";') == b'n|i:2;m|s:2:"\xff\0";'
    ran(place.php())
    assert store.read(ID) == b'n|i:3;m|s:2:"\xff\0";'


def test_a_session_is_created_moved_and_deleted(place: Place) -> None:
    store = place.store()
    store.create(ID, b"n|i:1;")

    with pytest.raises(SessionStoreDown):
        store.create(ID, b"")
    assert store.refresh(ID, lambda data: data + b"m|N;")
    assert store.move(ID, "new", lambda data: data + b"o|N;")
    assert (store.read(ID), store.read("new")) == (None, b"n|i:1;m|N;o|N;")
    store.delete("new")
    assert store.read("new") is None


@pytest.mark.parametrize("is_locking", [True, False])
def test_what_is_not_there_is_none(place: Place, is_locking: bool) -> None:
    store = place.store(is_locking=is_locking)

    assert store.read(ID) is None
    assert store.update(ID, bytes) is None
    assert not store.refresh(ID, bytes)
    assert not store.move(ID, "new", bytes)


def test_ses_12_a_session_php_holds_is_read_but_not_written(place: Place) -> None:
    place.store().create(ID, b"n|i:1;")
    php = place.php(sleep_ms=600)
    assert php.stdout
    assert php.stdout.readline() == b"held\n"

    store = place.store(wait_s=0.05)
    assert store.read(ID) == b"n|i:1;"
    assert not store.refresh(ID, bytes)
    with pytest.raises(SessionBusy):
        store.update(ID, bytes)
    assert place.store().update(ID, lambda data: data + b"m|N;") == b"n|i:2;m|N;"
    ran(php)


def count_up(place: Place, is_locking: bool, times: int) -> None:
    store = place.store(is_locking=is_locking)
    for _ in range(times):
        assert store.update(ID, lambda data: b"n|i:%d;" % (int(data[4:-1]) + 1))


def racing(place: Place, *, is_locking: bool, times: int) -> list[int | None]:
    context = multiprocessing.get_context("spawn")
    arguments = (place, is_locking, times)
    workers = [context.Process(target=count_up, args=arguments) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    return [worker.exitcode for worker in workers]


@pytest.mark.parametrize(
    "times", [100, pytest.param(5_000, marks=pytest.mark.soak)], ids=["some", "many"]
)
def test_ses_11_php_and_python_lose_no_update_of_each_other(place: Place, times: int) -> None:
    store = place.store()
    store.create(ID, b"n|i:0;")
    php = [place.php(times) for _ in range(2)]

    assert racing(place, is_locking=True, times=times) == [0, 0]
    for each in php:
        ran(each)
    assert store.read(ID) == b"n|i:%d;" % (4 * times)


@pytest.mark.parametrize(
    "sleep_ms", [300, pytest.param(5_000, marks=pytest.mark.soak)], ids=["a moment", "five seconds"]
)
def test_ses_12_fifty_requests_and_a_slow_page_lose_nothing(place: Place, sleep_ms: int) -> None:
    place.store().create(ID, b"n|i:0;")
    php = place.php(sleep_ms=sleep_ms)
    assert php.stdout
    assert php.stdout.readline() == b"held\n"

    def writes(number: int) -> bytes | None:
        return place.store().update(ID, lambda data: data + b"k%d|N;" % number)

    def reads(_: int) -> float:
        started = time.monotonic()
        assert (place.store().read(ID) or b"").startswith(b"n|i:")
        return time.monotonic() - started

    with ThreadPoolExecutor(60) as pool:
        writers = [pool.submit(writes, number) for number in range(50)]
        slowest = max(pool.map(reads, range(20)))
        for writer in writers:
            assert writer.result()
    ran(php)

    left = (place.store().read(ID) or b"").split(b";")
    assert left[0] == b"n|i:1"
    assert sorted(left[1:-1]) == sorted(b"k%d|N" % number for number in range(50))
    assert slowest < sleep_ms / 1000


@pytest.mark.parametrize(
    "kills", [8, pytest.param(200, marks=pytest.mark.soak)], ids=["some", "many"]
)
def test_ses_11_kill_9_destroys_no_session(place: Place, kills: int) -> None:
    chance = random.Random(1)
    texts = [b'n|s:%d:"%b";' % (size, b"x" * size) for size in (10, 2_000, 20_000, 50_000)]
    # Without PHP's lock: one that a killed worker leaves behind lasts half a minute.
    place.store().create(ID, texts[0])
    for _ in range(kills):
        pid = os.fork()
        if not pid:
            store = place.store(is_locking=False)
            while True:
                store.update(ID, lambda _: chance.choice(texts))
        time.sleep(0.01 + chance.random() / 100)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)

        assert place.store().read(ID) in texts


def test_without_phps_lock_workers_of_python_lose_nothing_of_each_other(place: Place) -> None:
    place.store().create(ID, b"n|i:0;")

    assert racing(place, is_locking=False, times=100) == [0, 0]
    assert place.store().read(ID) == b"n|i:200;"


def test_a_session_others_keep_writing_is_given_up(place: Place) -> None:
    store = place.store(is_locking=False, wait_s=0.05)
    store.create(ID, b"n|i:0;")
    other = place.store(is_locking=False)

    def beaten(data: bytes) -> bytes:
        other.cells.put(ID, data + b"x")
        return data + b"y"

    with pytest.raises(SessionBusy):
        store.update(ID, beaten)


@pytest.mark.parametrize("use", ["read", "delete"])
def test_ses_18_an_illegal_id_asks_nothing(place: Place, use: str) -> None:
    act: Callable[[str], object] = getattr(place.store(), use)

    with pytest.raises(SessionIdIllegal):
        act("a b\r\nflush_all\r\n")
