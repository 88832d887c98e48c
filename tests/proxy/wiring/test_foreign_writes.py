"""A lot that writes another's table, asked over HTTP: refused in the demo, an alarm in production."""

import dataclasses
import logging
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from textwrap import dedent

import pytest
from werkzeug.serving import make_server

from demo.stack.database import Database
from demo.stack.proxy import Proxy
from demo.stack.stack import LegacyStack
from legacy_bridge.symfony1.schema.values import Schema
from legacy_bridge.symfony1.usage.mentions import Dictionary
from legacy_bridge.symfony1.usage.query_log import uses_in_log
from modules.kernel.lot import Lot
from proxy.config import Settings, read_settings
from proxy.wiring.sites import build_sites
from tests.proxy.wiring.conftest import environment

pytestmark = pytest.mark.stack

VIEWS = '''
    """Pages of a lot that does not keep to its tables."""

    from flask import Blueprint
    from sqlalchemy import text

    from modules.kernel.request_state import database_session

    blueprint = Blueprint("stranger", __name__)


    @blueprint.get("/stranger/<word>")
    def write(word: str) -> str:
        table = {"own": "quartier", "foreign": "commune"}[word]
        session = database_session()
        session.execute(text(f"UPDATE {table} SET nom = CONCAT(nom, '!') WHERE id = 1"))
        session.commit()
        return "written"
    '''

Asked = Callable[[str], tuple[int, bytes]]
Served = Callable[[str], AbstractContextManager[Asked]]


@pytest.fixture
def served(
    stack: LegacyStack, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Served:
    (tmp_path / "stranger_views.py").write_text(dedent(VIEWS))
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "stranger_views", raising=False)
    lot = Lot("stranger", "Étranger", "stranger_views:blueprint", tables=("quartier",))

    @contextmanager
    def serving(foreign: str) -> Iterator[Asked]:
        settings: Settings = dataclasses.replace(
            read_settings(environment(stack)), foreign_writes=foreign, state_dir=tmp_path
        )
        server = make_server("127.0.0.1", 0, build_sites(settings, [lot])["gestion"])
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()

        def asked(path: str) -> tuple[int, bytes]:
            connection = HTTPConnection("127.0.0.1", server.port, timeout=20)
            connection.request("GET", path, headers={"Host": "gestion.localhost"})
            answer = connection.getresponse()
            try:
                return answer.status, answer.read()
            finally:
                connection.close()

        try:
            yield asked
        finally:
            server.shutdown()
            server.server_close()
            thread.join(10)

    return serving


def town(database: Database) -> str:
    return str(database.run("SELECT nom FROM commune WHERE id = 1")[0][0])


def test_the_demo_refuses_the_write_and_the_row_stays(served: Served, database: Database) -> None:
    before = town(database)

    with served("refuse") as asked:
        own, foreign = asked("/stranger/own"), asked("/stranger/foreign")

    assert own == (200, b"written")
    assert foreign[0] == 500
    assert town(database) == before


def test_production_serves_the_visitor_and_raises_one_alarm(
    served: Served, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    before = town(database)

    with caplog.at_level(logging.ERROR), served("alarm") as asked:
        answers = [asked("/stranger/foreign") for _ in range(2)]

    assert answers == [(200, b"written")] * 2
    assert town(database) == f"{before}!!"
    alarms = [one.getMessage() for one in caplog.records if "alarm" in one.getMessage()]
    what = "lot stranger writes commune, which its manifest does not name"
    assert alarms == [f"alarm: {what} (route /stranger/<word>)"]


def test_the_demo_runs_with_the_refusal(stack: LegacyStack) -> None:
    assert Proxy(stack.settings, stack.database).environment()["FIGUIER_FOREIGN_WRITES"] == "refuse"


def test_mariadbs_general_log_tells_sides_lots_and_routes(
    served: Served, stack: LegacyStack, database: Database
) -> None:
    log = stack.settings.state / "mariadb" / "general.log"
    root = {"user": "root", "database": "gestion"}
    connection = database.connect(**root)
    for setting in (f"general_log_file = '{log}'", "log_output = 'FILE'", "general_log = 1"):
        connection.cursor().execute(f"SET GLOBAL {setting}")
    try:
        with served("alarm") as asked:
            asked("/stranger/own")
        database.run("SELECT epci\nFROM commune -- as PHP asks\nWHERE id = 3")
    finally:
        connection.cursor().execute("SET GLOBAL general_log = 0")
        connection.close()
    names = Dictionary.of(Schema({}), {"commune": ["id", "epci"], "quartier": ["id", "nom"]})

    with log.open(encoding="utf-8", errors="replace") as lines:
        found = {
            (f"{one.use.table}.{one.use.column}", str(one.use.how), one.side, one.lot, one.route)
            for one in uses_in_log(lines, names)
        }

    assert ("commune.epci", "reads", "php", "", "") in found
    assert ("quartier.nom", "writes", "python", "stranger", "/stranger/<word>") in found
