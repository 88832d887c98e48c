"""How much of the legacy is claimed, weighted by its traffic; what nobody asks for; what is unknown."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from proxy.inventory.entries import Entry, EntryKind, Survey
from proxy.inventory.traffic import Counts, Traffic

#: Methods that a form says in its body: to the server it is a POST.
_IN_A_FORM = frozenset({"PUT", "PATCH", "DELETE"})
#: Backend, application, pattern or address.
Place = tuple[str, str, str]


class Standing(StrEnum):
    """How an entry stands to the routing table."""

    CLAIMED = "claimed"
    PARTLY = "partly claimed"
    TWICE = "claimed twice"
    UNCLAIMED = "unclaimed"


@dataclass(frozen=True, slots=True)
class Line:
    """An entry with its requests."""

    entry: Entry
    counts: Counts
    standing: Standing


@dataclass(frozen=True, slots=True)
class UnknownLine:
    """Requests that nothing in the inventory answers, put together."""

    backend: str
    group: str
    why: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class Share:
    """Entries and requests of one standing."""

    name: str
    entries: int
    hits: int


@dataclass(frozen=True)
class Coverage:
    """The report.

    Shape: the hits of `shares` are all `hits`: each request is claimed, unclaimed or unknown.
    """

    lines: tuple[Line, ...]
    unknown: tuple[UnknownLine, ...]
    shares: tuple[Share, ...]
    by_lot: tuple[tuple[str, int], ...]
    hits: int
    has_traffic: bool
    logged: frozenset[str] = frozenset()

    @property
    def never_hit(self) -> tuple[Line, ...]:
        """Entries that nobody asked for while the logs ran: candidates for retirement.

        Shape: other ways to an action (aliases) and files are left out: their action counts.
               Of a backend without a log nothing is said, nor of what cannot be told.
        """
        return tuple(line for line in self._unasked if not self._may_be_meant(line.entry))

    @property
    def cannot_be_told(self) -> tuple[Line, ...]:
        """Entries without a request of their own, that a POST to their address may have meant.

        Shape: a form says PUT or DELETE in its body, which no log keeps.
        """
        return tuple(line for line in self._unasked if self._may_be_meant(line.entry))

    @cached_property
    def _posted(self) -> frozenset[Place]:
        """Where POSTs went: patterns and addresses of what they were counted for."""
        asked = (line.entry for line in self.lines if line.counts.posted)
        return frozenset(place for entry in asked for place in _places(entry))

    def _may_be_meant(self, entry: Entry) -> bool:
        is_spelled = entry.methods is not None and bool(entry.methods & _IN_A_FORM)
        return is_spelled and not self._posted.isdisjoint(_places(entry))

    @cached_property
    def _unasked(self) -> tuple[Line, ...]:
        if not self.has_traffic:
            return ()
        alive = {
            (line.entry.backend, line.entry.application, line.entry.module, line.entry.action)
            for line in self.lines
            if line.counts.hits
        }
        apart = {EntryKind.ALIAS, EntryKind.STATIC}
        return tuple(
            line
            for line in self.lines
            if not line.counts.hits
            and line.entry.backend in self.logged
            and line.entry.kind not in apart
            and not _is_alive(line.entry, alive)
        )

    def of(self, standing: Standing) -> tuple[Line, ...]:
        """The entries of one standing, the most asked for first."""
        return tuple(line for line in self.lines if line.standing is standing)


def _places(entry: Entry) -> Iterator[Place]:
    for path in (entry.pattern, *entry.examples):
        yield entry.backend, entry.application, path


def _is_alive(entry: Entry, alive: set[tuple[str, str, str, str]]) -> bool:
    """Whether an action is asked for under another address: its code is not dead."""
    key = entry.backend, entry.application, entry.module, entry.action
    return bool(entry.module) and entry.kind is not EntryKind.PAGE and key in alive


def standing_of(entry: Entry) -> Standing:
    """How an entry stands to the routing table."""
    if entry.is_claimed_twice:
        return Standing.TWICE
    if entry.is_claimed:
        return Standing.CLAIMED
    return Standing.PARTLY if any(entry.lots) else Standing.UNCLAIMED


def coverage(survey: Survey, traffic: Traffic | None = None) -> Coverage:
    """The coverage of an inventory; without traffic every weight is zero."""
    counted = traffic or Traffic()
    lines = tuple(
        Line(entry, counted.of(number), standing_of(entry))
        for number, entry in enumerate(survey.entries)
    )
    unknown = tuple(
        UnknownLine(backend, group, why, counts)
        for (backend, group, why), counts in counted.unknown.items()
    )
    return Coverage(
        tuple(sorted(lines, key=lambda line: (-line.counts.hits, line.entry.pattern))),
        tuple(sorted(unknown, key=lambda line: (-line.counts.hits, line.group))),
        tuple(_shares(lines, unknown)),
        tuple(_by_lot(lines, unknown)),
        counted.lines,
        traffic is not None,
        frozenset(counted.backends),
    )


def _shares(lines: Sequence[Line], unknown: Sequence[UnknownLine]) -> list[Share]:
    """Each request once: a partly claimed entry's go where each of them went."""
    claimed = sum(_claimed_hits(line.counts) for line in lines)
    total = sum(line.counts.hits for line in lines)
    counts = dict.fromkeys(Standing, 0)
    for line in lines:
        counts[line.standing] += 1
    unclaimed = counts[Standing.UNCLAIMED] + counts[Standing.PARTLY]
    return [
        Share("claimed", counts[Standing.CLAIMED] + counts[Standing.TWICE], claimed),
        Share("unclaimed", unclaimed, total - claimed),
        Share("unknown", len(unknown), sum(line.counts.hits for line in unknown)),
    ]


def _claimed_hits(counts: Counts) -> int:
    return sum(number for lot, number in counts.lots.items() if lot is not None)


def _by_lot(lines: Sequence[Line], unknown: Sequence[UnknownLine]) -> list[tuple[str, int]]:
    found: dict[str, int] = {}
    for counts in (*(line.counts for line in lines), *(line.counts for line in unknown)):
        for lot, number in counts.lots.items():
            found[lot or "(none)"] = found.get(lot or "(none)", 0) + number
    return sorted(found.items(), key=lambda each: (-each[1], each[0]))


def percentages(numbers: Sequence[int]) -> list[str]:
    """Shares in percent with one decimal that sum to 100.0 exactly; dashes when there is nothing.

    Source: largest remainders, so that no rounding is lost.
    """
    total = sum(numbers)
    if not total:
        return ["—" for _ in numbers]
    floors = [number * 1000 // total for number in numbers]
    missing = 1000 - sum(floors)
    order = sorted(range(len(numbers)), key=lambda at: -(numbers[at] * 1000 % total))
    for at in order[:missing]:
        floors[at] += 1
    return [f"{each / 10:.1f} %" for each in floors]
