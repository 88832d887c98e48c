"""Sessions in files, with PHP's own session module at the same files."""

import fcntl
import importlib.util
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from legacy_bridge.php.changes import Change
from legacy_bridge.php.errors import PhpFormatError
from legacy_bridge.php.formats import SessionFormat, filler
from legacy_bridge.php.session import PhpSession
from legacy_bridge.stores.errors import (
    SessionBusy,
    SessionIdIllegal,
    SessionOwnerDiffers,
    SessionStoreDown,
)
from legacy_bridge.stores.files import FileSessionStore
from legacy_bridge.stores.save_path import SavePath

ID = "0123456789abcdef0123456789abcdef"
ROOT = Path(__file__).resolve().parents[3]


def is_whole(data: bytes) -> bool:
    try:
        PhpSession.parse(data, SessionFormat.PHP)
    except PhpFormatError:
        return False
    return True


@pytest.fixture
def store(tmp_path: Path) -> FileSessionStore:
    return FileSessionStore(
        SavePath(tmp_path),
        is_whole,
        filler=partial(filler, SessionFormat.PHP),
        wait_s=0.3,
        read_wait_s=0.05,
    )


@pytest.fixture
def file(store: FileSessionStore) -> Path:
    store.create(ID, b"n|i:1;")
    return store.save_path.file(ID)


@contextmanager
def held(file: Path) -> Iterator[int]:
    """The lock PHP holds during a page."""
    descriptor = os.open(file, os.O_RDWR)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    yield descriptor
    os.close(descriptor)


def test_a_new_session_is_its_owners_alone(file: Path) -> None:
    assert file.read_bytes() == b"n|i:1;"
    assert file.stat().st_mode & 0o777 == 0o600


def test_an_id_in_use_is_not_created_again(store: FileSessionStore, file: Path) -> None:
    with pytest.raises(SessionStoreDown):
        store.create(ID, b"")
    assert file.read_bytes() == b"n|i:1;"


@pytest.mark.parametrize(
    "new",
    [b"n|i:2;", b"n|i:10;m|N;", b"", b"n|i:1;", b"x|i:1;", b"n|b:1;"],
    ids=["as long", "longer", "empty", "the same", "first byte", "in the middle"],
)
def test_ses_14_a_write_keeps_the_file_and_its_inode(
    store: FileSessionStore, file: Path, new: bytes
) -> None:
    before = file.stat().st_ino

    assert store.update(ID, lambda _: new) == new
    assert file.read_bytes() == new
    assert file.stat().st_ino == before


def test_ses_09_reading_changes_nothing(store: FileSessionStore, file: Path) -> None:
    os.utime(file, (1, 1))

    assert store.read(ID) == b"n|i:1;"
    assert file.stat().st_mtime == 1


def test_a_session_used_without_a_change_is_not_collected(
    store: FileSessionStore, file: Path
) -> None:
    os.utime(file, (1, 1))

    assert store.refresh(ID, bytes)
    assert file.stat().st_mtime > 1


def test_what_is_not_there_is_none(store: FileSessionStore) -> None:
    assert store.read(ID) is None
    assert store.update(ID, bytes) is None
    assert not store.refresh(ID, bytes)
    assert not store.move(ID, "new", bytes)
    store.delete(ID)


def test_ses_20_a_moved_session_lives_under_its_new_id_alone(
    store: FileSessionStore, file: Path
) -> None:
    assert store.move(ID, "new", lambda data: data + b"m|N;")
    assert store.read(ID) is None
    assert store.read("new") == b"n|i:1;m|N;"
    assert not file.exists()


def test_ses_22_a_deleted_session_is_gone(store: FileSessionStore, file: Path) -> None:
    store.delete(ID)

    assert not file.exists()


@pytest.mark.parametrize("session_id", ["../../etc/passwd", "a/b", "", "a" * 4096, "é"])
def test_ses_18_no_file_is_touched_for_an_illegal_id(
    store: FileSessionStore, session_id: str
) -> None:
    for use in (store.read, store.delete):
        with pytest.raises(SessionIdIllegal):
            use(session_id)
    assert list(store.save_path.folder.iterdir()) == []


def test_a_link_is_not_followed(store: FileSessionStore, tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"n|i:1;")
    (tmp_path / f"sess_{ID}").symlink_to(tmp_path / "secret")

    with pytest.raises(SessionStoreDown):
        store.read(ID)


