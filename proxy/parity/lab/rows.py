"""Rows changed on the two copies compared, table by table; clocks and identifiers masked."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from fnmatch import fnmatchcase

from proxy.parity.differences import Change, Difference, Part, difference
from proxy.parity.lab.copies import Row, RowChange
from proxy.parity.rules import ColumnMask

#: What a clock may say that was read during this scene.
CLOCK = timedelta(seconds=90)

_NOW, _ANY = "‹now›", "‹any›"


def row_differences(
    control: Sequence[RowChange],
    candidate: Sequence[RowChange],
    masks: Sequence[ColumnMask],
    now: datetime,
) -> list[Difference]:
    """What Python wrote otherwise than PHP, or did not write.

    Shape: rows are paired by table, what became of them and key; inserted rows whose key is
           masked by their order. Units: `now` in the zone the database's clocks are written in.
    """
    mine = {_pair_key(each, masks, number): each for number, each in _numbered(control)}
    theirs = {_pair_key(each, masks, number): each for number, each in _numbered(candidate)}
    found: list[Difference] = []
    for key in [*mine, *(key for key in theirs if key not in mine)]:
        one, other = mine.get(key), theirs.get(key)
        if one is None or other is None:
            found.append(_one_sided(one, other))
        else:
            found += _columns(one, other, masks, now)
    return found


def _numbered(changes: Sequence[RowChange]) -> Iterator[tuple[int, RowChange]]:
    counts: dict[tuple[str, str], int] = {}
    for each in changes:
        number = counts.get((each.table, each.kind), 0)
        counts[each.table, each.kind] = number + 1
        yield number, each


def _pair_key(each: RowChange, masks: Sequence[ColumnMask], number: int) -> tuple[object, ...]:
    is_loose = each.kind == "inserted" and any(
        mask.kind == "any" and mask.column in each.after and each.after[mask.column] in each.key
        and fnmatchcase(each.table, mask.table)
        for mask in masks
    )  # fmt: skip
    return (each.table, each.kind, number if is_loose else each.key)


def _one_sided(one: RowChange | None, other: RowChange | None) -> Difference:
    there = one or other
    assert there is not None  # noqa: S101 - one of the two is there
    said = f"{' '.join(there.key)}: {_told(there)}"
    change = Change.MISSING if one else Change.ADDED
    values = (said, "") if one else ("", said)
    return difference(Part.ROWS, f"rows {there.table} {there.kind}", *values, change)


def _told(each: RowChange) -> str:
    if each.kind == "updated":
        return ", ".join(
            f"{name} {each.before[name]} → {value}" for name, value in each.after.items()
        )
    return ", ".join(f"{name} {value}" for name, value in (each.after or each.before).items())


def _columns(
    one: RowChange, other: RowChange, masks: Sequence[ColumnMask], now: datetime
) -> Iterator[Difference]:
    mine, theirs = (_masked(each.table, each.after, masks, now) for each in (one, other))
    for name in [*mine, *(name for name in theirs if name not in mine)]:
        before, after = mine.get(name), theirs.get(name)
        if before != after:
            change = Change.MISSING if after is None else Change.ADDED if before is None else None
            yield difference(
                Part.ROWS, f"rows {one.table}.{name} {one.kind}", before or "", after or "", change,
                at=" ".join(one.key),
            )  # fmt: skip


def _masked(table: str, row: Row, masks: Sequence[ColumnMask], now: datetime) -> Row:
    found = dict(row)
    for mask in masks:
        value = found.get(mask.column)
        if value is None or value == "NULL" or not fnmatchcase(table, mask.table):
            continue
        if mask.kind == "any":
            found[mask.column] = _ANY
        elif _is_now(value, now):
            found[mask.column] = _NOW
    return found


def _is_now(value: str, now: datetime) -> bool:
    try:
        said = datetime.fromisoformat(value.strip("'"))
    except ValueError:
        return False
    return abs(said - now) <= CLOCK
