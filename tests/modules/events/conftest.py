"""The lot's tables on SQLite, with one event, two households and their registrations."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import BigInteger
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session

from modules.events.models import Base, Event, Newcomer, Registration
from modules.kernel.database import Database
from tests.fakes.gardens import StoppedClock


@compiles(BigInteger, "sqlite")
def _counting_key(*_: object, **__: object) -> str:
    """SQLite counts by itself in columns of this type alone."""
    return "INTEGER"


def newcomer(number: int, name: str, **more: object) -> Newcomer:
    usual = {
        "status": "installe", "has_consented": True, "settling_date": date(2025, 6, 1),
        "email": f"{name}@x.example", "first_name": "Ada",
    }  # fmt: skip
    return Newcomer(id=number, name=name, **(usual | more))


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    database = Database(f"sqlite:///{tmp_path}/events.db", StoppedClock())
    Base.metadata.create_all(database.engine)
    with database.session() as opened:
        opened.add_all(
            [
                Event(id=1, title="Accueil", start=datetime.fromisoformat("2026-03-01 10:00:00"), kind="accueil", is_published=False, capacity=4, place="Mairie"),
                newcomer(1, "Lys"),
                newcomer(2, "Aulne", email=""),
                Registration(id=1, event_id=1, newcomer_id=1, with_spouse=True, child_count=1, status="inscrit"),
            ]
        )  # fmt: skip
        opened.commit()
        yield opened
    database.engine.dispose()
