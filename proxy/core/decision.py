"""Who answers a request: one pure function that both doors and `explain` call."""

from dataclasses import dataclass, replace
from enum import StrEnum

from proxy.core.assignment import By, Choice, Posture, choose
from proxy.core.messages import RequestHead
from proxy.core.schedules import UNTIMED, Moment
from proxy.core.stages import Stage, StageName, share_of
from proxy.core.succession import successor
from proxy.core.table import (
    Backend,
    BackendKind,
    Lot,
    Route,
    RoutingTable,
    application_of,
)
from proxy.core.targets import (
    Address,
    Ambiguity,
    asked_target,
    canonical_address,
    canonical_target,
    host_name,
    is_plainly_spelled,
    split_target,
)
from proxy.core.visitors import ANYBODY, Visitor

__all__ = [
    "ANYBODY", "DEFAULT", "NOBODY", "Decision", "DecisionOptions", "Fork", "Reason", "Refusal",
    "Side", "Verdict", "Visitor", "decide", "look_up", "settled",
]  # fmt: skip


class Side(StrEnum):
    """The two who can answer."""

    LEGACY = "legacy"
    PYTHON = "python"


class Reason(StrEnum):
    """Why a side was chosen, or why nobody may answer."""

    STAGE = "stage"
    CANARY_IN = "canary-in"
    CANARY_OUT = "canary-out"
    COHORT = "cohort"
    TESTER = "tester"
    JOURNEY = "journey"
    SCHEDULE = "schedule"
    CLUSTER = "cluster"
    KILL_SWITCH = "kill-switch"
    MOVED = "moved"
    UNCLAIMED = "unclaimed"
    OURS = "ours"
    HOST_UNKNOWN = "host-unknown"
    TARGET_AMBIGUOUS = "target-ambiguous"
    NOT_CANONICAL = "not-canonical"
    CONTROLLER_BLOCKED = "controller-blocked"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Decision:
    """The side that answers, and every fact that led there.

    Shape: `path` is the canonical path the table was asked about; `lot`, `route` and `stage` are
           None when no lot claims the address.
    """

    side: Side
    reason: Reason
    backend: Backend
    application: str
    path: str
    lot: Lot | None = None
    route: Route | None = None
    stage: Stage | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Nobody answers: the proxy itself does, with this status.

    Shape: `location` is the canonical target a safe request is sent to, for redirects only.
    """

    status: int
    reason: Reason
    detail: str
    location: bytes | None = None
    backend: Backend | None = None
    lot: Lot | None = None


Verdict = Decision | Refusal


@dataclass(frozen=True, slots=True)
class Fork:
    """An address whose side depends on the visitor and the time: the verdict of each side."""

    posture: Posture
    legacy: Decision
    python: Verdict


@dataclass(frozen=True, slots=True)
class DecisionOptions:
    """Settings a decision depends on.

    Shape: `own_hosts` are the hosts at which `/-/` answers, whether a backend has them or not.
    """

    allow_dev_controllers: bool = False
    own_hosts: frozenset[str] = frozenset({"localhost", "127.0.0.1", "[::1]"})


DEFAULT = DecisionOptions()

#: The backend of a request for our own pages at a host that no backend has.
NOBODY = Backend("", BackendKind.SYMFONY4, "", ())

_OURS = "/-/"
#: Answers at every host: front servers and supervisors ask it.
_HEALTH = "/-/health"
#: So does what testers are sent, since it is the public host that must know them.
_TESTER = "/-/essai/"
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
_REDIRECTED = frozenset({"GET", "HEAD"})


def decide(
    table: RoutingTable,
    head: RequestHead,
    visitor: Visitor = ANYBODY,
    *,
    moment: Moment = UNTIMED,
    options: DecisionOptions = DEFAULT,
) -> Verdict:
    """Who answers this visitor's request at this moment, or why nobody may.

    Shape: never reads the body, nor any header but the host that the head carries.
    """
    found = look_up(table, head, options=options)
    if isinstance(found, Fork):
        return settled(found, choose(found.posture, visitor, moment, head.method))
    return found


def settled(fork: Fork, choice: Choice) -> Verdict:
    """The verdict of the side that was chosen."""
    verdict = fork.python if choice.is_python else fork.legacy
    if isinstance(verdict, Refusal):
        return verdict
    return replace(verdict, reason=_reason(choice))


def look_up(
    table: RoutingTable, head: RequestHead, *, options: DecisionOptions = DEFAULT
) -> Verdict | Fork:
    """Who answers this request whoever asks, or both answers where it depends on who asks.

    Shape: never reads the body, nor any header but the host that the head carries.
    """
    authority, origin = asked_target(head.method, head.target)
    host = host_name(head.host if authority is None else authority)
    if host is None:
        return Refusal(400, Reason.HOST_UNKNOWN, "the Host is malformed")
    backend = table.backend_for(host)
    if backend is None:
        is_health = host in _LOOPBACK and origin == _HEALTH.encode()
        if is_health or (host in options.own_hosts and origin.startswith(_OURS.encode())):
            backend = NOBODY
        else:
            return Refusal(421, Reason.HOST_UNKNOWN, f"no backend answers for {host}")
    if head.method == "CONNECT":
        return Refusal(405, Reason.TARGET_AMBIGUOUS, "this proxy opens no tunnel", backend=backend)
    if origin == b"*" and head.method == "OPTIONS":
        application = backend.default_application
        return Decision(Side.LEGACY, Reason.UNCLAIMED, backend, application, "*")
    address = canonical_address(backend, origin)
    if isinstance(address, Ambiguity):
        return Refusal(400, Reason.TARGET_AMBIGUOUS, address.why, backend=backend)
    if address.path.startswith(_OURS) or address.path == _OURS[:-1]:
        return _ours(head, backend, address, is_console=host in options.own_hosts)
    if backend is NOBODY:
        detail = "this host has no pages but our own, under /-/"
        return Refusal(404, Reason.NOT_CANONICAL, detail, backend=backend)
    return _look_up_address(table, head, backend, address, options)


def _look_up_address(
    table: RoutingTable,
    head: RequestHead,
    backend: Backend,
    address: Address,
    options: DecisionOptions,
) -> Verdict | Fork:
    path, application = address.path, address.application
    if _is_development(address) and not options.allow_dev_controllers:
        detail = "development front controllers are blocked"
        return Refusal(404, Reason.CONTROLLER_BLOCKED, detail, backend=backend)
    route = table.match(backend, application, head.method, path)
    if address.other_path is not None:
        other = table.match(backend, application, head.method, address.other_path)
        if other is not route:
            claimed = route or other
            lot = table.lot(claimed.lot) if claimed else None
            detail = "the web server and PHP would read two different pages"
            return Refusal(400, Reason.TARGET_AMBIGUOUS, detail, backend=backend, lot=lot)
    lot = table.lot(route.lot) if route else None
    if route is None or lot is None:
        return Decision(Side.LEGACY, Reason.UNCLAIMED, backend, application, path)
    standing = table.standing(lot)
    reason = Reason.STAGE if standing.waits_for is None else Reason.CLUSTER
    legacy = Decision(Side.LEGACY, reason, backend, application, path, lot, route, lot.stage)
    if table.kill_switch and lot.stage.name is not StageName.RETIRED:
        return replace(legacy, reason=Reason.KILL_SWITCH)
    if standing.posture is not None:
        return Fork(standing.posture, legacy, _python(head, legacy, address, lot, route))
    if share_of(standing.stage) == 0:
        return legacy
    return _python(head, legacy, address, lot, route)


def _python(
    head: RequestHead, legacy: Decision, address: Address, lot: Lot, route: Route
) -> Verdict:
    """What Python's side says: an answer, or why it is not to be asked by this address."""
    backend, path = legacy.backend, address.path
    if not _is_spelled(route, path):
        detail = "a module's name is spelled with characters that Symfony 1 ignores"
        return Refusal(404, Reason.NOT_CANONICAL, detail, backend=backend, lot=lot)
    if route.to:
        return _moved(head, backend, address, lot, route)
    if not address.is_canonical:
        return _not_canonical(head, backend, address, lot)
    return replace(legacy, side=Side.PYTHON, reason=Reason.STAGE)


