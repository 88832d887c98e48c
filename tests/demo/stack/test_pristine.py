import time

import pytest

from demo.stack.pristine import restore

pytestmark = pytest.mark.stack


@pytest.mark.parametrize(
    "statement, changed",
    [
        pytest.param("SELECT 1", [], id="nothing"),
        pytest.param("UPDATE commune SET nom = 'x' ORDER BY id LIMIT 1", ["commune"], id="update"),
        pytest.param("DELETE FROM commune ORDER BY id DESC LIMIT 1", ["commune"], id="delete"),
        pytest.param("DROP TABLE commune", ["commune"], id="table dropped"),
        pytest.param("CREATE TABLE mine (id INT)", [], id="table made"),
    ],
)
def test_what_a_test_changed_is_put_back(database, statement, changed):
    def state():
        rows = database.run("SELECT * FROM commune ORDER BY id")
        return rows, database.run("SHOW TABLES"), database.run("SHOW CREATE TABLE commune")

    before = state()
    database.run("SET foreign_key_checks = 0; " + statement)

    assert restore(database) == changed
    assert state() == before


def test_the_next_identifier_is_put_back_too(database):
    next_id = (
        "SELECT AUTO_INCREMENT FROM information_schema.TABLES"
        " WHERE TABLE_SCHEMA = 'gestion' AND TABLE_NAME = 'commune'"
    )
    before = database.run(next_id)
    database.run("ALTER TABLE commune AUTO_INCREMENT = 99999")

    restore(database)

    assert database.run(next_id) == before


def test_rows_that_break_strict_rules_come_back_as_they_were(database):
    zero_dates = "SELECT COUNT(*) FROM arrivant WHERE CAST(date_arrivee AS CHAR) LIKE '0000%%'"
    before = database.run(zero_dates)
    database.run("UPDATE arrivant SET updated_at = NOW()")

    restore(database)

    assert database.run(zero_dates) == before


def test_putting_back_is_fast(database):
    database.run("UPDATE commune SET nom = 'x'")
    started = time.monotonic()

    restore(database)

    assert time.monotonic() - started < 20
