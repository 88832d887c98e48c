"""The lot's tables on SQLite, where the logic alone is tried."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import BigInteger
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session

from modules.kernel.database import Database
from modules.reference_lists.models import Base
from tests.fakes.gardens import StoppedClock


@compiles(BigInteger, "sqlite")
def _counting_key(*_: object, **__: object) -> str:
    """SQLite counts by itself in columns of this type alone."""
    return "INTEGER"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    database = Database(f"sqlite:///{tmp_path}/lists.db", StoppedClock())
    Base.metadata.create_all(database.engine)
    with database.session() as opened:
        yield opened
    database.engine.dispose()
