"""Which logged requests another table would give to another side: the log, replayed twice."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from proxy.core.assignment import Choice, choose
from proxy.core.decision import DEFAULT, Decision, DecisionOptions, Fork, Verdict, look_up, settled
from proxy.core.messages import RequestHead
from proxy.core.schedules import Moment
from proxy.core.table import RoutingTable
from proxy.core.targets import Address, canonical_target
from proxy.core.visitors import Visitor
from proxy.evidence.values import LoggedRequest

#: Nobody of the two: the proxy would refuse, or redirect.
OURSELVES = "refused"
#: Either: whoever has no bucket yet is given one.
DRAWN = "drawn"


@dataclass(frozen=True, slots=True)
class Moving:
    """Requests of one kind that would change side.

    Shape: `sure` ones come from visitors whose side is known; of `drawn` ones, whose visitors
           would only be assigned then, `drawn_percent` in a hundred would.
    """

    backend: str
    application: str
    method: str
    route: str
    lot: str
    before: str
    after: str
    sure: int = 0
    drawn: int = 0
    drawn_percent: int = 0


@dataclass(frozen=True, slots=True)
class Foresight:
    """What another table would do to the requests of a log.

    Shape: `sure` are the ids of logged requests that surely change side, once journeys under way
           are over; `moving` sums them up, the most frequent first; `replayed` counts all that were
           looked at, `unreadable` those that no spelling leads to any more.
    """

    moving: tuple[Moving, ...]
    sure: frozenset[int]
    replayed: int
    unreadable: int

    @property
    def drawn(self) -> int:
        """Requests of visitors who would be assigned then, each with its own chance."""
        return sum(each.drawn for each in self.moving)

    @property
    def expected(self) -> float:
        """How many requests change side, those of unassigned visitors by their chance."""
        return len(self.sure) + sum(each.drawn * each.drawn_percent / 100 for each in self.moving)

    @property
    def lots(self) -> frozenset[str]:
        """The lots whose requests change side."""
        return frozenset(each.lot for each in self.moving)


@dataclass(frozen=True, slots=True)
class _Side:
    """Who answers: a side, or Python for some percent of those who are not assigned yet."""

    name: str
    percent: int = 0

    @property
    def share(self) -> int:
        """How many in a hundred Python answers."""
        return 100 if self.name == "python" else self.percent


def foresee(
    before: RoutingTable,
    after: RoutingTable,
    requests: Iterable[LoggedRequest],
    moment: Moment,
    options: DecisionOptions = DEFAULT,
) -> Foresight:
    """What the second table would change for these requests, at this moment.

    Shape: both tables have the same routes, and differ in stages alone.
           Cohorts and testers are not in the log: their requests are taken for everybody's.
    """
    replay = _Replay(before, after, moment, options)
    sure: Counter[tuple[str, ...]] = Counter()
    drawn: Counter[tuple[str, ...]] = Counter()
    percent: dict[tuple[str, ...], int] = {}
    ids: set[int] = set()
    replayed = unreadable = 0
    for request in requests:
        replayed += 1
        sides = replay.sides(request)
        if sides is None:
            unreadable += 1
            continue
        first, second = sides
        if first == second:
            continue
        kind = (request.backend, request.application, request.method, request.route, request.lot)
        if DRAWN not in {first.name, second.name}:
            ids.add(request.id)
            sure[(*kind, first.name, second.name)] += 1
        else:
            change = second.share - first.share
            towards = ("legacy", "python") if change > 0 else ("python", "legacy")
            drawn[(*kind, *towards)] += 1
            percent[(*kind, *towards)] = abs(change)
    keys = sorted({*sure, *drawn}, key=lambda key: (-sure[key] - drawn[key], key))
    moving = tuple(_moving(key, sure[key], drawn[key], percent.get(key, 0)) for key in keys)
    return Foresight(moving, frozenset(ids), replayed, unreadable)


def head_again(table: RoutingTable, request: LoggedRequest) -> RequestHead | None:
    """A logged request as it would be asked again, without query; None when nothing spells it."""
    backend = table.backends.get(request.backend)
    if backend is None or not backend.hosts:
        return None
    # The table may have lost the controller that the request came by.
    if request.application not in {"", *backend.controllers.values()}:
        return None
    address = Address(request.application, "", request.path, b"", is_canonical=True)
    target = canonical_target(backend, address)
    if target is None:
        return None
    return RequestHead(request.method, target, backend.hosts[0].encode())


def _moving(key: tuple[str, ...], sure: int, drawn: int, percent: int) -> Moving:
    backend, application, method, route, lot, before, after = key
    return Moving(
        backend, application, method, route, lot, before, after, sure, drawn, percent
    )  # fmt: skip


def _moved_lots(before: RoutingTable, after: RoutingTable) -> frozenset[str]:
    """The lots that stand elsewhere in the second table: those flipped, and their clusters."""
    return frozenset(
        lot.name
        for lot in before.lots
        if (other := after.lot(lot.name)) is None
        or (lot.stage, before.standing(lot)) != (other.stage, after.standing(other))
    )


class _Replay:
    """Both tables, and what they said of requests that are alike."""

    def __init__(
        self, before: RoutingTable, after: RoutingTable, moment: Moment, options: DecisionOptions
    ) -> None:
        self._tables = before, after
        self._affected = _moved_lots(before, after)
        self._moment = moment
        self._options = options
        self._known: dict[tuple[object, ...], tuple[_Side, _Side] | None] = {}
        self._found: dict[tuple[object, ...], Verdict | Fork | None] = {}

    def sides(self, request: LoggedRequest) -> tuple[_Side, _Side] | None:
        """The side before and after; None for an address that cannot be asked again."""
        key = (request.backend, request.application, request.method, request.path, request.bucket)
        if key not in self._known:
            self._known[key] = self._both(request)
        return self._known[key]

    def _both(self, request: LoggedRequest) -> tuple[_Side, _Side] | None:
        first = self._side(self._tables[0], request)
        if first is None:
            return None
        if self._lot_of(request) not in self._affected:
            # The tables differ in stages alone: whom an address belongs to is the same in both.
            return first, first
        second = self._side(self._tables[1], request)
        return None if second is None else (first, second)

    def _lot_of(self, request: LoggedRequest) -> str:
        found = self._found[self._key(self._tables[0], request)]
        verdict = found.legacy if isinstance(found, Fork) else found
        return verdict.lot.name if verdict is not None and verdict.lot is not None else ""

    @staticmethod
    def _key(table: RoutingTable, request: LoggedRequest) -> tuple[object, ...]:
        return id(table), request.backend, request.application, request.method, request.path

    def _side(self, table: RoutingTable, request: LoggedRequest) -> _Side | None:
        key = self._key(table, request)
        if key not in self._found:
            self._found[key] = self._look_up(table, request)
        found = self._found[key]
        if isinstance(found, Fork):
            if request.bucket is None and found.posture.draws:
                return _Side(DRAWN, found.posture.percent)
            found = settled(found, self._journey(found, request))
        if found is None:
            return None
        return _Side(found.side.value if isinstance(found, Decision) else OURSELVES)

    def _look_up(self, table: RoutingTable, request: LoggedRequest) -> Verdict | Fork | None:
        head = head_again(table, request)
        return None if head is None else look_up(table, head, options=self._options)

    def _journey(self, fork: Fork, request: LoggedRequest) -> Choice:
        """Where a journey of this visitor leads that begins anew: a form follows its page."""
        visitor = Visitor(request.bucket)
        page = choose(fork.posture, visitor, self._moment, "GET")
        return choose(fork.posture, page.visitor or visitor, self._moment, request.method)
