"""A trap: what is wrong in the data, how it is planted, and the query that finds it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from demo.data.dice import Dice
from demo.data.sql import Row, Value
from demo.data.world import World


@dataclass(frozen=True)
class Trap:
    """One defect; the query counts its rows in a loaded database."""

    name: str
    sentence: str
    query: str
    plants: tuple["Plant", ...] = ()


class Deck:
    """Deals rows to traps so that no row falls into two; the first row of a table stays clean."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._dice = world.dice("traps")
        self._left: dict[str, list[Row]] = {}

    def deal(self, table: str, *, share: float = 0.0, least: int = 1) -> list[Row]:
        """That share of the table's rows, and at least that many, none of them dealt before.

        Errors: IndexError when the table has no row left.
        """
        left = self._left.setdefault(table, self._shuffled(table))
        wanted = max(least, int(self.world.count(table) * share))
        return [left.pop() for _ in range(wanted)]

    def _shuffled(self, table: str) -> list[Row]:
        rows = self.world.rows(table)[1:]
        if len(rows) > 2000:  # shuffling by draws is quadratic; a slice is as good
            start = self._dice.number(0, len(rows) - 2000)
            rows = rows[start : start + 2000]
        return self._dice.some(rows, len(rows), len(rows))

    @property
    def dice(self) -> Dice:
        return self._dice


Plant: TypeAlias = Callable[[Deck], None]


def setting(table: str, *, share: float = 0.0, least: int = 1, **columns: Value) -> Plant:
    """A plant that writes the same values into each dealt row."""

    def plant(deck: Deck) -> None:
        for row in deck.deal(table, share=share, least=least):
            row.update(columns)

    return plant


def mojibake(text: str) -> str:
    """UTF-8 read as MariaDB's latin1 (windows-1252, with the five holes kept) and stored again as UTF-8."""
    return "".join(
        bytes([byte]).decode("cp1252") if byte not in {0x81, 0x8D, 0x8F, 0x90, 0x9D} else chr(byte)
        for byte in text.encode()
    )
