"""Sessions whose writer is killed at any moment, and files that cannot take what is written."""

import mmap
import os
import random
import resource
import signal
import subprocess
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from legacy_bridge.php.changes import ABSENT, Change
from legacy_bridge.php.formats import FILLER_KEY, SessionFormat, filler
from legacy_bridge.php.session import PhpSession
from legacy_bridge.stores.errors import SessionStoreDown
from legacy_bridge.stores.files import FileSessionStore
from legacy_bridge.stores.in_place import rewrite_in_place
from legacy_bridge.stores.save_path import SavePath

ID = "0123456789abcdef0123456789abcdef"
SIZES = {
    "2 KB": (2_000,),
    "20 KB": (20_000,),
    "50 KB": (50_000,),
    "of any size": (10, 300, 2_000, 4_090, 4_096, 9_000, 20_000, 50_000),
}

READ_BY_PHP = """
ini_set('session.use_cookies', '0'); ini_set('session.use_only_cookies', '0');
ini_set('session.cache_limiter', ''); ini_set('session.gc_probability', '0');
ini_set('session.serialize_handler', $argv[2]); session_save_path($argv[1]);
$fine = 0;
foreach (glob($argv[1] . '/sess_*') as $file) {
    session_id(substr(basename($file), 5)); @session_start();
    $fine += isset($_SESSION['n']) && $_SESSION['end'] === true;
    session_abort(); $_SESSION = [];
}
echo $fine;
"""


def session_of(layout: SessionFormat, size: int, seed: int) -> bytes:
    """A session of about this size, no part of which fits one of another seed."""
    chance = random.Random(seed)
    words: dict[int | str, str] = {}
    while sum(map(len, words.values())) + 20 * len(words) < size:
        words[f"k{chance.randrange(10**9)}"] = "x" * chance.randrange(1, 40)
    changes = [Change(("n",), words), Change(("end",), value=True)]
    return PhpSession.parse(b"", layout).changed(changes).data


def killed(work: Callable[[], object], chance: random.Random) -> None:
    """A process that does nothing but this, until it is killed in the middle."""
    pid = os.fork()
    if not pid:
        while True:
            work()
    time.sleep(0.003 + chance.random() / 100)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


@pytest.mark.parametrize("layout", SessionFormat)
@pytest.mark.parametrize("sizes", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize(
    "kills", [10, pytest.param(200, marks=pytest.mark.soak)], ids=["some", "many"]
)
def test_ses_11_kill_9_leaves_the_old_session_or_the_new_one(
    tmp_path: Path, layout: SessionFormat, sizes: tuple[int, ...], kills: int
) -> None:
    texts = [session_of(layout, size, seed) for seed in range(4) for size in sizes]
    store = FileSessionStore(SavePath(tmp_path), bool, filler=partial(filler, layout))
    chance = random.Random(1)
    left = tmp_path / "left"
    left.mkdir()
    store.create(ID, texts[0])
    for number in range(kills):
        killed(lambda: store.update(ID, lambda _: chance.choice(texts)), chance)

        data = store.save_path.file(ID).read_bytes()
        found = PhpSession.parse(data, layout).changed([Change((FILLER_KEY,), ABSENT)])
        assert found.data in texts
        (left / f"sess_{number}").write_bytes(data)

    php = ["php", "-r", READ_BY_PHP, "--", str(left), str(layout)]
    assert subprocess.run(php, capture_output=True, check=True).stdout == b"%d" % kills


@pytest.mark.parametrize("layout", SessionFormat)
def test_any_change_of_size_gives_the_new_bytes_alone(
    tmp_path: Path, layout: SessionFormat
) -> None:
    page = mmap.PAGESIZE
    sizes = [30, 60, page - 40, page - 20, page, page + 20, 3 * page, 5 * page + 7]
    texts = [session_of(layout, size, seed) for seed in range(2) for size in sizes]
    file = os.open(tmp_path / "file", os.O_RDWR | os.O_CREAT)
    for old in texts:
        for new in texts:
            os.pwrite(file, old, 0)
            os.ftruncate(file, len(old))
            rewrite_in_place(file, old, new, partial(filler, layout))

            assert os.pread(file, 1 << 20, 0) == new
    os.close(file)


@pytest.mark.parametrize("size", [9_000, 30_000], ids=["no room at all", "room for a part"])
def test_a_full_disk_leaves_the_old_session(tmp_path: Path, size: int) -> None:
    old = session_of(SessionFormat.PHP, 5_000, 1)
    path = tmp_path / "file"
    path.write_bytes(old)
    pid = os.fork()
    if not pid:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(old) + 2_000, len(old) + 2_000))
        try:
            new = session_of(SessionFormat.PHP, size, 2)
            rewrite_in_place(os.open(path, os.O_RDWR), old, new, partial(filler, SessionFormat.PHP))
        except SessionStoreDown:
            os._exit(7)
        os._exit(0)

    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7
    assert path.read_bytes() == old
