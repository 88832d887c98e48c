"""Every kind of statement is read as what it does; nothing is dropped in silence."""

import pytest

from migrations.guard.operations import Act, Operation
from migrations.guard.statements import operations_of

CASES = [
    ("ALTER TABLE salle DROP COLUMN note", ["drop column salle.note"]),
    ("alter table `g`.`Salle` drop `Note`", ["drop column salle.note"]),
    ("ALTER TABLE salle RENAME COLUMN note TO notes", ["rename column salle.note"]),
    ("ALTER TABLE salle CHANGE note notes TEXT", ["rename column salle.note"]),
    ("ALTER TABLE salle CHANGE note note TEXT", ["modify column salle.note"]),
    ("ALTER TABLE salle MODIFY note VARCHAR(10) NOT NULL", ["modify column salle.note"]),
    ("ALTER TABLE salle ADD COLUMN x INT, DROP COLUMN y", ["add column salle.x", "drop column salle.y"]),
    ("ALTER TABLE salle ALTER note DROP DEFAULT", ["drop default salle.note"]),
    ("ALTER TABLE salle ALTER note SET DEFAULT 'a'", ["set default salle.note"]),
    ("ALTER TABLE salle RENAME TO piece", ["rename table salle"]),
    ("RENAME TABLE salle TO piece", ["rename table salle"]),
    ("DROP TABLE IF EXISTS salle, piece", ["drop table salle", "drop table piece"]),
    ("TRUNCATE TABLE salle", ["empty table salle"]),
    ("CREATE TABLE piece (id INT PRIMARY KEY)", ["create table piece"]),
    ("CREATE INDEX i ON salle (note)", ["add index salle.note"]),
    ("CREATE UNIQUE INDEX i ON salle (note)", ["add unique key salle.note"]),
    ("ALTER TABLE salle ADD UNIQUE (note)", ["add unique key salle.note"]),
    ("ALTER TABLE salle ADD FULLTEXT INDEX f (note)", ["add index salle.note"]),
    ("ALTER TABLE salle DROP INDEX i, DROP FOREIGN KEY f", ["drop index salle", "drop foreign key salle"]),
    ("DROP INDEX i ON salle", ["drop index salle"]),
    ("ALTER TABLE salle DROP PRIMARY KEY", ["drop primary key salle"]),
    ("ALTER TABLE salle ADD PRIMARY KEY (id)", ["add primary key salle.id"]),
    (
        "ALTER TABLE salle ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES lieu (id) ON DELETE CASCADE",
        ["add foreign key salle.a"],
    ),
    ("ALTER TABLE salle ADD CONSTRAINT c CHECK (a > 1)", ["add check salle.a"]),
    ("ALTER TABLE salle CONVERT TO CHARACTER SET utf8mb4", ["convert character set salle"]),
    ("CREATE TRIGGER t BEFORE INSERT ON salle FOR EACH ROW SET NEW.x = 1", ["add trigger salle"]),
    ("UPDATE salle SET note = 'x' WHERE id = 1", ["write rows salle.note"]),
    ("INSERT INTO salle (note) VALUES ('x')", ["write rows salle.note"]),
    ("REPLACE INTO salle (note) VALUES ('x')", ["write rows salle", "delete rows salle"]),
    ("INSERT INTO salle (note) VALUES ('x') ON DUPLICATE KEY UPDATE code = 'y'", ["write rows salle.note", "write rows salle.code"]),
    ("UPDATE salle s JOIN lieu l ON l.id = s.lieu_id SET s.note = 'x', l.nom = NULL", ["write rows salle.note", "write rows lieu.nom"]),
    ("UPDATE salle, lieu SET lieu.nom = 'x'", ["write rows lieu.nom"]),
    ("DELETE l FROM salle s JOIN lieu l ON l.id = s.lieu_id", ["delete rows lieu"]),
    ("DELETE FROM l USING salle s JOIN lieu l ON 1", ["delete rows lieu"]),
    ("CREATE TABLE piece LIKE salle", ["create table piece"]),
    ("CREATE OR REPLACE TABLE salle (id INT)", ["drop table salle", "create table salle"]),
    ("CREATE OR REPLACE VIEW v AS SELECT note FROM salle", ["drop table v", "create table v"]),
    ("CREATE TABLE p (id INT, FOREIGN KEY (id) REFERENCES salle (id))", ["create table p", "add foreign key p.id"]),
    ("CREATE TABLE p (id INT REFERENCES salle (id))", ["create table p", "add foreign key p"]),
    ("ALTER TABLE salle ADD COLUMN x INT AFTER y, ALGORITHM=INSTANT, LOCK=NONE", ["add column salle.x"]),
    ("SET NAMES utf8; DROP TABLE salle", ["nothing to the tables", "drop table salle"]),
    ("SELECT 1; DROP TABLE salle", ["nothing to the tables", "drop table salle"]),
    ("SELECT '-- '; DROP TABLE salle", ["nothing to the tables", "drop table salle"]),
    ("BEGIN; DROP TABLE salle; COMMIT", ["nothing to the tables", "drop table salle", "nothing to the tables"]),
    ("UPDATE salle SET note = 'a;b'; -- done", ["write rows salle.note"]),
    ("# why\nDROP TABLE salle", ["drop table salle"]),
    ("BEGIN NOT ATOMIC DROP TABLE salle; END", ["not understood", "not understood"]),
    ("/*! DROP TABLE salle */", ["not understood"]),
    ("/*M!100100 DROP TABLE salle */", ["not understood"]),
    ("SELECT 1 /*! ; DROP TABLE salle */", ["not understood"]),
    ("UPDATE salle SET note = 1--1; DROP TABLE lieu", ["not understood"]),
    ("EXECUTE IMMEDIATE 'DROP TABLE salle'", ["not understood"]),
    ("ALTER ONLINE TABLE salle DROP COLUMN x", ["not understood"]),
    ("DELETE FROM salle WHERE id = 1", ["delete rows salle"]),
    ("SET NAMES utf8mb4", ["nothing to the tables"]),
    ("-- only a comment", []),
    ("ALTER TABLE salle ADD COLUMN (a INT, b INT)", ["not understood"]),
    ("CALL tidy_up()", ["not understood"]),
    ("GRANT ALL ON g.* TO x", ["not understood"]),
    ("rubbish (", ["not understood"]),
]  # fmt: skip


