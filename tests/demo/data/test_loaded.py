"""The data inside a real MariaDB: it loads, its traps are there, its keys resolve."""

import subprocess
import sys
import time

import pytest

from demo.data.generator import TRAPS

pytestmark = pytest.mark.stack

#: Columns that name another table's row without a declared foreign key, and do not always find it.
ORPHANS = {
    ("entreprise_contact", "entreprise_id", "entreprise"),
    ("journal", "user_id", "sf_guard_user"),
}


@pytest.fixture(scope="module", params=["small", "large"])
def loaded(request, stack):
    """A database of its own, so that the shared one stays as it is."""
    name = f"gestion_data_{request.param}"
    stack.database.recreate(name)
    sql = subprocess.run(
        [sys.executable, "-m", "demo.data", "--size", request.param],
        capture_output=True,
        check=True,
    ).stdout
    start = time.monotonic()
    subprocess.run(stack.database.client(name), input=sql, check=True, capture_output=True)
    seconds = time.monotonic() - start
    yield lambda query: stack.database.run(query, database=name), seconds
    stack.database.run(f"DROP DATABASE {name}")


def test_it_loads_in_seconds(loaded):
    _, seconds = loaded

    assert seconds < 30


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap.name)
def test_trap_is_there(loaded, trap):
    query, _ = loaded

    assert query(trap.query)[0][0] >= 1


def test_declared_keys_resolve(loaded):
    query, _ = loaded
    keys = query(
        "SELECT table_name, column_name, referenced_table_name, referenced_column_name"
        " FROM information_schema.key_column_usage"
        " WHERE table_schema = DATABASE() AND referenced_table_name IS NOT NULL"
    )
    lost = [
        (table, column)
        for table, column, target, target_column in keys
        if query(
            f"SELECT COUNT(*) FROM `{table}` a LEFT JOIN `{target}` b"
            f" ON a.`{column}` = b.`{target_column}`"
            f" WHERE a.`{column}` IS NOT NULL AND b.`{target_column}` IS NULL"
        )[0][0]
    ]

    assert len(keys) > 40
    assert lost == []


@pytest.mark.parametrize("table, column, target", sorted(ORPHANS))
def test_stated_orphans_are_few(loaded, table, column, target):
    query, _ = loaded
    lost, all_rows = query(
        f"SELECT SUM(b.id IS NULL), COUNT(*) FROM `{table}` a"
        f" LEFT JOIN `{target}` b ON a.`{column}` = b.id"
    )[0]

    assert 0 < lost < all_rows / 5


def test_old_tables_are_utf8mb3_but_for_one_in_latin1(loaded):
    query, _ = loaded
    charsets = dict(
        query(
            "SELECT table_name, table_collation FROM information_schema.tables"
            " WHERE table_schema = DATABASE()"
        )
    )

    assert charsets.pop("partenaire") == "latin1_swedish_ci"
    assert charsets.pop("migration_versions") == "utf8mb4_unicode_ci"
    assert set(charsets.values()) == {"utf8mb3_general_ci"}


def test_timestamps_have_no_default(loaded):
    query, _ = loaded

    assert query(
        "SELECT DISTINCT is_nullable, column_default FROM information_schema.columns"
        " WHERE table_schema = DATABASE() AND column_name IN ('created_at', 'updated_at')"
    ) == [("NO", None)]
