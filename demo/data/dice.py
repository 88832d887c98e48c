"""Chance that repeats: the same seed gives the same draws on every Python."""

import random
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Draws of one purpose; another purpose has its own, so adding one moves no other.

    Source: Python's reference promises stability across versions for random() alone, hence no choice().
    """

    def __init__(self, *seed: object) -> None:
        self._random = random.Random(":".join(map(str, seed)))

    def chance(self, probability: float) -> bool:
        return self._random.random() < probability

    def number(self, low: int, high: int) -> int:
        """An integer, both ends included."""
        return low + int(self._random.random() * (high - low + 1))

    def pick(self, items: Sequence[T]) -> T:
        return items[int(self._random.random() * len(items))]

    def weighted(self, weights: Mapping[T, int]) -> T:
        """An item, as often as its weight says."""
        bounds = list(accumulate(weights.values()))
        mark = self._random.random() * bounds[-1]
        return list(weights)[bisect_right(bounds, mark)]

    def some(self, items: Sequence[T], low: int, high: int) -> list[T]:
        """Between low and high different items, in the order of drawing."""
        left = list(items)
        wanted = min(self.number(low, high), len(left))
        return [left.pop(int(self._random.random() * len(left))) for _ in range(wanted)]

    def day(self, first: date, last: date) -> date:
        """A day, both ends included; the first when the last comes before it."""
        return first + timedelta(days=self.number(0, max((last - first).days, 0)))

    def moment(self, day: date, first_hour: int = 8, last_hour: int = 18) -> datetime:
        """A second of that day in working hours."""
        hour = self.number(first_hour, last_hour)
        return datetime.combine(day, time(hour, self.number(0, 59), self.number(0, 59)))
