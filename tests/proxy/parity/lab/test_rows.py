"""What was written is compared row by row; a clock is a clock only while it is now."""

from datetime import datetime

import pytest

from proxy.parity.lab.copies import RowChange
from proxy.parity.lab.rows import row_differences
from proxy.parity.rules import ColumnMask

NOW = datetime(2026, 11, 23, 15, 0, 0)  # noqa: DTZ001 - as a DATETIME column
CLOCKS = (ColumnMask("*", "updated_at", "clock", "r"), ColumnMask("*", "deleted_at", "clock", "r"))
IDS = (ColumnMask("town", "id", "any", "r"),)


def updated(**columns: str) -> RowChange:
    return RowChange("town", "updated", ("3",), dict.fromkeys(columns, "old"), columns)


def inserted(number: str, **columns: str) -> RowChange:
    return RowChange("town", "inserted", (number,), {}, {"id": number, **columns})


DELETED = RowChange("town", "deleted", ("3",), {"id": "3"}, {})

CASES = [
    pytest.param([updated(name="'a'")], [updated(name="'a'")], (), [], id="the same"),
    pytest.param([updated(name="'a'")], [updated(name="'b'")], (), ["rows town.name updated"], id="another value"),
    pytest.param(
        [updated(name="'a'", updated_at="'2026-11-23 15:00:01'")],
        [updated(name="'a'", updated_at="'2026-11-23 14:59:59'")], CLOCKS, [], id="two clocks"),
    pytest.param(
        [updated(name="'a'", updated_at="'2026-11-23 15:00:01'")], [updated(name="'a'")], CLOCKS,
        ["rows town.updated_at updated"], id="updated_at forgotten"),
    pytest.param(
        [updated(updated_at="'2026-11-23 15:00:01'")], [updated(updated_at="'2026-11-23 14:00:01'")],
        CLOCKS, ["rows town.updated_at updated"], id="another time zone"),
    pytest.param(
        [updated(deleted_at="'2026-11-23 15:00:01'")], [DELETED], CLOCKS,
        ["rows town updated", "rows town deleted"], id="deleted instead of marked"),
    pytest.param(
        [updated(deleted_at="'2026-11-23 15:00:01'")], [updated(deleted_at="NULL")], CLOCKS,
        ["rows town.deleted_at updated"], id="not marked"),
    pytest.param([inserted("4", slug="'a'")], [inserted("4", slug="NULL")], (), ["rows town.slug inserted"], id="no slug"),
    pytest.param([inserted("4")], [inserted("5")], (), ["rows town inserted", "rows town inserted"], id="another number"),
    pytest.param([inserted("4")], [inserted("5")], IDS, [], id="a number nobody promised"),
    pytest.param([inserted("4")], [], (), ["rows town inserted"], id="nothing written"),
    pytest.param([], [inserted("4")], (), ["rows town inserted"], id="written though refused"),
    pytest.param([updated(updated_at="''")], [updated(updated_at="''")], CLOCKS, [], id="no date"),
]  # fmt: skip


@pytest.mark.parametrize("control, candidate, masks, fields", CASES)
def test_rows_are_compared(control, candidate, masks, fields) -> None:
    found = row_differences(control, candidate, masks, NOW)

    assert [each.field for each in found] == fields
