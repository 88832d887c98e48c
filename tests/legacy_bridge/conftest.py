"""What the bridge's tests share: real PHP, and the captured sessions."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, NullPool, create_engine

from demo.stack.database import Database
from demo.stack.errors import ProgramMissing
from demo.stack.folders import make_state
from demo.stack.mariadb import MariaDb
from demo.stack.ports import free_ports
from demo.stack.settings import Ports, StackSettings, account_named
from legacy_bridge.sfguard.own_passwords import TABLE as OWN_PASSWORDS
from tests.fakes.php_judge import PhpJudge

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
SESSIONS = CORPUS / "sessions"
SFGUARD = CORPUS / "sfguard" / "sfguard.sql"


@pytest.fixture(scope="session")
def judge() -> Iterator[PhpJudge]:
    if shutil.which("php") is None:
        pytest.skip("PHP is not installed: its own answer cannot be compared")
    made = PhpJudge()
    yield made
    made.close()


@pytest.fixture(scope="session")
def captured() -> dict[str, bytes]:
    """The recorded sessions by name, `php/01-anonymous.sess` and the like."""
    return {
        path.relative_to(SESSIONS).as_posix(): path.read_bytes()
        for path in sorted(SESSIONS.rglob("*.sess*"))
    }


@pytest.fixture(scope="session")
def private_mariadb() -> Iterator[Database]:
    """A MariaDB of the tests' own, without the demo's data; databases are called gestion_…."""
    folder = Path(tempfile.mkdtemp(prefix="figuier-bridge-"))
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


@pytest.fixture
def guard(private_mariadb: Database) -> Iterator[Connection]:
    """The recorded sfGuard tables, in a transaction that is thrown away."""
    engine = create_engine(loaded(private_mariadb, "gestion_guard", SFGUARD), poolclass=NullPool)
    # Before the transaction: creating a table commits whatever came before it.
    OWN_PASSWORDS.create(engine, checkfirst=True)
    with engine.connect() as connection:
        yield connection
        connection.rollback()
    engine.dispose()


def loaded(database: Database, name: str, dump: Path) -> str:
    """The URL of a database made of a dump, once."""
    known = database.run("SHOW DATABASES", database="gestion")
    if (name,) not in known:
        database.recreate(name)
        subprocess.run(database.client(name), input=dump.read_bytes(), check=True)
    return database.url.replace("/gestion?", f"/{name}?")
