"""What the bridge's tests share: real PHP, and the captured sessions."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, NullPool, create_engine

from demo.stack.database import Database
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
