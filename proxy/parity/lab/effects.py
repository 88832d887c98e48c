"""What one writing did to the rows, told from all that was done since the copies were made."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from proxy.parity.lab.copies import Row, RowChange


@dataclass(frozen=True, slots=True, order=True)
class Shape:
    """The kind of a change, whatever row it happened to; an empty column is a whole row's."""

    table: str
    kind: str
    column: str = ""

    def __str__(self) -> str:
        """In words."""
        place = f"{self.table}.{self.column}" if self.column else f"a row of {self.table}"
        return f"{place} {self.kind}"


@dataclass(frozen=True, slots=True)
class Effect:
    """One value, or one whole row, that a writing changed; values as the server quotes them."""

    shape: Shape
    key: tuple[str, ...]
    before: str = ""
    after: str = ""

    def __str__(self) -> str:
        """In words, for a report."""
        row = " ".join(self.key)
        told = f": {self.before} → {self.after}" if self.shape.column else ""
        return f"{self.shape} (row {row}){told}"


def effects_between(before: Iterable[RowChange], after: Iterable[RowChange]) -> list[Effect]:
    """What happened between two moments, each given as the changes since the beginning."""
    old = {(each.table, each.key): each for each in before}
    new = {(each.table, each.key): each for each in after}
    return [
        effect
        for place in dict.fromkeys((*old, *new))
        for effect in _of_row(old.get(place), new.get(place))
    ]


def shapes_of(effects: Iterable[Effect]) -> frozenset[Shape]:
    """The kinds of change among them."""
    return frozenset(each.shape for each in effects)


def _of_row(old: RowChange | None, new: RowChange | None) -> Iterator[Effect]:
    there = new or old
    assert there is not None  # noqa: S101 - the place comes from one of the two
    was, now = _is_there(old, there), _is_there(new, there)
    if was != now:
        kind = "inserted" if now else "deleted"
        yield Effect(Shape(there.table, kind), there.key)
        return
    values = _values(old, there), _values(new, there)
    for column in dict.fromkeys((*values[0], *values[1])):
        before, after = (_value(column, mine, other) for mine, other in _both(values, old, new))
        if before != after:
            yield Effect(Shape(there.table, "updated", column), there.key, before, after)


def _is_there(change: RowChange | None, other: RowChange) -> bool:
    """Whether the row exists; one that is not among the changes is as it was at the beginning."""
    if change is None:
        return other.kind != "inserted"
    return change.kind != "deleted"


def _values(change: RowChange | None, _there: RowChange) -> Row:
    return change.after if change is not None else {}


def _both(
    values: tuple[Row, Row], old: RowChange | None, new: RowChange | None
) -> Sequence[tuple[Row, Mapping[str, str]]]:
    """Each moment's values, with where those that did not change yet are found."""
    return (values[0], new.before if new else {}), (values[1], old.before if old else {})


def _value(column: str, mine: Row, beginning: Mapping[str, str]) -> str:
    return mine[column] if column in mine else beginning.get(column, "")
