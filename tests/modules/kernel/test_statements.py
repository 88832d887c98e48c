"""Statements bear their tag; a write outside the lot's tables is refused, alarmed or allowed."""

import logging
from collections.abc import Iterator

import pytest
from flask import Blueprint, Flask
from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import Engine

from modules.kernel.lot import Lot
from modules.kernel.statements import (
    ForeignWrites,
    StatementRules,
    WriteOutsideLot,
    know_lots,
    may_write,
    watch,
    written_tables,
)

TREES = Lot("trees", "Arbres", "x:y", tables=("arbre",), writes=("sol.humide",), reads=("ciel",))


@pytest.fixture
def engine() -> Iterator[Engine]:
    made = create_engine("sqlite://")
    with made.begin() as connection:
        for table in ("arbre", "sol", "ciel", "sf_guard_user"):
            connection.execute(text(f"CREATE TABLE {table} (id INTEGER, nom TEXT, humide INTEGER)"))
    watch(made)
    yield made
    made.dispose()


def site(engine: Engine, foreign: ForeignWrites, statement: str) -> Flask:
    app = Flask("site")
    app.config["PROPAGATE_EXCEPTIONS"] = True
    pages = Blueprint("trees", "trees")

    @pages.get("/arbres/<int:number>")
    def page(number: int) -> str:
        with engine.begin() as connection:
            connection.execute(text(statement), {"n": number} if ":n" in statement else {})
        return "done"

    know_lots(app, StatementRules(foreign, frozenset({"sf_guard_user"}))).lots["trees"] = TREES
    app.register_blueprint(pages)
    return app


def test_a_statement_says_its_side_lot_and_route(engine: Engine) -> None:
    asked: list[str] = []
    event.listen(engine, "after_cursor_execute", lambda *given: asked.append(str(given[2])))

    site(engine, ForeignWrites.REFUSE, "SELECT nom FROM arbre").test_client().get("/arbres/3")

    assert asked == [
        "SELECT nom FROM arbre /* side='python', lot='trees', route='/arbres/<int:number>' */"
    ]


def test_outside_a_request_it_says_its_side_alone(engine: Engine) -> None:
    asked: list[str] = []
    event.listen(engine, "after_cursor_execute", lambda *given: asked.append(str(given[2])))

    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))

    assert asked == ["SELECT 1 /* side='python' */"]


WRITES = {
    "its own table": ("INSERT INTO arbre (id) VALUES (:n)", True),
    "what it says it writes": ("UPDATE sol SET humide = 1", True),
    "what signing in writes": ("UPDATE sf_guard_user SET nom = 'x'", True),
    "what it only reads": ("UPDATE ciel SET nom = 'x'", False),
    "a stranger's table": ("DELETE FROM `sky`", False),
    "a stranger's table, by REPLACE": ('REPLACE INTO "ciel" (id) VALUES (1)', False),
    "a read of any table": ("SELECT * FROM ciel", True),
}


@pytest.mark.parametrize(("statement", "passes"), WRITES.values(), ids=WRITES)
def test_a_write_passes_only_for_tables_of_the_manifest(
    engine: Engine, statement: str, *, passes: bool
) -> None:
    client = site(engine, ForeignWrites.REFUSE, statement).test_client()

    if passes:
        assert client.get("/arbres/3").text == "done"
    else:
        with pytest.raises(WriteOutsideLot, match="which its manifest does not name"):
            client.get("/arbres/3")


WRITTEN = {
    "SELECT a FROM t WHERE b = 'UPDATE x SET y'": (),
    "SELECT a FROM t FOR UPDATE": (),
    "INSERT LOW_PRIORITY IGNORE INTO t (a) VALUES (1)": ("t",),
    "INSERT INTO `t` SELECT * FROM u": ("t",),
    "REPLACE t SET a = 1": ("t",),
    "/* why */ UPDATE IGNORE t SET a = 1": ("t",),
    "-- why\nUPDATE gestion.t SET a = 1": ("t",),
    "UPDATE `gestion`.`t` AS x SET x.a = 1": ("t",),
    "UPDATE t JOIN u ON u.id = t.u SET u.a = t.b": ("u",),
    "UPDATE t x, u y SET x.a = 1, y.b = 2 WHERE x.id = y.id": ("t", "u"),
    "UPDATE t JOIN u ON u.id = t.u SET a = 1": ("t",),
    "WITH x AS (SELECT 1) UPDATE t SET a = 1": ("t",),
    "DELETE FROM t WHERE a = 1": ("t",),
    "DELETE x FROM t x JOIN u ON u.id = x.u": ("t",),
    "DELETE t.*, u FROM t JOIN u ON 1": ("t", "u"),
    "TRUNCATE t": ("t",),
    "TRUNCATE TABLE t": ("t",),
    "ALTER TABLE t ADD COLUMN a INT": ("t",),
    "DROP TABLE IF EXISTS t": ("t",),
    "CREATE TEMPORARY TABLE t (a INT)": ("t",),
    "LOAD DATA INFILE 'x' INTO TABLE t": ("t",),
}


@pytest.mark.parametrize(("statement", "tables"), WRITTEN.items(), ids=WRITTEN)
def test_every_way_of_writing_is_seen(statement: str, tables: tuple[str, ...]) -> None:
    assert written_tables(statement) == tables


def test_in_production_it_is_an_alarm_once_and_the_visitor_is_served(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    client = site(engine, ForeignWrites.ALARM, "UPDATE ciel SET nom = 'x'").test_client()

    with caplog.at_level(logging.ERROR):
        answers = [client.get(f"/arbres/{number}").text for number in range(3)]

    assert answers == ["done"] * 3
    assert [record.getMessage() for record in caplog.records] == [
        "alarm: lot trees writes ciel, which its manifest does not name (route /arbres/<int:number>)"
    ]


def test_it_can_be_allowed(engine: Engine, caplog: pytest.LogCaptureFixture) -> None:
    client = site(engine, ForeignWrites.ALLOW, "UPDATE ciel SET nom = 'x'").test_client()

    assert client.get("/arbres/1").text == "done"
    assert not caplog.records


def test_nothing_of_a_request_can_end_the_comment() -> None:
    lot = Lot("x' */ DROP TABLE arbre; /*", "x", "x:y", tables=("arbre",))

    assert may_write(lot, "ARBRE")
    engine = create_engine("sqlite://")
    watch(engine)
    asked: list[str] = []
    event.listen(engine, "after_cursor_execute", lambda *given: asked.append(str(given[2])))
    app = site(engine, ForeignWrites.REFUSE, "SELECT 1")
    app.extensions["figuier.statements"].lots["trees"] = lot
    app.test_client().get("/arbres/1")

    assert asked[0].count("*/") == 1
    engine.dispose()