@pytest.mark.parametrize("make", [os.mkdir, os.mkfifo], ids=["a folder", "a pipe"])
def test_what_is_no_file_is_no_session(
    store: FileSessionStore, tmp_path: Path, make: Callable[[Path], None]
) -> None:
    make(tmp_path / f"sess_{ID}")

    assert store.read(ID) is None
    assert store.update(ID, lambda data: data) is None


@pytest.mark.parametrize("session_id", ["a", "ab"])
def test_an_id_too_short_for_the_folders_has_no_session(tmp_path: Path, session_id: str) -> None:
    assert FileSessionStore(SavePath(tmp_path, depth=2), is_whole).read(session_id) is None


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    store = FileSessionStore(SavePath(tmp_path / "none"), is_whole)

    assert store.read(ID) is None
    with pytest.raises(SessionStoreDown, match="none"):
        store.create(ID, b"")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make another user's file")
@pytest.mark.parametrize("mode", [0o600, 0o666], ids=["closed", "open to all"])
def test_a_file_php_would_refuse_is_refused(tmp_path: Path, mode: int) -> None:
    tmp_path.chmod(0o755)
    for folder in tmp_path.parents[:2]:
        folder.chmod(0o755)
    file = tmp_path / f"sess_{ID}"
    file.write_bytes(b"")
    file.chmod(mode)
    os.chown(file, 12345, 12345)
    store = FileSessionStore(SavePath(tmp_path), is_whole)
    os.seteuid(54321)
    try:
        with pytest.raises(SessionOwnerDiffers):
            store.read(ID)
    finally:
        os.seteuid(0)


def test_ses_12_a_slow_page_of_php_is_waited_for_then_told(
    store: FileSessionStore, file: Path
) -> None:
    with held(file):
        with pytest.raises(SessionBusy, match=r"0\.3 s"):
            store.update(ID, lambda _: b"")
        assert not store.refresh(ID, lambda _: b"")

    assert file.read_bytes() == b"n|i:1;"


@pytest.mark.parametrize("length", [250, 251, 256])
def test_an_id_too_long_for_a_file_has_no_session(tmp_path: Path, length: int) -> None:
    store = FileSessionStore(SavePath(tmp_path), lambda _: True)

    assert store.read("a" * length) is None
    assert store.update("a" * length, lambda data: data) is None
    assert not store.move("a" * length, "b", lambda data: data)
    store.delete("a" * length)


def test_a_reader_does_not_wait_for_a_slow_page(store: FileSessionStore, file: Path) -> None:
    store.read_wait_s = store.wait_s = 60
    with held(file):
        started = time.monotonic()

        assert store.read(ID) == b"n|i:1;"
        assert time.monotonic() - started < 30


@pytest.mark.parametrize("torn", [b"n|i:1", b"n|i:1;m|s:9:"], ids=["cut", "half"])
def test_half_written_data_is_never_read(store: FileSessionStore, file: Path, torn: bytes) -> None:
    with held(file) as descriptor:
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, torn, 0)

        with pytest.raises(SessionBusy):
            store.read(ID)


def test_a_session_that_php_just_began_is_empty(store: FileSessionStore, file: Path) -> None:
    with held(file) as descriptor:
        os.ftruncate(descriptor, 0)

        assert store.read(ID) == b""


@pytest.mark.parametrize("comes_back", [True, False], ids=["replaced", "deleted"])
def test_a_session_that_went_while_we_waited_is_looked_for_anew(
    store: FileSessionStore, file: Path, comes_back: bool
) -> None:
    with ThreadPoolExecutor(1) as pool:
        with held(file):
            waiting = pool.submit(store.update, ID, lambda data: data + b"m|N;")
            time.sleep(0.1)
            old = file.rename(file.with_name("old"))
            if comes_back:
                file.write_bytes(b"n|i:5;")

        assert waiting.result() == (b"n|i:5;m|N;" if comes_back else None)
    assert old.read_bytes() == b"n|i:1;"


LIMITED = """
import resource, signal, sys
from pathlib import Path
from legacy_bridge.stores.errors import SessionStoreDown
from legacy_bridge.stores.files import FileSessionStore
from legacy_bridge.stores.save_path import SavePath
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))
store = FileSessionStore(SavePath(Path(sys.argv[1])), bool)
try:
    store.update(sys.argv[2], lambda data: b"m" + b"x" * 9000)
except SessionStoreDown:
    sys.exit(7)
"""


