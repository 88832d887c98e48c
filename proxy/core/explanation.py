"""Why a request is decided as it is, and why the nearest other routes lost."""

from collections.abc import Iterator
from dataclasses import dataclass

from proxy.core.assignment import Choice, choose
from proxy.core.decision import (
    DEFAULT,
    Decision,
    DecisionOptions,
    Fork,
    Verdict,
    look_up,
    settled,
)
from proxy.core.messages import RequestHead
from proxy.core.patterns import Kind, Segment, Shape, parse_pattern, spelled_segment
from proxy.core.schedules import UNTIMED, Moment
from proxy.core.shapes import common, meeting
from proxy.core.table import Backend, Route, RoutingTable, Standing, spelled_controller
from proxy.core.targets import Address, Ambiguity, asked_target, canonical_address, host_name
from proxy.core.visitors import ANYBODY, Visitor


@dataclass(frozen=True, slots=True)
class Loser:
    """A route that might have been meant, and the first thing that speaks against it.

    Shape: `distance` orders losers, the nearest first.
    """

    route: Route
    why: str
    distance: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """The verdict of the running proxy on a request, with what led to it.

    Shape: `host` is None when malformed, `backend` when the host has none, `address` when nothing
           was read of the target; `losers` are the nearest routes, the nearest first; `standing`
           is the lot's, None without one; `choice` is None where the visitor does not matter.
    """

    verdict: Verdict
    host: str | None
    backend: Backend | None
    address: Address | Ambiguity | None
    losers: tuple[Loser, ...]
    standing: Standing | None = None
    choice: Choice | None = None


def explain(
    table: RoutingTable,
    head: RequestHead,
    visitor: Visitor = ANYBODY,
    *,
    moment: Moment = UNTIMED,
    options: DecisionOptions = DEFAULT,
    nearest: int = 5,
) -> Explanation:
    """What `decide` says of this request, and why."""
    found = look_up(table, head, options=options)
    choice = None
    if isinstance(found, Fork):
        choice = choose(found.posture, visitor, moment, head.method)
        found = settled(found, choice)
    verdict = found
    authority, origin = asked_target(head.method, head.target)
    host = host_name(head.host if authority is None else authority)
    backend = table.backend_for(host) if host is not None else None
    if backend is None:
        return Explanation(verdict, host, None, None, ())
    address = canonical_address(backend, origin)
    if isinstance(address, Ambiguity):
        return Explanation(verdict, host, backend, address, ())
    losers = sorted(
        _losers(table, verdict, backend, address, head.method),
        key=lambda loser: (loser.distance, loser.route.place.line, loser.route.place.column),
    )
    standing = table.standing(verdict.lot) if verdict.lot else None
    nearby = _one_a_line(losers)[:nearest]
    return Explanation(verdict, host, backend, address, nearby, standing, choice)


def _one_a_line(losers: list[Loser]) -> tuple[Loser, ...]:
    """The nearest reading of each line of the file: a route with a format has two shapes."""
    nearest: dict[Route, Loser] = {}
    for loser in losers:
        nearest.setdefault(loser.route, loser)
    return tuple(nearest.values())


def _losers(
    table: RoutingTable, verdict: Verdict, backend: Backend, address: Address, method: str
) -> Iterator[Loser]:
    winner = verdict.route if isinstance(verdict, Decision) else None
    path = address.path
    asked = (
        tuple(Segment(Kind.LITERAL, text) for text in path[1:].split("/")) if path != "/" else ()
    )
    for lot in table.lots:
        for route in lot.routes:
            if route == winner:
                continue
            for shape in parse_pattern(route.pattern):
                if distance := _distance(shape, asked):
                    why = (
                        _difference(shape, asked)
                        or _against(table, route, backend, address, method)
                        or _outranked(winner, route, shape, asked)
                    )
                    yield Loser(route, why, (route.backend != backend.name, *distance))


def _distance(shape: Shape, asked: Shape) -> tuple[int, ...]:
    """How far a shape is from the path; nothing when they have nothing in common."""
    if meeting(shape, asked) is not None:
        return 0, 0, 0
    is_open = bool(shape) and shape[-1].kind is Kind.REST
    fixed = shape[:-1] if is_open else shape
    pairs = list(zip(fixed, asked, strict=False))
    misfits = [n for n, (wanted, found) in enumerate(pairs) if common(wanted, found) is None]
    alike = _common_start(pairs[misfits[0]][0].text, pairs[misfits[0]][1].text) if misfits else 0
    if not pairs or (0 in misfits and alike < 3):
        return ()
    lengths = max(len(fixed) - len(asked), 0 if is_open else len(asked) - len(fixed))
    return 1 + (0 in misfits), len(misfits) + lengths, -alike


def _common_start(one: str, other: str) -> int:
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _difference(shape: Shape, asked: Shape) -> str:
    """The first segment from the left that does not fit; nothing when all do."""
    if meeting(shape, asked) is not None:
        return ""
    for number, (wanted, found) in enumerate(zip(shape, asked, strict=False), 1):
        if common(wanted, found) is None:
            return f'segment {number} is "{found.text}", not {spelled_segment(wanted)}'
    if len(asked) < len(shape):
        missing = spelled_segment(shape[len(asked)])
        return f"the path ends before segment {len(asked) + 1}, {missing}"
    return f"the path goes on after segment {len(shape)}"


def _against(
    table: RoutingTable,
    route: Route,
    backend: Backend,
    address: Address,
    method: str,
) -> str:
    """What else than the path speaks against a route."""
    if route.backend != backend.name:
        return f"it belongs to backend {route.backend}, at {table.backends[route.backend].hosts[0]}"
    if route.application != address.application:
        controller = spelled_controller(backend, route.application)
        spelled = f"under /{controller}/" if controller else "without a front controller"
        return f"it belongs to application {route.application}, {spelled}"
    if route.methods is not None and method not in route.methods:
        return f"it accepts {', '.join(sorted(route.methods))}, not {method}"
    return ""


def _outranked(winner: Route | None, route: Route, theirs: Shape, asked: Shape) -> str:
    if winner is None:
        return "the address was refused before routes were compared"
    shapes = parse_pattern(winner.pattern)
    ours = next((shape for shape in shapes if meeting(shape, asked) is not None), shapes[0])
    for number, (better, worse) in enumerate(zip(ours, theirs, strict=False), 1):
        if better.key != worse.key:
            precise, vague = spelled_segment(better), spelled_segment(worse)
            return f"the winner is more precise at segment {number}: {precise} before {vague}"
    if len(ours) != len(theirs):
        return "the winner ends where this one has a rest"
    if winner.methods is not None and route.methods is None:
        return "the winner names the method"
    return "the winner is written out, this one is implied by a module"