@pytest.mark.parametrize(("sql", "expected"), CASES, ids=[sql for sql, _ in CASES])
def test_a_statement_is_read_as_what_it_does(sql: str, expected: list[str]) -> None:
    assert [str(one) for one in operations_of(sql)] == expected


def only(sql: str) -> Operation:
    (operation,) = operations_of(sql)
    return operation


def test_a_definition_keeps_its_type_members_and_nulls() -> None:
    kind = only(
        "ALTER TABLE s MODIFY n ENUM('a','b') CHARACTER SET latin1 NOT NULL DEFAULT 'a'"
    ).type

    assert kind is not None
    assert (kind.family, kind.members, kind.charset) == ("enum", ("a", "b"), "latin1")
    assert not kind.is_nullable
    assert kind.has_default


def test_a_default_of_null_is_no_default() -> None:
    kind = only("ALTER TABLE s MODIFY n INT UNSIGNED DEFAULT NULL").type

    assert kind is not None
    assert not kind.has_default
    assert kind.is_nullable
    assert kind.is_unsigned


def test_written_values_keep_what_can_be_known() -> None:
    operation = only("UPDATE s SET a = 'x', b = NULL, c = c + 1")

    known = [(value.column, value.text, value.is_null) for value in operation.values]
    assert known == [("a", "x", False), ("b", None, True), ("c", None, False)]


def test_an_insert_without_columns_writes_all_of_them() -> None:
    operation = only("INSERT INTO s VALUES (1, 2)")

    assert (operation.act, operation.columns) == (Act.WRITE_ROWS, ("*",))