def test_a_full_disk_leaves_the_old_session(store: FileSessionStore, file: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", LIMITED, str(file.parent), ID], cwd=ROOT, check=False
    )

    assert run.returncode == 7
    assert file.read_bytes() == b"n|i:1;"


def add(path: str, more: int) -> None:
    """One read-modify-write, in the form conformance/sessionrace.py asks for."""
    file = Path(path)
    store = FileSessionStore(
        SavePath(file.parent), is_whole, filler=partial(filler, SessionFormat.PHP), wait_s=30
    )

    def counted(data: bytes) -> bytes:
        session = PhpSession.parse(data, SessionFormat.PHP)
        number = session.get(("n",))
        assert isinstance(number, int)
        return session.changed([Change(("n",), number + more)]).data

    assert store.update(file.name.removeprefix("sess_"), counted) is not None


PHP_ADDS = """
[$_, $folder, $id, $times] = $argv;
ini_set('session.use_cookies', '0'); ini_set('session.use_only_cookies', '0');
ini_set('session.cache_limiter', ''); ini_set('session.use_strict_mode', '0');
ini_set('session.gc_probability', '0'); ini_set('session.save_handler', 'files');
ini_set('session.serialize_handler', 'php'); session_save_path($folder); session_id($id);
for ($i = 0; $i < $times; $i++) { session_start(); $_SESSION['n']++; session_write_close(); }
"""


def php_adding(file: Path, times: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(["php", "-r", PHP_ADDS, "--", str(file.parent), ID, str(times)])


@pytest.mark.php
@pytest.mark.parametrize(
    "cycles", [250, pytest.param(5_000, marks=pytest.mark.soak)], ids=["some", "many"]
)
def test_ses_11_php_and_python_lose_no_update_of_each_other(file: Path, cycles: int) -> None:
    php = [php_adding(file, cycles) for _ in range(2)]
    python = []
    for _ in range(2):
        pid = os.fork()
        if not pid:
            for _ in range(cycles):
                add(str(file), 1)
            os._exit(0)
        python.append(pid)

    assert [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in python] == [0, 0]
    assert [each.wait(60) for each in php] == [0, 0]
    assert file.read_bytes() == b"n|i:%d;" % (1 + 4 * cycles)


@pytest.mark.parametrize(
    "kills", [20, pytest.param(200, marks=pytest.mark.soak)], ids=["some", "many"]
)
def test_ses_11_kill_9_destroys_no_session(store: FileSessionStore, file: Path, kills: int) -> None:
    chance = random.Random(1)
    texts = [b'n|s:%d:"%b";' % (size, b"x" * size) for size in (10, 3000, 17, 900)]
    for _ in range(kills):
        pid = os.fork()
        if not pid:
            while True:
                store.update(ID, lambda _: chance.choice(texts))
        time.sleep(0.005 + chance.random() / 100)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)

        assert is_whole(file.read_bytes())


@pytest.mark.parametrize("size", [20_000, 200_000])
def test_ses_11_kill_9_in_a_small_change_destroys_no_large_session(
    store: FileSessionStore, file: Path, size: int
) -> None:
    large = b'm|s:%d:"%b";' % (size, b"x" * size)
    chance = random.Random(2)
    file.write_bytes(b"n|i:1;" + large)
    for _ in range(20):
        pid = os.fork()
        if not pid:
            while True:
                store.update(ID, lambda _: b"n|i:%d;" % chance.randrange(1, 9) + large)
        time.sleep(0.005 + chance.random() / 100)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)

        assert is_whole(file.read_bytes())
        assert file.read_bytes().endswith(large)


RACE = ROOT.parent / "shared" / "conformance" / "sessionrace.py"


@pytest.mark.php
@pytest.mark.skipif(not RACE.exists(), reason="../shared/conformance is not beside this clone")
def test_ses_11_the_published_race_is_won() -> None:
    spec = importlib.util.spec_from_file_location("sessionrace", RACE)
    assert spec
    assert spec.loader
    race = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(race)
    arguments = race.argparse.Namespace(php="php", cycles=100, php_workers=2, py_workers=2)

    assert race.measure(arguments, add) == (400, 400, 0)
