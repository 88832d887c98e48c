"""Rows handed from Python to PHP and back over one copy, with defects put into Python."""

import dataclasses
from collections.abc import Callable, Iterable
from pathlib import Path
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest
from sqlalchemy import create_engine, text

from demo.stack.database import Database
from demo.stack.laboratory import describe
from demo.stack.stack import LegacyStack
from proxy.config import Settings
from proxy.flips.proposal import table_in
from proxy.parity.lab.conduct import Subject
from proxy.parity.lab.description import Laboratory, read_laboratory
from proxy.parity.lab.rehearsal import Task, rehearse
from proxy.parity.lab.rehearsed import EXISTING, Rehearsal, lines_of
from proxy.parity.rules_file import read_rules
from proxy.wiring.parity_sides import CarriedSessions, python_site

ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.stack

Spoil = Callable[[WSGIApplication, str], WSGIApplication]
Rehearsed = Callable[..., Rehearsal]


@pytest.fixture(scope="module")
def laboratory(stack: LegacyStack) -> Laboratory:
    describe(stack.settings)
    found = read_laboratory(stack.settings.state / "laboratory.yaml")
    ports = stack.settings.ports
    told = (
        f"FIGUIER_STATE_DIR={stack.settings.state}", f"FIGUIER_PORT={ports.proxy}",
        f"FIGUIER_DATABASE_PORT={ports.database}",
    )  # fmt: skip
    return dataclasses.replace(found, start=("env", *told, *found.start))


@pytest.fixture
def rehearsed(settings: Settings, laboratory: Laboratory, database: Database) -> Rehearsed:
    def run(
        spoilt: Spoil | None = None, prefix: str = "/etablissements", lot: str = "reference_lists",
        rows: int = 3, roles: tuple[str, ...] = ("assistant",),
    ) -> Rehearsal:  # fmt: skip
        table = table_in(settings.routing_file)
        whole = table.lot(lot)
        assert whole
        routes = tuple(route for route in whole.routes if route.pattern.startswith(prefix))
        subject = Subject(
            table, dataclasses.replace(whole, routes=routes), table.backends["gestion"],
            read_rules(ROOT / "modules", lot),
        )  # fmt: skip

        def site_of(
            settings: Settings, backend: str, url: str, place: Path
        ) -> WSGIApplication | None:
            site = python_site(settings, backend, url, place)
            assert site
            return spoilt(site, url) if spoilt else site

        task = Task(roles, rows)
        return rehearse(settings, subject, laboratory, task, site_of, CarriedSessions)

    return run


def after_a_write(sql: str) -> Spoil:
    """Python whose writings are followed by this, as if it had written so itself."""

    def spoil(site: WSGIApplication, url: str) -> WSGIApplication:
        engine = create_engine(url)

        def spoilt(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
            body = list(site(environ, start))
            if environ["REQUEST_METHOD"] == "POST":
                with engine.begin() as connection:
                    connection.exec_driver_sql("SET sql_mode = ''")
                    connection.execute(text(sql))
            return body

        return spoilt

    return spoil


def test_each_side_takes_up_the_other_ones_rows(rehearsed: Rehearsed, database: Database) -> None:
    report = rehearsed()

    assert [str(fault) for fault in report.faults] == []
    assert report.is_clean, (report.stopped, report.outside, report.notes)
    assert report.rows["etablissement_scolaire", "python → php"] >= 2
    assert report.rows["etablissement_scolaire", "php → python"] >= 2
    assert report.rows["etablissement_scolaire", EXISTING] == 3
    names = [row[0] for row in database.run("SHOW DATABASES LIKE 'gestion%'")]
    assert sorted(names) == ["gestion", "gestion_pristine"]


#: What is wrong with what Python writes → the column where it must be reported.
DEFECTS = {
    "a field loses its value": ("telephone = NULL", "telephone"),
    "a long text is cut": ("nom = LEFT(nom, 100)", "nom"),
    "letters are encoded twice": ("adresse = REPLACE(adresse, 'é', 'Ã©')", "adresse"),
    "a zero date is replaced": ("created_at = IF(created_at = 0, NOW(), created_at)", "created_at"),
    "a clock moves though nothing was typed": (
        "updated_at = NOW() + INTERVAL 1 HOUR",
        "updated_at",
    ),
}


def test_each_byte_that_nobody_meant_to_change_is_reported(rehearsed: Rehearsed) -> None:
    changes = ", ".join(change for change, _ in DEFECTS.values())

    report = rehearsed(after_a_write(f"UPDATE etablissement_scolaire SET {changes}"))

    told = "\n".join(fault.why for fault in report.faults)
    missed = [what for what, (_, column) in DEFECTS.items() if f".{column}" not in told]
    assert missed == [], told
    assert not report.is_clean


@pytest.mark.soak
@pytest.mark.parametrize("lot", ["reference_lists", "events", "companies"])
def test_every_row_of_a_lot_is_saved_untouched_without_a_byte_changed(
    rehearsed: Rehearsed, lot: str
) -> None:
    report = rehearsed(prefix="/", lot=lot, rows=5_000, roles=())

    assert [str(fault) for fault in report.faults] == []
    assert report.untried == []
    assert report.stopped == ""
    assert report.outside == []
    assert sum(count for (_, way), count in report.rows.items() if way == EXISTING) > 50
    print(*lines_of(report), sep="\n")
