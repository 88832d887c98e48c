"""The doctor over a database with every ailment, and over a healthy one; it changes nothing."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.engine import Connection

from demo.stack.database import Database
from migrations.guard.doctor.examination import examine
from migrations.guard.doctor.values import Finding, Link, Patient, Severity
from migrations.guard.looking import live_tables

NAME = "gestion_doctor"
AILING = """
SET sql_mode = '';
CREATE TABLE lieu (id INT PRIMARY KEY AUTO_INCREMENT, nom VARCHAR(50)) CHARACTER SET latin1;
CREATE TABLE salle (
  id INT PRIMARY KEY AUTO_INCREMENT, nom VARCHAR(80), code VARCHAR(9), ouverte DATE, lieu_id INT
) CHARACTER SET utf8mb4;
INSERT INTO lieu (nom) VALUES ('Hêtraie');
INSERT INTO salle (nom, code, ouverte, lieu_id) VALUES
  ('Ã‰milie', 'A', '0000-00-00', 1), ('Orme', 'A', '2026-01-01', 99), ('10:30', 'B', NULL, NULL);
"""
UNIQUE = (("salle", ("code",)), ("salle", ("nom",)), ("lieu", ("id",)), ("gone", ("x",)))
LINKS = (Link("salle", "lieu_id", "lieu"), Link("gone", "x", "lieu"))


@pytest.fixture(scope="module")
def connection(private_mariadb: Database) -> Iterator[Connection]:
    private_mariadb.recreate(NAME)
    private_mariadb.run(AILING, database=NAME)
    engine = create_engine(make_url(private_mariadb.url).set(database=NAME))
    with engine.connect() as opened:
        yield opened
    engine.dispose()


def found_in(connection: Connection, apart: timedelta = timedelta()) -> list[Finding]:
    now = datetime.now(ZoneInfo("Europe/Paris")) + apart
    server = connection.execute(text("SELECT NOW()")).scalar_one()
    return list(
        examine(
            Patient(connection, live_tables(connection), server.replace(tzinfo=now.tzinfo) + apart, UNIQUE, LINKS)
        )
    )  # fmt: skip


@pytest.mark.parametrize(
    ("severity", "what"),
    [
        (Severity.RISK, "salle.nom seems encoded twice (as Ã‰ for É): 1 rows, such as 1"),
        (Severity.RISK, "salle.ouverte has zero dates: 1 rows, such as 1"),
        (Severity.FAULT, "salle.lieu_id points at no lieu: 1 rows, such as 2"),
        (Severity.FAULT, "salle (code) should be unique, and is not: A"),
        (Severity.RISK, "salle (nom) is unique by luck: no key keeps it so"),
        (Severity.RISK, "most tables are latin1; not salle (utf8mb4)"),
    ],
    ids=["mojibake", "zero dates", "orphans", "twins", "luck", "character sets"],
)
def test_each_ailment_is_found_with_its_count_and_examples(
    connection: Connection, severity: Severity, what: str
) -> None:
    found = {one.what: one.severity for one in found_in(connection)}

    assert found.get(what) is severity


def test_what_a_key_keeps_unique_is_not_spoken_of(connection: Connection) -> None:
    assert not any("lieu (id)" in one.what for one in found_in(connection))


@pytest.mark.parametrize(
    ("apart", "what"),
    [
        (timedelta(), "the server's NOW() is ours"),
        (timedelta(hours=1), "1.00 h from ours"),
        (timedelta(seconds=100), "100 s away"),
    ],
    ids=["together", "another zone", "drifting"],
)
def test_the_clocks_are_compared(connection: Connection, apart: timedelta, what: str) -> None:
    assert any(what in one.what for one in found_in(connection, apart))


def test_the_worst_comes_first(connection: Connection) -> None:
    order = [Severity.FAULT, Severity.RISK, Severity.FINE]
    ranks = [order.index(one.severity) for one in found_in(connection)]

    assert ranks == sorted(ranks)


def test_it_only_reads(connection: Connection) -> None:
    sums = "CHECKSUM TABLE lieu, salle"
    before = connection.execute(text(sums)).all()

    found_in(connection)

    assert connection.execute(text(sums)).all() == before
