"""The routing table: backends, lots and routes, frozen; which route claims an address."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from urllib.parse import unquote_plus

from proxy.core.assignment import Posture
from proxy.core.cohorts import digest_of
from proxy.core.patterns import parse_pattern
from proxy.core.schedules import Schedule
from proxy.core.stages import Stage, StageName, share_of
from proxy.core.trie import Leaf, Trie


class BackendKind(StrEnum):
    """The legacy frameworks whose addresses we know how to read."""

    SYMFONY1 = "symfony1"
    SYMFONY4 = "symfony4"


class GateMode(StrEnum):
    """Whether a closed gate refuses a flip, or only warns."""

    ENFORCED = "enforced"
    ADVISORY = "advisory"


class Sentinel(StrEnum):
    """What is done about a lot that breaks after a flip."""

    ROLL_BACK = "roll_back"
    ALERT = "alert"


@dataclass(frozen=True, slots=True)
class Place:
    """A position in a file, counted from 1, printed as editors read it."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        """As in routing.yaml:47:9."""
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Backend:
    """A legacy application that answers whatever no lot has taken.

    Shape: `hosts` in lower case, without port or final dot; `controllers` maps a front
           controller's file name to the application it starts, the first one being the
           application that answers addresses without a script name.
    """

    name: str
    kind: BackendKind
    url: str
    hosts: tuple[str, ...]
    controllers: Mapping[str, str] = field(default_factory=dict)

    @property
    def default_application(self) -> str:
        """The application of an address that names no front controller."""
        return next(iter(self.controllers.values()), "")


@dataclass(frozen=True, slots=True)
class Route:
    """One line of a lot's routes, or an alias that its Symfony modules imply.

    Shape: `pattern` is what the file says, without method and front controller; `methods` is
           None when every method is accepted; `to` is the address that an old one leads to.
    """

    backend: str
    application: str
    pattern: str
    methods: frozenset[str] | None
    lot: str
    place: Place
    is_alias: bool = False
    to: str = ""


@dataclass(frozen=True, slots=True)
class Lot:
    """A functional part of the legacy application that moves as one.

    Shape: lots of one `cluster` move together; `cohorts` are words as group:conseiller; `gone` is
           what visitors are told where a retired address has no successor.
    """

    name: str
    title: str
    stage: Stage
    place: Place
    sprint: int | None = None
    needs: tuple[str, ...] = ()
    symfony_modules: tuple[str, ...] = ()
    bridged: bool = False
    catch_all: bool = False
    cluster: str = ""
    cohorts: tuple[str, ...] = ()
    schedule: Schedule | None = None
    gone: str = ""
    owner: str = ""
    accepted_on: str = ""
    sentinel: Sentinel = Sentinel.ROLL_BACK
    routes: tuple[Route, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Sprints:
    """The calendar of sprints: they follow each other, all of one length.

    Shape: `first` is the day the first one began, as 2026-09-07.
    """

    first: str
    days: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a lot stands for its visitors, its cluster taken into account.

    Shape: `posture` is None where all visitors have one side; `waits_for` is the lot that holds a
           cluster back, None when the lot stands where its own stage says.
    """

    stage: Stage
    posture: Posture | None = None
    waits_for: Lot | None = None


#: Methods that may not be split between sides: `sf_method` (Symfony 1) and `_method` (Symfony 4)
#: turn one unsafe method into another inside the body, which is never read to route.
METHOD_CLASSES: dict[str, tuple[str, ...]] = {
    "GET": ("GET", "HEAD"),
    "HEAD": ("GET", "HEAD"),
    "POST": ("POST", "PUT", "PATCH", "DELETE"),
    "PUT": ("POST", "PUT", "PATCH", "DELETE"),
    "PATCH": ("POST", "PUT", "PATCH", "DELETE"),
    "DELETE": ("POST", "PUT", "PATCH", "DELETE"),
}

#: Symfony 1 drops everything else from a module's name before it looks for the module.
_NOT_IN_MODULE = re.compile(r"[^A-Za-z0-9_]+")


