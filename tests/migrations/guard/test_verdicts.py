"""The matrix: what a migration does × where PHP uses it, each with its verdict, on real tables."""

from pathlib import Path

import pytest

from migrations.guard.findings import Severity
from migrations.guard.verdicts import Verdict
from tests.fakes.migration_files import MakeDesk, write_migration

#: How the project uses a column → which column that is.
USED_IN = {
    "schema": "capacite",
    "a DQL string": "etage",
    "raw SQL": "code",
    "a template": "note",
    "the log only": "vieux",
    "nowhere": "perdu",
}

#: What a migration does to a column → its statement, its phase, the rule that refuses it.
CHANGES = {
    "drop": ("ALTER TABLE salle DROP COLUMN {0}", "contract", "column-in-use"),
    "rename": ("ALTER TABLE salle CHANGE {0} autre {1}", "contract", "column-in-use"),
    "retype": ("ALTER TABLE salle MODIFY {0} DATE DEFAULT '2000-01-01'", "expand", "type-changed"),
    "narrow": ("ALTER TABLE salle MODIFY {0} {2}", "expand", "type-narrowed"),
}


def findings_of(verdict: Verdict) -> list[str]:
    return [one.rule for one in verdict.findings if one.severity is Severity.REFUSED]


@pytest.mark.parametrize("use", USED_IN)
@pytest.mark.parametrize("change", CHANGES)
def test_a_column_in_use_may_not_change_and_one_that_nobody_uses_may(
    desk: MakeDesk, tmp_path: Path, change: str, use: str
) -> None:
    statement, phase, rule = CHANGES[change]
    is_number = use == "schema"
    types = ("INT", "SMALLINT") if is_number else ("VARCHAR(20)", "VARCHAR(5) DEFAULT 'rdc'")
    folder = tmp_path / "migrations"
    write_migration(folder, statement.format(USED_IN[use], *types), phase=phase)
    guard = desk()

    (verdict,) = guard.check(guard.waiting())

    assert findings_of(verdict) == ([] if use == "nowhere" else [rule])


