"""PHP and Python at work on one session at the same time."""

import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from legacy_bridge.php.formats import SessionFormat, filler
from legacy_bridge.php.session import PhpSession
from legacy_bridge.stores.files import FileSessionStore
from legacy_bridge.stores.save_path import SavePath
from legacy_bridge.symfony1.keys import ADMIN, ATTRIBUTES, FLASH, LAST_REQUEST
from legacy_bridge.symfony1.rules import SessionRules
from legacy_bridge.symfony1.sessions import SymfonySessions
from tests.fakes.sessions import sf_session

pytestmark = pytest.mark.php

ID = "0123456789abcdef0123456789abcdef"
GUARD = b'a:1:{s:19:"sfGuardSecurityUser";a:1:{s:7:"user_id";s:1:"3";}}'
NOW = 1_000_100

#: One page of symfony 1: the lock from start to end, flash messages consumed, five keys written.
PAGE = """
[$_, $folder, $id, $sleep, $say] = $argv;
ini_set('session.use_cookies', '0'); ini_set('session.use_only_cookies', '0');
ini_set('session.cache_limiter', ''); session_save_path($folder); session_id($id); session_start();
$k = 'symfony/user/sfUser/'; $a = $_SESSION[$k . 'attributes']; $f = $k . 'flash';
$shown = $a[$f]['notice'] ?? '';
echo "started\\n"; flush(); usleep((int) ($sleep * 1e6));
$a[$f] = $say === '' ? [] : ['notice' => $say]; $a[$k . 'flash/remove'] = [];
$_SESSION[$k . 'lastRequest'] = 1000200; $_SESSION[$k . 'attributes'] = $a; $_SESSION['php'] = 1;
session_write_close(); echo $shown;
"""


class Php:
    """A page that is being made."""

    def __init__(self, folder: Path, sleep_s: float = 0, say: str = "") -> None:
        arguments = [str(folder), ID, str(sleep_s), say]
        self.process = subprocess.Popen(
            ["php", "-r", PAGE, "--", *arguments], stdout=subprocess.PIPE
        )
        assert self.process.stdout
        assert self.process.stdout.readline() == b"started\n"

    def shown(self) -> str:
        said, _ = self.process.communicate(timeout=60)
        assert self.process.returncode == 0
        return said.decode()


def is_whole(data: bytes) -> bool:
    return bool(PhpSession.parse(data, SessionFormat.PHP))


@pytest.fixture
def sessions(tmp_path: Path) -> SymfonySessions:
    store = FileSessionStore(
        SavePath(tmp_path), is_whole, filler=partial(filler, SessionFormat.PHP), wait_s=30
    )
    store.create(ID, sf_session(GUARD, signed_in=True))
    return SymfonySessions(store, SessionRules(), lambda: NOW)


def stored(sessions: SymfonySessions) -> PhpSession:
    return PhpSession.parse(sessions.store.read(ID) or b"", SessionFormat.PHP)


@pytest.mark.parametrize(
    "sleep_s", [0.5, pytest.param(5, marks=pytest.mark.soak)], ids=["half a second", "five seconds"]
)
def test_ses_12_fifty_requests_and_a_slow_page_lose_nothing(
    sessions: SymfonySessions, tmp_path: Path, sleep_s: float
) -> None:
    page = Php(tmp_path, sleep_s)

    def writes(number: int) -> None:
        live = sessions.open(ID)
        live.lists.keep(f"module{number}.page", str(number))
        sessions.close(live)

    def reads(_: int) -> float:
        started = time.monotonic()
        live = sessions.open(ID)
        assert live.user.user_id == 3
        sessions.close(live)
        return time.monotonic() - started

    with ThreadPoolExecutor(60) as pool:
        writers = [pool.submit(writes, number) for number in range(50)]
        slowest = max(pool.map(reads, range(20)))
        for writer in writers:
            writer.result()
    page.shown()

    kept = stored(sessions).get((ATTRIBUTES, ADMIN))
    assert kept == {f"module{number}.page": str(number) for number in range(50)}
    assert stored(sessions).get(("php",)) == 1
    assert sessions.counts.changes_lost == 0
    print(f"slowest reader: {slowest * 1000:.0f} ms")
    assert slowest < sleep_s


def test_ses_45_a_message_crosses_both_ways_and_is_shown_once(
    sessions: SymfonySessions, tmp_path: Path
) -> None:
    live = sessions.open(ID)
    live.flash.put("notice", "de Python")
    sessions.close(live)
    assert Php(tmp_path).shown() == "de Python"
    assert Php(tmp_path, say="de PHP").shown() == ""

    live = sessions.open(ID)
    assert sessions.message(live, "notice") == "de PHP"
    sessions.close(live)
    assert Php(tmp_path).shown() == ""


def test_ses_45_a_message_php_is_showing_is_not_shown_here(
    sessions: SymfonySessions, tmp_path: Path
) -> None:
    live = sessions.open(ID)
    live.flash.put("notice", "une fois")
    sessions.close(live)
    page = Php(tmp_path, 0.3)
    live = sessions.open(ID)

    assert sessions.message(live, "notice") is None
    sessions.close(live)
    assert page.shown() == "une fois"
    assert stored(sessions).get((ATTRIBUTES, FLASH)) == {}


def test_ses_15_five_pages_at_once_do_not_wait_for_python(
    sessions: SymfonySessions, tmp_path: Path
) -> None:
    started = time.monotonic()
    live = sessions.open(ID)  # an open session holds no lock
    with ThreadPoolExecutor(5) as pool:
        pages = [pool.submit(lambda: Php(tmp_path, 0.05).shown()) for _ in range(5)]
        for page in pages:
            page.result()
    sessions.close(live)

    assert time.monotonic() - started < 2.5
    assert stored(sessions).get(("php",)) == 1


def test_ses_23_the_time_is_left_to_php_while_php_holds_the_session(
    sessions: SymfonySessions, tmp_path: Path
) -> None:
    page = Php(tmp_path, 0.3)
    started = time.monotonic()
    sessions.close(sessions.open(ID))

    assert time.monotonic() - started < 0.2
    page.shown()
    assert stored(sessions).get((LAST_REQUEST,)) == 1000200


@pytest.mark.parametrize(
    "rounds", [20, pytest.param(1_000, marks=pytest.mark.soak)], ids=["some", "many"]
)
def test_ses_44_parallel_requests_of_both_sides_sign_nobody_out(
    sessions: SymfonySessions, tmp_path: Path, rounds: int
) -> None:
    def python() -> int | None:
        live = sessions.open(ID)
        sessions.close(live)
        return live.user.user_id

    with ThreadPoolExecutor(8) as pool:
        for number in range(rounds):
            page = Php(tmp_path) if number % 10 == 0 else None
            assert set(pool.map(lambda _: python(), range(20))) == {3}
            if page:
                page.shown()
