"""The state database of these tests: SQLite and MariaDB, one after the other."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.stack.database import Database
from proxy.state_database import StateDatabase


def mariadb_url(server: Database, name: str) -> str:
    """A new, empty database of the private MariaDB."""
    server.recreate(name)
    return server.url.replace("/gestion?", f"/{name}?")


@pytest.fixture(params=["sqlite", "mariadb"])
def state(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[StateDatabase]:
    url = f"sqlite:///{tmp_path}/var/state.sqlite"
    if request.param == "mariadb":
        url = mariadb_url(request.getfixturevalue("private_mariadb"), "gestion_state")
    made = StateDatabase(url)
    yield made
    made.close()
