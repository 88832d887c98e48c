"""Each route of a lot, asked by each role on both sides: Python lets nobody in whom PHP keeps out."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.data.accounts import ACCOUNTS, GROUPS, Account
from demo.stack.pristine import restore
from legacy_bridge.symfony1.credentials import permits
from legacy_bridge.symfony1.security import Security
from modules.reference_lists.lot import LOT
from modules.reference_lists.views import PAGES
from proxy.core.table import Route
from proxy.routing_file.reader import read_table
from tests.fakes.pages import Browser, Page
from tests.fakes.twins import Twins

pytestmark = pytest.mark.stack

ROOT = Path(__file__).resolve().parents[3]
APPLICATION = ROOT / "demo/gestion/apps/frontend"
#: One who may enter for each set of rights there is, and a stranger.
ROLES: dict[str, Account | None] = {
    "a stranger": None,
    **{
        f"{'+'.join(one.groups)} {'+'.join(one.permissions)} {one.is_super_admin}": one
        for one in ACCOUNTS
        if one.is_active
    },
}


def addresses() -> list[tuple[str, str, str]]:
    """Every line of the lot: method, addresses of it, and the module that PHP answers with."""
    lot = read_table(ROOT / "routing.yaml").lot(LOT.name)
    assert lot
    found = set()
    for route in lot.routes:
        for method in (route.methods or {"GET", "POST"}) & {"GET", "POST"}:
            found |= {(method, path, module_of(route)) for path in paths(route)}
    return sorted(found)


def paths(route: Route) -> set[str]:
    """Addresses of the route: of row 2, and of an action there is and one there is not."""
    pattern = re.sub(r":\w+<int>", "2", route.pattern)
    path = pattern.replace(".:sf_format", "").replace("/*rest", "")
    return {re.sub(r":\w+", action, path) for action in ("new", "rien")}


def module_of(route: Route) -> str:
    first = route.pattern.split("/")[1].partition(".")[0]
    return next((one.module for one in PAGES if first in {one.prefix.strip("/"), one.module}), "")


def permissions(account: Account) -> set[str]:
    groups = (group.permissions for group in GROUPS if group.name in account.groups)
    return set(account.permissions).union(*groups)


def is_kept_out(account: Account | None, module: str, action: str) -> bool:
    """What security.yml says, read by the program that sites import theirs with."""
    files = (APPLICATION / "config", APPLICATION / "modules" / module / "config")
    rule = Security.of_module(each / "security.yml" for each in files).rule(action)
    if not rule.is_secure:
        return False
    if account is None:
        return True
    return not account.is_super_admin and not permits(permissions(account), rule.credentials)


def is_refused(page: Page) -> bool:
    """A stranger's POST is the sign-in form with 200 on both sides."""
    return page.status in {401, 403} or b"signin[username]" in page.body


@pytest.fixture(autouse=True)
def data_put_back(twins: Twins) -> Iterator[None]:
    yield
    restore(twins.database)


@pytest.mark.parametrize("role", ROLES)
def test_d9_python_is_no_weaker_than_php_for_any_route(twins: Twins, role: str) -> None:
    account = ROLES[role]
    php = Browser(twins.php)
    if account is not None:
        php.sign_in(account.username, account.password)
    python = php.on(twins.python)
    weaker, asked = [], addresses()
    for method, path, module in asked:
        body = None if method == "GET" else ""
        there = php.ask(method, path, body, {})
        here = python.ask(method, path, body, {})
        is_out = there.status != 404 and is_kept_out(account, module, "new")
        if (is_refused(there) or is_out) and not is_refused(here):
            weaker.append((method, path, there.status, here.status))

    assert weaker == []
    assert len(asked) > 40
    assert all(module for *_, module in asked)
