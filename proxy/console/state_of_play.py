"""The page of the project lead as a value: what it says, and nothing of how it looks."""

from dataclasses import dataclass

from pydantic import TypeAdapter

from proxy.console.forecast import Forecast
from proxy.console.progress import LotLine, Totals
from proxy.console.timeline import Height


@dataclass(frozen=True, slots=True)
class Fire:
    """Something that burns.

    Shape: `where` is the page with the rows behind it; a small one is only to be watched.
    """

    what: str
    where: str = ""
    is_small: bool = False


@dataclass(frozen=True, slots=True)
class Rate:
    """Errors of one side in the last hour."""

    side: str
    requests: int
    errors: int

    @property
    def share(self) -> float | None:
        """Errors in requests; None without any."""
        return self.errors / self.requests if self.requests else None


@dataclass(frozen=True, slots=True)
class Change:
    """Something that moved since the date asked for."""

    at: str
    who: str
    lot: str
    move: str
    result: str
    why: str
    number: int


@dataclass(frozen=True, slots=True)
class Decision:
    """Something that waits for somebody."""

    what: str
    lot: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class ScopeChange:
    """Routes that came to a lot or went from it.

    Units: `at` is seconds since 1970.
    """

    at: float
    lot: str
    change: int


@dataclass(frozen=True, slots=True)
class StateOfPlay:
    """Everything on the page.

    Shape: `fault` says why traffic is unknown; `note` is what somebody wrote on a frozen copy.
    Units: `made_at` and `as_of` are seconds since 1970; `since` is a day as 2026-11-09.
    """

    made_at: float
    as_of: float | None
    since: str
    table: str
    fault: str
    is_killed: bool
    fires: tuple[Fire, ...]
    rates: tuple[Rate, ...]
    totals: Totals
    lots: tuple[LotLine, ...]
    changes: tuple[Change, ...]
    more_changes: int
    scope_changes: tuple[ScopeChange, ...]
    heights: tuple[Height, ...]
    forecast: Forecast
    decisions: tuple[Decision, ...]
    note: str = ""


_ADAPTER = TypeAdapter(StateOfPlay)


def to_json(play: StateOfPlay) -> bytes:
    """The page as JSON, from which it can be made again."""
    return _ADAPTER.dump_json(play, indent=2)


def from_json(data: bytes) -> StateOfPlay:
    """The page that was kept as JSON.

    Errors: ValueError, when it is not one.
    """
    return _ADAPTER.validate_json(data)