SHARED = [
    ("a table that PHP uses", "DROP TABLE salle", "contract", ["table-in-use"]),
    ("a table that nobody uses", "DROP TABLE vide", "contract", []),
    ("a table that a foreign key points at", "DROP TABLE lieu", "contract", ["table-pointed-at"]),
    ("a new name for a table in use", "RENAME TABLE salle TO piece", "contract", ["table-in-use"]),
    ("rows in use emptied", "TRUNCATE TABLE salle", "contract", ["table-in-use"]),
    ("NOT NULL, PHP leaves it out", "ALTER TABLE salle MODIFY etage VARCHAR(20) NOT NULL DEFAULT 'a'", "expand", ["null-still-written"]),
    ("NOT NULL over rows with NULL", "ALTER TABLE salle MODIFY capacite INT NOT NULL DEFAULT 0", "expand", ["null-still-written", "null-in-rows"]),
    ("NOT NULL where nobody writes", "ALTER TABLE vide MODIFY b VARCHAR(20) NOT NULL", "expand", []),
    ("a new column without default", "ALTER TABLE salle ADD COLUMN x INT NOT NULL", "expand", ["no-default"]),
    ("a new column with a default", "ALTER TABLE salle ADD COLUMN x INT NOT NULL DEFAULT 0", "expand", []),
    ("a new column that may be NULL", "ALTER TABLE salle ADD COLUMN x INT", "expand", []),
    ("a new column, nobody writes", "ALTER TABLE vide ADD COLUMN x INT NOT NULL", "expand", []),
    ("a default that inserts rely on", "ALTER TABLE salle ALTER etage DROP DEFAULT", "expand", ["default-in-use"]),
    ("a default lost by a MODIFY", "ALTER TABLE salle MODIFY etage VARCHAR(20)", "expand", ["default-in-use"]),
    ("a key that counts no longer", "ALTER TABLE salle MODIFY id INT NOT NULL", "expand", ["default-in-use"]),
    ("a key that goes on counting", "ALTER TABLE salle MODIFY id INT NOT NULL AUTO_INCREMENT", "expand", []),
    ("a key that nobody relies on counts no longer", "ALTER TABLE vide MODIFY id INT NOT NULL", "expand", []),
    ("a default that nobody relies on", "ALTER TABLE vide ALTER a DROP DEFAULT", "expand", []),
    ("a member fewer", "ALTER TABLE salle MODIFY statut ENUM('libre') NOT NULL DEFAULT 'libre'", "expand", ["value-removed"]),
    ("a member PHP does not know", "ALTER TABLE salle MODIFY statut ENUM('libre','prise','close') NOT NULL DEFAULT 'libre'", "expand", ["value-unknown-to-php"]),
    ("NULL where PHP expects a value", "ALTER TABLE salle MODIFY nom VARCHAR(80) NULL", "expand", ["null-unknown-to-php"]),
    ("another alphabet for a column", "ALTER TABLE salle MODIFY etage VARCHAR(20) CHARACTER SET latin1 DEFAULT 'a'", "expand", ["charset-changed"]),
    ("another alphabet for a table", "ALTER TABLE salle CONVERT TO CHARACTER SET utf8mb4", "expand", ["charset-changed"]),
    ("another alphabet, nobody reads", "ALTER TABLE vide CONVERT TO CHARACTER SET utf8mb4", "expand", []),
    ("a unique key over PHP's writes", "ALTER TABLE salle ADD UNIQUE (code)", "expand", ["key-tightens"]),
    ("a unique key nobody writes under", "ALTER TABLE vide ADD UNIQUE (a)", "expand", []),
    ("a plain index", "CREATE INDEX i ON salle (code)", "expand", []),
    ("a unique key that code relies on", "ALTER TABLE salle DROP INDEX nom_unique", "expand", ["unique-key-in-use"]),
    ("a primary key in use", "ALTER TABLE salle DROP PRIMARY KEY", "contract", ["primary-key-in-use"]),
    ("a foreign key that deletes rely on", "ALTER TABLE salle DROP FOREIGN KEY salle_lieu", "expand", ["constraint-in-use"]),
    ("a foreign key over PHP's writes", "ALTER TABLE salle ADD FOREIGN KEY (capacite) REFERENCES lieu (id)", "expand", ["key-tightens"]),
    ("a trigger in PHP's writes", "CREATE TRIGGER t BEFORE INSERT ON salle FOR EACH ROW SET NEW.code = 'x'", "expand", ["trigger-on-shared-table"]),
    ("a value too long for PHP", f"UPDATE salle SET nom = '{'x' * 81}'", "backfill", ["value-unreadable"]),
    ("a member PHP has no word for", "UPDATE salle SET statut = 'close'", "backfill", ["value-unreadable"]),
    ("NULL where PHP reads a value", "UPDATE salle SET nom = NULL", "backfill", ["value-unreadable"]),
    ("letters the table lacks", "UPDATE salle SET nom = '😀'", "backfill", ["value-unreadable"]),
    ("a value that PHP reads", "UPDATE salle SET nom = 'Chêne', statut = 'prise'", "backfill", []),
    ("rows that PHP reads deleted", "DELETE FROM salle WHERE id = 1", "backfill", ["rows-in-use"]),
    ("a drop in an expand", "ALTER TABLE vide DROP COLUMN a", "expand", ["wrong-phase"]),
    ("rows in an expand", "UPDATE vide SET a = 'x'", "expand", ["wrong-phase"]),
    ("a table of another lot", "ALTER TABLE commune ADD COLUMN x INT", "expand", ["not-its-table"]),
    ("what is not understood", "CALL tidy_up()", "expand", ["not-understood"]),
    ("a drop behind a harmless statement", "SET NAMES utf8; DROP TABLE salle", "contract", ["table-in-use"]),
    ("a value for PHP in the second half of an insert", "INSERT INTO salle (nom) VALUES ('x') ON DUPLICATE KEY UPDATE statut = 'close'", "backfill", ["value-unreadable"]),
    ("a new row without what PHP expects", "INSERT INTO salle (etage) VALUES ('x')", "backfill", ["value-unreadable"]),
    ("a new row without what has a default", "INSERT INTO salle (nom) VALUES ('x')", "backfill", []),
    ("a value for PHP through a join", "UPDATE vide v JOIN salle s ON s.id = v.id SET v.a = 'x', s.statut = 'close'", "backfill", ["value-unreadable"]),
    ("rows replaced under PHP", "REPLACE INTO salle (nom) VALUES ('x')", "backfill", ["rows-in-use"]),
    ("a table in use made anew", "CREATE OR REPLACE TABLE salle (id INT)", "contract", ["table-in-use"]),
    ("a new table that stops PHP's deletes", "CREATE TABLE neuf (s INT, FOREIGN KEY (s) REFERENCES salle (id))", "expand", ["key-tightens"]),
    ("a new table that follows PHP's deletes", "CREATE TABLE neuf (s INT, FOREIGN KEY (s) REFERENCES salle (id) ON DELETE CASCADE)", "expand", []),
    ("a column that is not there", "UPDATE vide SET nosuch = 3", "backfill", ["no-such-column"]),
    ("an index on a column that is not there", "ALTER TABLE vide ADD INDEX (nosuch)", "expand", ["no-such-column"]),
    ("a table made and changed at once", "CREATE TABLE neuf (id INT PRIMARY KEY)", "expand", []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("statement", "phase", "rules"), [case[1:] for case in SHARED], ids=[case[0] for case in SHARED]
)
def test_what_would_hurt_is_refused_and_the_rest_may_run(
    desk: MakeDesk, tmp_path: Path, statement: str, phase: str, rules: list[str]
) -> None:  # fmt: skip
    write_migration(tmp_path / "migrations", statement, phase=phase)
    guard = desk()

    (verdict,) = guard.check(guard.waiting())

    assert findings_of(verdict) == rules


def test_the_reader_is_named_by_file_and_line(desk: MakeDesk, tmp_path: Path) -> None:
    write_migration(tmp_path / "migrations", "ALTER TABLE salle DROP COLUMN note")
    guard = desk()

    (verdict,) = guard.check(guard.waiting())

    (finding,) = verdict.findings
    (user,) = finding.users
    assert user.source.endswith("apps/frontend/modules/salle/templates/indexSuccess.php:3")
    assert user.lot == "rooms"


@pytest.mark.parametrize("column", ["capacite", "etage", "code", "note", "perdu"])
def test_once_the_lot_is_retired_its_php_holds_nothing_back(
    desk: MakeDesk, tmp_path: Path, column: str
) -> None:
    write_migration(tmp_path / "migrations", f"ALTER TABLE salle DROP COLUMN {column}")
    guard = desk("retired")

    (verdict,) = guard.check(guard.waiting())

    assert findings_of(verdict) == []


def test_what_the_log_saw_holds_back_even_a_retired_lot(desk: MakeDesk, tmp_path: Path) -> None:
    write_migration(tmp_path / "migrations", "ALTER TABLE salle DROP COLUMN vieux")
    guard = desk("retired")

    (verdict,) = guard.check(guard.waiting())

    (finding,) = verdict.findings
    assert [user.count for user in finding.users] == [2]


def test_a_big_table_is_not_locked_and_the_surprises_of_online_tools_are_told(
    desk: MakeDesk, tmp_path: Path
) -> None:
    write_migration(
        tmp_path / "migrations", "ALTER TABLE vide MODIFY a VARCHAR(10) DEFAULT 'x'",
        "ALTER TABLE salle CONVERT TO CHARACTER SET utf8mb4", phase="expand",
    )  # fmt: skip
    guard = desk("retired", big=1)

    (verdict,) = guard.check(guard.waiting())

    locked = [one for one in verdict.findings if one.rule == "big-table-locked"]
    assert [one.operation.table for one in locked] == ["salle"]
    assert "its foreign keys with lieu" in locked[0].remedy


def test_without_a_database_the_types_of_a_used_column_stay_unknown_and_closed(
    desk: MakeDesk, tmp_path: Path
) -> None:
    write_migration(tmp_path / "migrations", "ALTER TABLE salle MODIFY statut INT", phase="expand")
    guard = desk(is_live=False)

    (verdict,) = guard.check(guard.waiting())

    assert "type-changed" in findings_of(verdict)


def test_a_key_on_a_column_that_the_same_migration_adds_hurts_nobody(
    desk: MakeDesk, tmp_path: Path
) -> None:
    write_migration(
        tmp_path / "migrations", "ALTER TABLE salle ADD COLUMN etat_id INT NULL",
        "ALTER TABLE salle ADD FOREIGN KEY (etat_id) REFERENCES lieu (id)", phase="expand",
    )  # fmt: skip
    guard = desk()

    (verdict,) = guard.check(guard.waiting())

    assert findings_of(verdict) == []


@pytest.mark.parametrize(
    "statement",
    ["UPDATE salle SET nom = REPEAT('x', 5000)", "INSERT INTO salle SELECT * FROM salle"],
    ids=["a computed value", "rows of a query"],
)
def test_a_value_that_only_the_server_can_tell_is_a_warning(
    desk: MakeDesk, tmp_path: Path, statement: str
) -> None:
    write_migration(tmp_path / "migrations", statement, phase="backfill")
    guard = desk()

    (verdict,) = guard.check(guard.waiting())

    assert "value-not-evaluated" in [
        one.rule for one in verdict.findings if one.severity is Severity.WARNING
    ]
