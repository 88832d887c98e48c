"""Views, triggers, routines and events of the live database hold a column back like PHP does."""

from pathlib import Path

import pytest

from demo.stack.database import Database
from tests.fakes.migration_files import NAME, MakeDesk, write_migration

#: What the database keeps → the column of `vide` that it needs.
PROGRAMS = {
    "a view": "CREATE VIEW v AS SELECT b FROM vide",
    "a view of a join": "CREATE VIEW v AS SELECT s.id FROM salle s JOIN vide x ON x.b = s.note",
    "a view of everything": "CREATE VIEW v AS SELECT * FROM vide",
    "a trigger of the table": "CREATE TRIGGER t BEFORE INSERT ON vide FOR EACH ROW SET NEW.b = 'x'",
    "a trigger that writes it": "CREATE TRIGGER t AFTER INSERT ON salle FOR EACH ROW UPDATE vide SET b = NEW.nom",
    "a trigger with a block": "CREATE TRIGGER t AFTER INSERT ON salle FOR EACH ROW BEGIN IF NEW.id > 3 THEN DELETE FROM vide WHERE b = 'x'; END IF; END",
    "a procedure": "CREATE PROCEDURE p() SELECT b FROM vide",
    "an event": "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO DELETE FROM vide WHERE b IS NULL",
}  # fmt: skip


@pytest.mark.parametrize("statement", PROGRAMS.values(), ids=PROGRAMS)
def test_what_the_database_runs_by_itself_holds_a_column_back(
    fresh: Database, desk: MakeDesk, tmp_path: Path, statement: str
) -> None:
    fresh.run(statement, database=NAME)
    write_migration(tmp_path / "migrations", "ALTER TABLE vide DROP COLUMN b")
    guard = desk("retired")

    (verdict,) = guard.check(guard.waiting())

    (finding,) = verdict.findings
    assert finding.rule == "column-in-use"
    assert {user.side for user in finding.users} == {"database"}
    assert statement.split()[1].lower() in finding.users[0].source


def test_a_program_that_does_not_need_the_column_holds_nothing_back(
    fresh: Database, desk: MakeDesk, tmp_path: Path
) -> None:
    fresh.run("CREATE VIEW v AS SELECT a FROM vide", database=NAME)
    write_migration(tmp_path / "migrations", "ALTER TABLE vide DROP COLUMN b")
    guard = desk("retired")

    (verdict,) = guard.check(guard.waiting())

    assert verdict.findings == ()
