"""The lot's tables on SQLite, with three companies and what hangs on them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import BigInteger, text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session

from modules.companies.models import FOLLOWERS, Account, Base, Company, Profile
from modules.kernel.database import Database
from tests.fakes.gardens import StoppedClock


@compiles(BigInteger, "sqlite")
def _counting_key(*_: object, **__: object) -> str:
    """SQLite counts by itself in columns of this type alone."""
    return "INTEGER"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    database = Database(f"sqlite:///{tmp_path}/companies.db", StoppedClock())
    Base.metadata.create_all(database.engine)
    with database.session() as opened:
        for follower in FOLLOWERS:
            if follower.table.name not in Base.metadata.tables:
                name = follower.table.name
                opened.execute(text(f"CREATE TABLE {name} (id INTEGER PRIMARY KEY, entreprise_id)"))
        opened.add_all(
            [
                Account(id=1, username="root", is_super_admin=True),
                Account(id=2, username="ref", is_super_admin=False),
                Account(id=3, username="nobody"),
                Profile(id=1, account_id=2, role="referent_entreprise"),
                Company(id=1, name="Lys", referent_id=2),
                Company(id=2, name="Lyre 50%", referent_id=1),
                Company(id=3, name="Aulne"),
            ]
        )
        opened.commit()
        yield opened
    database.engine.dispose()