def _reason(choice: Choice) -> Reason:
    match choice.by:
        case By.SHARE:
            return Reason.CANARY_IN if choice.is_python else Reason.CANARY_OUT
        case by:
            return Reason(by.value)


def _moved(
    head: RequestHead, backend: Backend, address: Address, lot: Lot, route: Route
) -> Verdict:
    """The new address of an old one; for good only where the lot is, since a flip may be undone."""
    application, pattern = application_of(backend, route.to)
    path = successor(route.pattern, pattern, address.path)
    location = canonical_target(backend, replace(address, application=application, path=path))
    if location is None:
        detail = "this address has no canonical spelling"
        return Refusal(404, Reason.NOT_CANONICAL, detail, backend=backend, lot=lot)
    if b"?" in head.target:
        location += b"?" + _ascii(address.query)
    read, written = (301, 308) if lot.stage.name is StageName.RETIRED else (302, 307)
    status = read if head.method in _REDIRECTED else written
    return Refusal(status, Reason.MOVED, f"moved to {route.to}", location, backend, lot)


def _ours(head: RequestHead, backend: Backend, address: Address, *, is_console: bool) -> Verdict:
    is_spelled = split_target(head.target)[1].startswith(_OURS.encode())
    if not (is_spelled and address.is_canonical and is_plainly_spelled(head.target)):
        detail = "our own pages have one spelling, under /-/"
        return Refusal(404, Reason.NOT_CANONICAL, detail, backend=backend)
    is_open = address.path == _HEALTH or address.path.startswith(_TESTER)
    if not is_console and not is_open:
        detail = "the console is not served at this host (FIGUIER_CONSOLE_HOSTS)"
        return Refusal(404, Reason.NOT_CANONICAL, detail, backend=backend)
    return Decision(Side.PYTHON, Reason.OURS, backend, "", address.path)


