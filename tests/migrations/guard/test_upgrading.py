"""Migrations on a real MariaDB: run, stopped half-way, gone on with, changed behind our back."""

from pathlib import Path

import pytest
from sqlalchemy import text

from demo.stack.database import Database
from migrations.guard.upgrading import StepDone
from proxy.errors import ConfigurationRefused, MigrationStopped
from tests.fakes.migration_files import NAME, MakeDesk, write_migration

ADD = "ALTER TABLE vide ADD COLUMN c VARCHAR(20)"
FILL = "UPDATE vide SET c = '100 % plein'"


def columns(database: Database) -> set[str]:
    return {row[0] for row in database.run("SHOW COLUMNS FROM vide", database=NAME)}


def test_what_waits_runs_once_and_in_order(fresh: Database, desk: MakeDesk, tmp_path: Path) -> None:
    fresh.run("INSERT INTO vide (a) VALUES ('x')", database=NAME)
    write_migration(tmp_path / "migrations", ADD, phase="expand")
    write_migration(tmp_path / "migrations", FILL, phase="backfill", number=2)
    done: list[StepDone] = []

    desk().upgrade(done.append)
    again = desk().upgrade(done.append)

    assert [step.statement for step in done] == [ADD, FILL]
    assert again == ()
    assert fresh.run("SELECT c FROM vide", database=NAME) == [("100 % plein",)]
    assert desk().waiting() == ()


def test_a_failure_says_what_was_done_and_the_next_run_goes_on(
    fresh: Database, desk: MakeDesk, tmp_path: Path
) -> None:
    bad = "ALTER TABLE vide ADD COLUMN d INT REFERENCES"
    path = write_migration(tmp_path / "migrations", ADD, bad, FILL, phase="expand")

    with pytest.raises(MigrationStopped) as stopped:
        desk().upgrade(lambda step: None)
    path.write_text(path.read_text().replace(bad, "ALTER TABLE vide ADD COLUMN d INT"))
    done: list[StepDone] = []
    desk().upgrade(done.append)

    assert "statements 1 to 1 of 3 are done; statement 2 failed" in str(stopped.value)
    assert "statements 3 to 3 were not tried" in str(stopped.value)
    assert [step.number for step in done] == [2, 3]
    assert {"c", "d"} <= columns(fresh)


def test_a_statement_that_ran_just_before_the_stop_is_only_noted(
    fresh: Database, desk: MakeDesk, tmp_path: Path
) -> None:
    write_migration(tmp_path / "migrations", ADD, phase="expand")
    desk().upgrade(lambda step: None)
    fresh.run(
        "UPDATE figuier_migration_step SET done_at = NULL; DELETE FROM figuier_alembic_version",
        database=NAME,
    )
    done: list[StepDone] = []

    desk().upgrade(done.append)

    assert [step.was_there for step in done] == [True]
    assert "c" in columns(fresh)


def test_a_statement_changed_after_it_ran_is_not_run_again(
    fresh: Database, desk: MakeDesk, tmp_path: Path
) -> None:
    path = write_migration(tmp_path / "migrations", ADD, "rubbish", phase="expand")
    with pytest.raises(MigrationStopped):
        desk().upgrade(lambda step: None)
    path.write_text(path.read_text().replace(ADD, "ALTER TABLE vide ADD COLUMN e INT"))

    with pytest.raises(MigrationStopped, match="was changed after this statement ran"):
        desk().upgrade(lambda step: None)

    assert "e" not in columns(fresh)


def test_alembic_reads_what_we_write(fresh: Database, desk: MakeDesk, tmp_path: Path) -> None:
    write_migration(tmp_path / "migrations", ADD, phase="expand")
    guard = desk()
    guard.upgrade(lambda step: None)

    assert guard.engine is not None
    with guard.engine.connect() as connection:
        found = connection.execute(text("SELECT version_num FROM figuier_alembic_version"))
        assert found.scalars().all() == ["001"]


def test_a_database_that_is_away_is_said_so(desk: MakeDesk, tmp_path: Path) -> None:
    write_migration(tmp_path / "migrations", ADD)

    with pytest.raises(ConfigurationRefused, match="FIGUIER_DATABASE_URL: not set"):
        desk(is_live=False).upgrade(lambda step: None)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (("down_revision = None", "down_revision = '000'"), "000"),
        (("def upgrade() -> None:", "def upgrade( -> None:"), "invalid syntax"),
    ],
    ids=["a gap", "no Python"],
)
def test_files_that_cannot_be_used_are_named(
    desk: MakeDesk, tmp_path: Path, change: tuple[str, str], why: str
) -> None:
    path = write_migration(tmp_path / "migrations", ADD)
    path.write_text(path.read_text().replace(*change))

    with pytest.raises(ConfigurationRefused) as refused:
        desk(is_live=False).migrations()

    assert why in str(refused.value)


def test_two_last_migrations_are_refused(desk: MakeDesk, tmp_path: Path) -> None:
    write_migration(tmp_path / "migrations", ADD)
    path = write_migration(tmp_path / "migrations", ADD, number=2)
    path.write_text(path.read_text().replace("down_revision = '001'", "down_revision = None"))

    with pytest.raises(ConfigurationRefused, match="two migrations come last: 001, 002"):
        desk(is_live=False).migrations()


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('LOT = "rooms"', 'LOT = ""', "say the lot"),
        ('PHASE = "expand"', 'PHASE = "later"', "expand, backfill, contract"),
        (
            "op.execute(statement)",
            "op.get_bind().execute(op.inline_literal(1)).scalar()",
            "fails without a database",
        ),
    ],
    ids=["no lot", "no such phase", "asks the database"],
)
def test_a_file_that_does_not_say_what_it_is_is_refused(
    desk: MakeDesk, tmp_path: Path, old: str, new: str, why: str
) -> None:
    path = write_migration(tmp_path / "migrations", ADD, phase="expand")
    path.write_text(path.read_text().replace(old, new))
    guard = desk(is_live=False)

    (verdict,) = guard.check(guard.migrations())

    assert verdict.is_refused
    assert any(why in one.why for one in verdict.findings)
