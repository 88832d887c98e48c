"""When each lot reached its stages, and how large the migration was: what a burn-up is drawn from."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from proxy.core.stages import StageName
from proxy.flips.entries import Entry, EntryKind

ON_PYTHON = frozenset({StageName.PYTHON.value, StageName.RETIRED.value})


@dataclass(frozen=True, slots=True)
class Stay:
    """A lot reached a stage.

    Units: `at` is seconds since 1970.
    """

    at: float
    stage: str


@dataclass(frozen=True, slots=True)
class Extent:
    """How many routes each lot had from a moment on.

    Units: `at` is seconds since 1970.
    """

    at: float
    routes: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """All routes."""
        return sum(self.routes.values())


@dataclass(frozen=True, slots=True)
class Height:
    """The two lines of a burn-up at one moment.

    Units: routes; `at` is seconds since 1970.
    """

    at: float
    scope: int
    done: int


def stays(entries: Iterable[Entry]) -> dict[str, list[Stay]]:
    """What the journal knows of each lot's stages, the oldest first."""
    found: dict[str, list[Stay]] = {}
    for entry in entries:
        moved: Mapping[str, str] = entry.stages
        if entry.kind is EntryKind.DONE and entry.lot:
            moved = {**moved, entry.lot: entry.to_stage}
        for lot, stage in moved.items():
            known = found.setdefault(lot, [])
            if not known or known[-1].stage != stage:
                known.append(Stay(datetime.fromisoformat(entry.at).timestamp(), stage))
    return found


def stage_at(known: Sequence[Stay], at: float) -> str:
    """The stage at a moment; empty for what the journal does not know."""
    place = bisect_right(known, at, key=lambda stay: stay.at)
    return known[place - 1].stage if place else ""


def height_at(
    at: float, extents: Sequence[Extent], lots: Mapping[str, Sequence[Stay]]
) -> Height | None:
    """Both lines at a moment; None before anybody counted the routes."""
    place = bisect_right(extents, at, key=lambda extent: extent.at)
    if not place:
        return None
    extent = extents[place - 1]
    done = sum(
        routes
        for lot, routes in extent.routes.items()
        if stage_at(lots.get(lot, ()), at) in ON_PYTHON
    )
    return Height(at, extent.total, done)
