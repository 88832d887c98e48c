"""Python signs people in and out, and real PHP is asked what it thinks of it."""

import os
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, create_engine

from demo.data.accounts import ACCOUNTS
from demo.stack.pristine import restore
from legacy_bridge.php.formats import SessionFormat
from legacy_bridge.php.session import PhpSession
from legacy_bridge.sfguard.accounts import Accounts
from legacy_bridge.sfguard.gate import Gate, Passage
from legacy_bridge.sfguard.passwords import stored_password
from legacy_bridge.sfguard.remember import RememberKeys
from legacy_bridge.sfguard.sign_in import Refusal
from legacy_bridge.sfguard.tables import GuardTables
from legacy_bridge.sfguard.visitor import Visitor
from legacy_bridge.stores.files import FileSessionStore
from legacy_bridge.stores.save_path import SavePath
from legacy_bridge.symfony1.cookies import SessionCookie
from legacy_bridge.symfony1.keys import LAST_REQUEST
from legacy_bridge.symfony1.rules import SessionRules
from legacy_bridge.symfony1.sessions import SymfonySessions
from proxy.wiring.file_sessions import is_whole_session
from tests.fakes.pages import Browser
from tests.fakes.twins import Twins

pytestmark = pytest.mark.stack

ZONE = ZoneInfo("Europe/Paris")
PASSWORDS = {one.username: one.password for one in ACCOUNTS}


class Door:
    """Python's half: one request that signs in or out, in the session of a PHP visitor."""

    def __init__(self, twins: Twins, connection: Connection) -> None:
        store = FileSessionStore(SavePath.parse(str(twins.sessions)), is_whole_session)
        self.twins = twins
        self.connection = connection
        self.tables = GuardTables.reflected(connection)
        self.sessions = SymfonySessions(
            store, SessionRules(cookie=SessionCookie(is_http_only=True))
        )

    def accounts(self) -> Accounts:
        return Accounts(self.connection, self.tables)

    def gate(self, browser: Browser) -> Gate:
        live = self.sessions.open(browser.session_id)
        return Gate(Visitor(live, self.accounts), RememberKeys(self.connection, self.tables))

    def sign_in(
        self, browser: Browser, name: str, password: str | None = None, *, remembers: bool = False
    ) -> Passage:
        gate = self.gate(browser)
        word = PASSWORDS.get(name, "") if password is None else password
        passage = gate.sign_in(
            name, word, datetime.now(ZONE), remembers=remembers, address="192.0.2.7"
        )
        self._close(gate, browser, passage.cookies)
        return passage

    def sign_out(self, browser: Browser) -> None:
        gate = self.gate(browser)
        self._close(gate, browser, gate.sign_out())

    def _close(self, gate: Gate, browser: Browser, cookies: tuple[str, ...]) -> None:
        self.connection.commit()
        owner = self.twins.sessions.stat()
        self.sessions.close(gate.live)
        browser.session_id = gate.live.session_id
        # The tests are root; the product has PHP's own uid.
        os.chown(self.twins.session_file(browser), owner.st_uid, owner.st_gid)
        for line in cookies:
            name, _, rest = line.partition("=")
            browser.cookies[name] = rest.partition(";")[0]


@pytest.fixture
def door(twins: Twins) -> Iterator[Door]:
    engine = create_engine(twins.database.url.replace("mysql://", "mysql+mysqldb://"))
    with engine.connect() as connection:
        yield Door(twins, connection)
    engine.dispose()
    restore(twins.database)


@pytest.fixture
def stranger(twins: Twins) -> Browser:
    """A browser that PHP has given a session, and asked to sign in."""
    browser = Browser(twins.php)
    assert browser.get("/arrivants").status == 401
    return browser


def test_php_accepts_whom_python_signed_in(door: Door, stranger: Browser) -> None:
    before = stranger.session_id
    old_file = door.twins.session_file(stranger)
    passage = door.sign_in(stranger, "claire.martin")

    assert passage.go_to.endswith("/arrivants")
    assert stranger.session_id != before
    assert not old_file.exists()
    page = stranger.get("/arrivants")
    assert page.status == 200
    assert "Claire Martin" in page.body.decode()
    assert stranger.get("/sf_guard_user").status == 403