def expand_method(method: str | None) -> frozenset[str] | None:
    """The methods that a route naming one method accepts; None, every method, stays None."""
    if method is None:
        return None
    return frozenset(METHOD_CLASSES.get(method, (method,)))


@dataclass(frozen=True)
class RoutingTable:
    """Everything `routing.yaml` says, compiled once; replaced whole, never edited.

    Shape: `digest` is the SHA-256 of the file's bytes in hexadecimal, `source` the file's name;
           `compiled` spares compiling routes that a reader has compiled already; `vocabulary` is
           the digests of all cohort words.
    """

    backends: Mapping[str, Backend]
    lots: tuple[Lot, ...]
    gates: GateMode = GateMode.ENFORCED
    sprints: Sprints | None = None
    digest: str = ""
    source: str = "routing.yaml"
    kill_switch: bool = False
    needs_approval: bool = False
    compiled: Mapping[tuple[str, str], Trie[Route]] | None = field(
        default=None, repr=False, compare=False
    )
    _hosts: dict[str, Backend] = field(init=False, repr=False, compare=False)
    _lots: dict[str, Lot] = field(init=False, repr=False, compare=False)
    _tries: Mapping[tuple[str, str], Trie[Route]] = field(init=False, repr=False, compare=False)
    _modules: dict[tuple[str, str], set[str]] = field(init=False, repr=False, compare=False)
    _standings: dict[str, Standing] = field(init=False, repr=False, compare=False)
    vocabulary: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Compile the routes."""
        hosts = {host: each for each in self.backends.values() for host in each.hosts}
        object.__setattr__(self, "_hosts", hosts)
        object.__setattr__(self, "_lots", {lot.name: lot for lot in self.lots})
        tries = compiled_routes(self.lots) if self.compiled is None else self.compiled
        object.__setattr__(self, "_tries", tries)
        object.__setattr__(self, "_modules", _aliased_modules(self.lots))
        object.__setattr__(self, "_standings", standings(self.lots))
        words = {digest_of(word) for lot in self.lots for word in lot.cohorts}
        object.__setattr__(self, "vocabulary", frozenset(words))

    def backend_for(self, host: str) -> Backend | None:
        """The backend of a host in lower case, without port or final dot."""
        return self._hosts.get(host)

    def lot(self, name: str) -> Lot | None:
        """The lot of that name."""
        return self._lots.get(name)

    def standing(self, lot: Lot) -> Standing:
        """Where a lot of this table stands for its visitors."""
        return self._standings[lot.name]

    def restaged(self, name: str, stage: Stage) -> "RoutingTable":
        """The same table with one lot at another stage; its routes are not compiled again."""
        lots = tuple(replace(lot, stage=stage) if lot.name == name else lot for lot in self.lots)
        return replace(self, lots=lots, compiled=self._tries)

    def match(self, backend: Backend, application: str, method: str, path: str) -> Route | None:
        """The route that claims an address; None when legacy keeps it.

        Shape: `path` is canonical, as `targets.canonical_address` gives it. A method that Symfony 1
               does not know is a GET to it, so it is one here, unless a route names it.
        Source: sfWebRequest::initialize.
        """
        trie = self._tries.get((backend.name, application))
        if trie is None:
            return None
        route = trie.find(path, method)
        if route is None and backend.kind is BackendKind.SYMFONY1 and method not in METHOD_CLASSES:
            return self.match(backend, application, "GET", path)
        if route is not None and route.pattern[:2] != "/*":
            return route
        module = self._loosely_named(backend.name, application, path)
        return route if module is None else trie.find(module, method) or route

    def _loosely_named(self, backend: str, application: str, path: str) -> str | None:
        """The path as it would be if its module were spelled without what Symfony 1 drops.

        Source: sfController::forward; sfRoute::matchesUrl decodes a variable once more.
        """
        modules = self._modules.get((backend, application))
        first, slash, rest = path[1:].partition("/")
        if not modules or "." in first or not _NOT_IN_MODULE.search(first):
            return None
        module = _NOT_IN_MODULE.sub("", unquote_plus(first, errors="surrogateescape"))
        return f"/{module}{slash}{rest}" if module in modules else None


def standings(lots: tuple[Lot, ...]) -> dict[str, Standing]:
    """Where each lot stands: one in a cluster no further than the cluster's last lot."""
    last: dict[str, Lot] = {}
    for lot in lots:
        if lot.cluster and lot.stage.name is not StageName.RETIRED:
            holder = last.setdefault(lot.cluster, lot)
            if share_of(lot.stage) < share_of(holder.stage):
                last[lot.cluster] = lot
    return {lot.name: _standing_of(lot, last.get(lot.cluster, lot)) for lot in lots}


