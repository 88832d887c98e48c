"""What tests share: the legacy stack, its database and a browser, each started once."""

import os
import shutil
import socket
import tempfile
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from hypothesis.configuration import set_hypothesis_home_dir
from playwright.sync_api import Browser, sync_playwright

from demo.stack.database import Database
from demo.stack.errors import ProgramMissing
from demo.stack.folders import make_state
from demo.stack.mariadb import MariaDb
from demo.stack.ports import free_ports
from demo.stack.pristine import keep_pristine, restore
from demo.stack.settings import CHECKOUT, Ports, StackSettings, account_named
from demo.stack.stack import LegacyStack

CHROMIUM = "/usr/bin/chromium"

# The user that `make test` becomes when root types it may write in var/ alone.
set_hypothesis_home_dir(CHECKOUT / "var" / "cache" / "hypothesis")

#: Chromium looks for its maker's hosts at every start unless told otherwise.
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-default-apps",
    "--disable-extensions", "--disable-features=Translate,OptimizationHints,MediaRouter",
    "--host-resolver-rules=MAP *.localhost 127.0.0.1,MAP localhost 127.0.0.1,MAP * ~NOTFOUND",
)  # fmt: skip


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the long counts to `make soak`, unless -m asks for them."""
    if "soak" in config.option.markexpr:
        return
    long = [item for item in items if item.get_closest_marker("soak")]
    if long:
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in long]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show what the programs last said beside a failure they may explain."""
    report = yield
    legacy = getattr(item, "funcargs", {}).get("stack")
    if report.failed and isinstance(legacy, LegacyStack):
        for log in sorted(legacy.settings.logs.glob("*.log")):
            tail = log.read_text(encoding="utf-8", errors="replace").splitlines()[-8:]
            if tail and log.name not in {"mariadb.log", "nginx-access.log"}:
                report.sections.append((f"end of {log.name}", "\n".join(tail)))
    return report


def without(what: str) -> None:
    """Skip on a developer's machine; fail where nothing may be skipped unseen."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} (make test installs it)")
    pytest.skip(f"{what} (make test installs it)")


def state_folder() -> Path:
    """A new folder that the user the services run as can reach; pytest's own are closed to it."""
    folder = Path(tempfile.mkdtemp(prefix="figuier-tests-"))
    folder.chmod(0o755)
    return folder


def stack_settings(state: Path) -> StackSettings:
    """Free ports and an unprivileged account, for a stack of the tests' own."""
    proxy, gestion, vitrine, database = free_ports(4)
    account = account_named("www-data") if os.geteuid() == 0 else None
    ports = Ports(proxy, gestion, vitrine, database)
    return StackSettings(state=state, ports=ports, account=account)


@pytest.fixture
def unprivileged_settings() -> Iterator[StackSettings]:
    """Settings of a stack whose programs run as a plain user, on free ports, in a folder of it."""
    folder = state_folder()
    yield stack_settings(folder)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def listening() -> Callable[[int], socket.socket]:
    """Takes a loopback port, for as long as what it gives is open."""
    return lambda port: socket.create_server(("127.0.0.1", port))


@pytest.fixture(scope="session")
def stack() -> Iterator[LegacyStack]:
    """MariaDB with the small data, PHP and nginx, started once for the whole run."""
    folder = state_folder()
    legacy = LegacyStack(stack_settings(folder))
    try:
        try:
            legacy.start()
        except ProgramMissing as missing:
            without(str(missing))
        legacy.database.load("small")
        keep_pristine(legacy.database)
        yield legacy
    finally:
        legacy.stop()
        if not os.environ.get("FIGUIER_KEEP_STATE"):
            shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def private_mariadb() -> Iterator[Database]:
    """A MariaDB of the tests' own, without the demo's data; databases are called gestion_…."""
    folder = Path(tempfile.mkdtemp(prefix="figuier-mariadb-"))
    folder.chmod(0o755)
    account = account_named("www-data") if os.geteuid() == 0 else None
    ports = Ports(*free_ports(4))
    server = MariaDb(StackSettings(state=folder, ports=ports, account=account))
    try:
        make_state(server.settings)
        server.start()
        server.wait_ready()
        yield Database(server)
    except ProgramMissing as missing:
        pytest.skip(f"{missing}")
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def database(stack: LegacyStack) -> Database:
    """The database with the data as first loaded; ask `reset_database` for it within a module."""
    restore(stack.database)
    return stack.database


@pytest.fixture
def reset_database(database: Database) -> Callable[[], list[str]]:
    """Puts changed tables back when called; gives their names."""
    return lambda: restore(database)


@pytest.fixture
def free_port() -> int:
    """A loopback port nobody holds."""
    return free_ports(1)[0]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real Chromium that finds *.localhost on this machine and nothing else anywhere.

    One a module: Playwright keeps an event loop running in this thread while it lives, in which
    no later test could run one of its own.
    """
    if not Path(CHROMIUM).exists():
        without("Chromium is not installed (Debian package chromium)")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield chromium
        chromium.close()
