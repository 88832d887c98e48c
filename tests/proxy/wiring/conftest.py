"""The two sides of gestion over one database and one session store."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path

import pytest

from demo.stack.database import Database
from demo.stack.ports import free_ports, port_answers
from demo.stack.proxy import symfony4_settings
from demo.stack.stack import LegacyStack
from proxy.config import Settings, read_settings
from tests.fakes.pages import Browser
from tests.fakes.twins import Twins

ROOT = Path(__file__).resolve().parents[3]
SECRET = "valmont-frontend-secret"
BYTECODE = ("PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX")


def environment(stack: LegacyStack) -> dict[str, str]:
    return {
        "PATH": os.defpath,
        "PYTHONPATH": str(ROOT),
        **{name: os.environ[name] for name in BYTECODE if name in os.environ},
        "FIGUIER_DATABASE_URL": stack.database.url,
        "FIGUIER_STATE_DIR": str(stack.settings.state),
        "FIGUIER_SYMFONY1_SESSION_DIR": str(stack.settings.sessions("gestion")),
        "FIGUIER_SYMFONY1_CSRF_SECRET_FRONTEND": SECRET,
        "FIGUIER_SYMFONY1_SESSION_WAIT_S": "2",
        "FIGUIER_FOREIGN_WRITES": "refuse",
        **symfony4_settings(stack.settings),
    }


@contextmanager
def served(stack: LegacyStack, application: str) -> Iterator[int]:
    """The port of a site under the server that ships, run as the user PHP runs as."""
    port = free_ports(1)[0]
    account = stack.settings.account
    command = [
        sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--threads", "4",
        "--worker-tmp-dir", "/dev/shm", "--log-level", "warning", application,
    ]  # fmt: skip
    server = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment(stack),
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
    )
    try:
        deadline = time.monotonic() + 20
        while not port_answers(port):
            assert server.poll() is None, "the Python side did not start"
            assert time.monotonic() < deadline, "the Python side does not listen"
            time.sleep(0.05)
        yield port
    finally:
        server.terminate()
        server.wait(10)


@pytest.fixture(scope="session")
def serve(stack: LegacyStack) -> Callable[[str], AbstractContextManager[int]]:
    """Starts a site, named as gunicorn names it, and gives its port."""
    return partial(served, stack)


@pytest.fixture(scope="session")
def python_side(serve: Callable[[str], AbstractContextManager[int]]) -> Iterator[int]:
    """The Python site of gestion."""
    with serve("tests.fakes.site:application()") as port:
        yield port


@pytest.fixture(scope="module")
def twins(stack: LegacyStack, python_side: int, database: Database) -> Twins:
    """Both sides, with the data as first loaded."""
    return Twins(
        stack.settings.ports.gestion, python_side, database, stack.settings.sessions("gestion")
    )


@pytest.fixture(scope="module")
def admin(twins: Twins) -> tuple[Browser, Browser]:
    """A super admin, on PHP and on Python."""
    return twins.visitor()


@pytest.fixture(scope="session")
def settings(stack: LegacyStack) -> Settings:
    """What both sides are told, with the table that ships."""
    return read_settings(environment(stack) | {"FIGUIER_ROUTING_FILE": str(ROOT / "routing.yaml")})


@pytest.fixture
def php_mail(stack: LegacyStack) -> Path:
    """Where PHP lays its letters."""
    return stack.settings.state / "gestion/mail"


@pytest.fixture
def python_mail(stack: LegacyStack) -> Path:
    """Where Python does."""
    return stack.settings.state / "mail"