def _is_development(address: Address) -> bool:
    """Whether a development front controller is named, at whatever depth it may lie.

    Source: Symfony 1.4 opens `*_dev.php` to 127.0.0.1, which is what it sees behind a proxy.
    """
    if address.controller.lower().endswith("_dev.php"):
        return True
    path = address.path.lower()
    return "_dev.php/" in path or path.endswith("_dev.php")


def _is_spelled(route: Route, path: str) -> bool:
    """Whether an alias is asked by its module's own name, which only Symfony 1 reads loosely."""
    if not route.is_alias:
        return True
    return route.pattern.split("/")[1] == path.split("/")[1]


def _ascii(query: bytes) -> bytes:
    """A query as a Location may hold it: bytes that no address has are escaped, nothing else."""
    return b"".join(b"%%%02X" % code if code > 0x7E else bytes((code,)) for code in query)


def _not_canonical(head: RequestHead, backend: Backend, address: Address, lot: Lot) -> Refusal:
    location = canonical_target(backend, address)
    reason = Reason.NOT_CANONICAL
    if location is None:
        detail = "this address has no canonical spelling"
        return Refusal(404, reason, detail, backend=backend, lot=lot)
    if head.method not in _REDIRECTED:
        detail = f"send this request to {location.decode('ascii')}"
        return Refusal(400, reason, detail, backend=backend, lot=lot)
    if b"?" in head.target:
        location += b"?" + _ascii(address.query)
    return Refusal(301, reason, "moved to the canonical spelling", location, backend, lot)