def _standing_of(lot: Lot, holder: Lot) -> Standing:
    if lot.stage.name is StageName.RETIRED:
        return Standing(lot.stage)
    is_behind = share_of(holder.stage) < share_of(lot.stage)
    stage = holder.stage if is_behind else lot.stage
    waits_for = holder if is_behind else None
    is_split = stage.name is StageName.CANARY or (
        stage.name is StageName.PYTHON and lot.schedule is not None
    )
    if not is_split:
        return Standing(stage, None, waits_for)
    cohorts = frozenset(map(digest_of, lot.cohorts))
    journey = lot.cluster or lot.name
    posture = Posture(lot.name, journey, share_of(stage), cohorts, lot.schedule)
    return Standing(stage, posture, waits_for)


def spelled_route(route: Route) -> str:
    """A route as a line of the file, with the one method that stands for its class."""
    if route.methods is None:
        return route.pattern
    method = next((m for m in ("GET", "POST") if m in route.methods), min(route.methods))
    return f"{method} {route.pattern}"


def spelled_controller(backend: Backend, application: str) -> str:
    """The front controller that links of an application name: none for the default one."""
    if application in {"", backend.default_application}:
        return ""
    return next(name for name, owner in backend.controllers.items() if owner == application)


def application_of(backend: Backend, pattern: str) -> tuple[str, str]:
    """The application that a pattern of the file is about, and the pattern in it."""
    first, _, rest = pattern[1:].partition("/")
    if first in backend.controllers:
        return backend.controllers[first], "/" + rest
    return backend.default_application, pattern


def compiled_routes(lots: tuple[Lot, ...]) -> dict[tuple[str, str], Trie[Route]]:
    """The routes of all lots, as one tree for each application of each backend."""
    tries: dict[tuple[str, str], Trie[Route]] = {}
    for lot in lots:
        for route in lot.routes:
            key = route.backend, route.application
            trie = tries.get(key)
            if trie is None:
                trie = tries[key] = Trie()
            for shape in parse_pattern(route.pattern):
                claim(trie.leaf(shape), route)
    return tries


def claim(leaf: Leaf[Route], route: Route) -> None:
    """Put a route at its leaf; what the file spells stays before what its modules imply.

    Two lots at one leaf are refused when the file is read; here the first place wins, so that
    even a table built by hand does not depend on the order of its lots.
    """
    if route.methods is None:
        if leaf.any_method is None or _precedes(route, leaf.any_method):
            leaf.any_method = route
        return
    for method in route.methods:
        holder = leaf.by_method.get(method)
        if holder is None or _precedes(route, holder):
            leaf.by_method[method] = route


def _precedes(route: Route, holder: Route) -> bool:
    return _standing(route) < _standing(holder)


def _standing(route: Route) -> tuple[bool, int, int, str]:
    return route.is_alias, route.place.line, route.place.column, route.lot


def _aliased_modules(lots: tuple[Lot, ...]) -> dict[tuple[str, str], set[str]]:
    modules: dict[tuple[str, str], set[str]] = {}
    for lot in lots:
        for route in lot.routes:
            if route.is_alias:
                place = route.backend, route.application
                modules.setdefault(place, set()).update(lot.symfony_modules)
    return modules
