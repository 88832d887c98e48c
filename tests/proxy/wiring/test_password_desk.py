"""PHP's password columns on their way out, and real PHP is asked what it still takes."""

import os
from collections.abc import Iterator
from datetime import datetime

import pytest
from sqlalchemy import Engine, create_engine

from demo.data.accounts import ACCOUNTS
from demo.stack.pristine import restore
from legacy_bridge.sfguard.accounts import Accounts
from legacy_bridge.sfguard.own_passwords import TABLE, OwnPasswords
from legacy_bridge.sfguard.sign_in import sign_in_with_own
from legacy_bridge.sfguard.tables import GuardTables
from proxy.config import Settings, read_settings
from proxy.wiring.password_desk import retire_passwords
from tests.fakes.pages import Browser
from tests.fakes.twins import Twins

pytestmark = pytest.mark.stack

NOW = datetime(2026, 11, 23, 10, 0)  # noqa: DTZ001 - as the columns hold it
ACTIVE = [(one.username, one.password) for one in ACCOUNTS if one.is_active]


class PythonSide:
    """Python's sign-in, where PHP does not sign people in any more."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        with engine.connect() as connection:
            self.tables = GuardTables.reflected(connection)

    def takes(self, name: str, password: str) -> bool:
        with self.engine.begin() as connection:
            own = OwnPasswords(Accounts(connection, self.tables), php_checks=False)
            return sign_in_with_own(own, name, password, NOW).refusal is None

    def change(self, name: str, password: str) -> None:
        with self.engine.begin() as connection:
            own = OwnPasswords(Accounts(connection, self.tables), php_checks=False)
            account = own.accounts.with_login(name)
            assert account is not None
            own.change(account, password, NOW)


@pytest.fixture
def python(twins: Twins) -> Iterator[PythonSide]:
    restore(twins.database)
    engine = create_engine(twins.database.url)
    TABLE.create(engine)
    yield PythonSide(engine)
    engine.dispose()
    restore(twins.database)


@pytest.fixture
def settings(twins: Twins) -> Settings:
    return read_settings({**os.environ, "FIGUIER_DATABASE_URL": twins.database.url})


def php_takes(twins: Twins, name: str, password: str) -> bool:
    browser = Browser(twins.php)
    form = browser.get("/login").form()
    form |= {"signin[username]": name, "signin[password]": password}
    page = browser.post("/login", form)
    assert page.status in {200, 302, 401}
    return page.status == 302


def columns(twins: Twins) -> list[tuple[object, ...]]:
    return twins.database.run("SELECT algorithm, salt, password FROM sf_guard_user ORDER BY id")


def test_ses_31_php_signs_in_after_pythons_argon2(twins: Twins, python: PythonSide) -> None:
    before = columns(twins)
    for name, password in ACTIVE[:4]:
        assert python.takes(name, password)
    rows = twins.database.run("SELECT COUNT(*) FROM figuier_password")

    assert rows == [(4,)]
    assert columns(twins) == before
    assert all(php_takes(twins, *each) for each in ACTIVE[:4])


def test_ses_32_a_password_changed_on_phps_page_counts_for_both(
    twins: Twins, python: PythonSide
) -> None:
    assert python.takes("claire.martin", "claire-valmont")
    admin, _ = twins.visitor("admin")
    page = admin.get("/sf_guard_user/2/edit")
    typed = page.html.xpath("//input[@type='password']/@name")
    fields = page.form("//form[.//input[@type='password']]")
    fields |= dict.fromkeys(typed, "nouveau-valmont")
    assert admin.post("/sf_guard_user/2", fields).status == 302

    for takes in (python.takes, lambda *words: php_takes(twins, *words)):
        assert takes("claire.martin", "nouveau-valmont")
        assert not takes("claire.martin", "claire-valmont")


def test_ses_33_a_password_changed_by_python_counts_for_both(
    twins: Twins, python: PythonSide
) -> None:
    assert python.takes("marcel.vidal", "marcel-valmont")
    python.change("marcel.vidal", "ça-change")

    for takes in (python.takes, lambda *words: php_takes(twins, *words)):
        assert takes("marcel.vidal", "ça-change")
        assert not takes("marcel.vidal", "marcel-valmont")


def test_after_the_retirement_php_takes_nobody_and_python_everybody(
    twins: Twins, python: PythonSide, settings: Settings
) -> None:
    assert python.takes(*ACTIVE[1])
    assert php_takes(twins, *ACTIVE[0])
    tried = retire_passwords(settings, dry_run=True)
    told = retire_passwords(settings, dry_run=False)

    assert told == tried
    assert (told["own"], told["wrapped"]) == (1, len(columns(twins)) - 1)
    assert set(columns(twins)) == {("sha1", "", "!")}
    for name, password in ACTIVE:
        assert python.takes(name, password), name
    # All columns are alike now, and a sign-in may have changed its own: those in turn.
    for name, password in ACTIVE[:3]:
        assert not php_takes(twins, name, password), name
        assert not php_takes(twins, name, "!"), name
        assert python.takes(name, password), name
        assert not python.takes(name, f"{password}x"), name
    (inactive,) = [one for one in ACCOUNTS if not one.is_active]
    assert not python.takes(inactive.username, inactive.password)
    assert retire_passwords(settings, dry_run=False)["done"] == len(columns(twins))
