"""INSERT statements."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from demo.data.sql import BATCH, inserts, literal


@pytest.mark.parametrize(
    "value, expected",
    [
        pytest.param(None, "NULL", id="null"),
        pytest.param(False, "0", id="boolean"),
        pytest.param(Decimal("12.50"), "12.50", id="decimal"),
        pytest.param(date(2026, 2, 3), "'2026-02-03'", id="date"),
        pytest.param(datetime(2026, 2, 3, 4, 5, 6), "'2026-02-03 04:05:06'", id="date and time"),  # noqa: DTZ001
        pytest.param("l'é\\\r\n\0", "'l\\'é\\\\\\r\\n\\0'", id="text"),
    ],
)
def test_literal_is_what_mariadb_reads(value, expected):
    assert literal(value) == expected


def test_rows_go_in_batches():
    statements = list(inserts("t", [{"a": n} for n in range(BATCH + 1)]))

    assert len(statements) == 2
    assert statements[1] == f"INSERT INTO `t` (`a`) VALUES\n({BATCH});\n"


def test_no_row_gives_no_statement():
    assert list(inserts("t", [])) == []


def test_rows_of_different_shapes_are_refused():
    with pytest.raises(ValueError, match="t: every row needs the columns"):
        list(inserts("t", [{"a": 1, "b": 2}, {"b": 2, "a": 1}]))