@pytest.mark.parametrize("name", ["claire.martin", "admin"])
def test_the_session_is_what_phps_own_sign_in_makes(door: Door, name: str) -> None:
    by_php, by_python = Browser(door.twins.php), Browser(door.twins.php)
    by_php.sign_in(name, PASSWORDS[name])
    by_python.get("/login")
    door.sign_in(by_python, name)

    def values(browser: Browser) -> list[tuple[object, object]]:
        data = door.twins.session_file(browser).read_bytes()
        found = PhpSession.parse(data, SessionFormat.PHP).values
        return [(key, value) for key, value in found.items() if key != LAST_REQUEST]

    assert values(by_python) == values(by_php)


def test_the_sign_in_is_dated_as_php_dates_it(door: Door, stranger: Browser) -> None:
    door.sign_in(stranger, "claire.martin")
    query = "SELECT last_login, updated_at FROM sf_guard_user WHERE username = 'claire.martin'"
    ours = door.twins.database.run(query)[0]

    assert ours[0] == ours[1]
    moment = datetime.fromisoformat(str(ours[0])).replace(tzinfo=ZONE)
    assert abs((datetime.now(ZONE) - moment).total_seconds()) < 60


def test_php_takes_the_remember_key_that_python_gave(door: Door, stranger: Browser) -> None:
    door.sign_in(stranger, "claire.martin", remembers=True)
    closed = Browser(door.twins.php, None, {"sfRemember": stranger.cookies["sfRemember"]})

    assert closed.get("/arrivants").status == 200
    assert len(stranger.cookies["sfRemember"]) == 32


def test_ses_22_pythons_sign_out_is_the_end_on_php(door: Door, stranger: Browser) -> None:
    door.sign_in(stranger, "claire.martin", remembers=True)
    copied = Browser(door.twins.php, stranger.session_id)
    remembered = Browser(door.twins.php, None, {"sfRemember": stranger.cookies["sfRemember"]})
    door.sign_out(stranger)

    assert stranger.cookies["sfRemember"] == "deleted"
    assert stranger.get("/arrivants").status == 401
    assert copied.get("/arrivants").status == 401
    assert remembered.get("/arrivants").status == 401


@pytest.mark.parametrize(
    ("name", "password", "refusal"),
    [
        pytest.param("claire.martin", "wrong", Refusal.WRONG_PASSWORD, id="wrong password"),
        pytest.param("nobody", "x", Refusal.UNKNOWN, id="nobody"),
        pytest.param("", "", Refusal.UNKNOWN, id="empty"),
    ],
)
def test_who_is_refused_keeps_an_anonymous_session(
    door: Door, stranger: Browser, name: str, password: str, refusal: Refusal
) -> None:
    before = stranger.session_id
    passage = door.sign_in(stranger, name, password, remembers=True)

    assert (passage.result.refusal, passage.cookies, passage.go_to) == (refusal, (), "")
    assert stranger.session_id == before
    assert stranger.get("/arrivants").status == 401


def test_an_account_switched_off_is_not_let_in(door: Door, stranger: Browser) -> None:
    door.twins.database.run("UPDATE sf_guard_user SET is_active = 0 WHERE username = 'admin'")

    assert door.sign_in(stranger, "admin").result.refusal is Refusal.INACTIVE
    assert stranger.get("/arrivants").status == 401


def test_ses_33_a_password_changed_by_python_is_phps_at_once(door: Door) -> None:
    accounts = door.accounts()
    account = accounts.with_login("claire.martin")
    assert account is not None
    now = datetime.now(ZONE).replace(tzinfo=None, microsecond=0)
    accounts.change_password(account.id, stored_password("un-autre-mot"), now)
    door.connection.commit()
    browser = Browser(door.twins.php)

    browser.sign_in("claire.martin", "un-autre-mot")
    assert browser.get("/arrivants").status == 200
    refused = Browser(door.twins.php)
    form = refused.get("/login").form()
    form |= {"signin[username]": "claire.martin", "signin[password]": PASSWORDS["claire.martin"]}
    assert refused.post("/login", form).status == 200
