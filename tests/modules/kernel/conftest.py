"""A site of gardens on SQLite, and the one visitor it has."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from modules.kernel.application import Ports, create_site
from modules.kernel.database import Database
from tests.fakes.gardens import GARDENS_LOT, StoppedClock, planted
from tests.fakes.visits import FakeVisit, FakeVisits


@pytest.fixture
def gardens(tmp_path: Path) -> Iterator[Database]:
    database = planted(f"sqlite:///{tmp_path}/gardens.db")
    yield database
    database.engine.dispose()


@pytest.fixture
def session(gardens: Database) -> Iterator[Session]:
    with gardens.session() as opened:
        yield opened


@pytest.fixture
def visit() -> FakeVisit:
    """Somebody who has signed in and may do everything."""
    return FakeVisit({"*"}, name="Ada Lys", user_id=1)


@pytest.fixture
def client(gardens: Database, visit: FakeVisit) -> FlaskClient:
    ports = Ports(FakeVisits(visit), gardens, StoppedClock())
    return create_site("gestion", [GARDENS_LOT], ports).test_client()
