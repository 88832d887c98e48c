"""From the bytes of a routing file to a table, or to every mistake in it at once."""

import gc
import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path

from pydantic import ValidationError

from proxy.core.patterns import PatternFaulty, parse_pattern
from proxy.core.stages import Stage, StageName, StageUnknown, parse_stage
from proxy.core.table import (
    Backend,
    BackendKind,
    GateMode,
    Lot,
    Place,
    Route,
    RoutingTable,
    expand_method,
)
from proxy.routing_file.document import BackendEntry, Document, LotEntry
from proxy.routing_file.draft import Draft, dotted, place_of
from proxy.routing_file.mending import mend
from proxy.routing_file.mistakes import Mistake, RoutingFileRefused, did_you_mean
from proxy.routing_file.nodes import (
    MOST_MISTAKES,
    Node,
    NodesUnreadable,
    decoded,
    parse_nodes,
    plain,
)
from proxy.routing_file.schema_mistakes import schema_mistakes
from proxy.routing_file.territories import territories
from proxy.routing_file.validators import VALIDATORS

#: What a backend starts when its entry names no front controller.
_CONTROLLERS = {
    BackendKind.SYMFONY1: {"index.php": "frontend"},
    BackendKind.SYMFONY4: {"index.php": "app"},
}
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
_LINE = re.compile(r"(?:(\S+) +)?(/\S*)")


def read_table(path: Path | str) -> RoutingTable:
    """The table of a routing file.

    Errors: RoutingFileRefused, with every mistake; OSError when the file cannot be read.
    """
    file = Path(path)
    return parse_table(file.read_bytes(), file.name)


def parse_table(data: bytes, file: str = "routing.yaml") -> RoutingTable:
    """The table that the bytes of a routing file stand for.

    Errors: RoutingFileRefused, with every mistake.
    """
    with _garbage_left():
        draft, mistakes = _draft(data, file)
        if draft is not None:
            for validator in VALIDATORS:
                found = (each for each in validator(draft) if each.place not in draft.silent)
                mistakes += islice(found, MOST_MISTAKES)
    if mistakes or draft is None:
        raise RoutingFileRefused(mistakes)
    return RoutingTable(
        backends=draft.backends,
        lots=draft.lots,
        gates=GateMode(draft.document.gates),
        digest=hashlib.sha256(data).hexdigest(),
        source=file,
        compiled={
            (each.backend.name, each.application): each.winners for each in draft.territories
        },
    )


@contextmanager
def _garbage_left() -> Iterator[None]:
    """No collection meanwhile: a table is made of what lasts, and looking through it again and
    again while it grows costs several times the making.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _draft(data: bytes, file: str) -> tuple[Draft | None, list[Mistake]]:
    try:
        root, mistakes = parse_nodes(decoded(data, file), file)
    except NodesUnreadable as unreadable:
        return None, unreadable.mistakes
    try:
        return _drawn(root, Document.model_validate(plain(root)), mistakes), mistakes
    except ValidationError as error:
        mistakes += schema_mistakes(error, root)
        mended = mend(error, root)
    if mended is None:
        return None, mistakes
    more: list[Mistake] = []
    draft = _drawn(root, mended.document, more)
    mistakes += mended.mistakes
    mistakes += (each for each in more if each.place not in mended.places)
    return replace(draft, torn=draft.torn | _torn(mistakes), silent=mended.places), mistakes


def _drawn(root: Node, document: Document, mistakes: list[Mistake]) -> Draft:
    backends = {name: _backend(name, entry) for name, entry in document.backends.items()}
    lots = tuple(
        _lot(name, entry, backends, root, mistakes) for name, entry in document.lots.items()
    )
    return Draft(root, document, backends, lots, territories(backends, lots), _torn(mistakes))


def _torn(mistakes: list[Mistake]) -> frozenset[str]:
    """The lots that have routes among what cannot be read."""
    return frozenset(m.path.split(".")[1] for m in mistakes if ".routes" in m.path)


def _backend(name: str, entry: BackendEntry) -> Backend:
    kind = BackendKind(entry.kind)
    hosts = tuple(host.lower().removesuffix(".") for host in entry.hosts)
    return Backend(name, kind, entry.url, hosts, entry.controllers or _CONTROLLERS[kind])


def _lot(
    name: str,
    entry: LotEntry,
    backends: dict[str, Backend],
    root: Node,
    mistakes: list[Mistake],
) -> Lot:
    routes: list[Route] = []
    for backend_name, lines in entry.routes.items():
        backend = backends.get(backend_name)
        path: tuple[str | int, ...] = ("lots", name, "routes", backend_name)
        if backend is None:
            text = f'"{backend_name}" is no backend{did_you_mean(backend_name, backends)}'
            mistakes.append(Mistake(place_of(root, *path, of_key=True), dotted(path), text))
            continue
        for number, line in enumerate(lines):
            place = place_of(root, *path, number)
            route = _route(line, name, backend, place)
            if isinstance(route, str):
                mistakes.append(Mistake(place, dotted((*path, number)), route))
            else:
                routes.append(route)
    place = place_of(root, "lots", name, of_key=True)
    return Lot(
        name=name,
        title=entry.title,
        stage=_stage(entry.stage, name, root, mistakes),
        place=place,
        sprint=entry.sprint,
        needs=tuple(entry.needs),
        symfony_modules=tuple(entry.symfony_modules),
        bridged=entry.bridged,
        catch_all=entry.catch_all,
        routes=(*routes, *_aliases(name, entry, backends, routes, root)),
    )


def _stage(text: str, lot: str, root: Node, mistakes: list[Mistake]) -> Stage:
    try:
        return parse_stage(text)
    except StageUnknown as unknown:
        path = ("lots", lot, "stage")
        hint = "" if text.startswith(StageName.CANARY) else did_you_mean(text, StageName)
        mistakes.append(Mistake(place_of(root, *path), dotted(path), f"{unknown}{hint}"))
        return Stage(StageName.LEGACY)


def _route(line: str, lot: str, backend: Backend, place: Place) -> Route | str:
    """The route that a line states, or what is wrong with it."""
    match = _LINE.fullmatch(line)
    if not match:
        return f"{line!r} is no route; write [METHOD ]/pattern, as in POST /communes"
    method, pattern = match.groups()
    if method is not None and method not in _METHODS:
        hint = did_you_mean(method.upper(), _METHODS)
        return f"{method} is no method; one of {', '.join(_METHODS)}{hint}"
    application = backend.default_application
    first, _, rest = pattern[1:].partition("/")
    if first in backend.controllers:
        application, pattern = backend.controllers[first], "/" + rest
    try:
        parse_pattern(pattern)
    except PatternFaulty as faulty:
        return str(faulty)
    return Route(backend.name, application, pattern, expand_method(method), lot, place)


def _aliases(
    lot: str,
    entry: LotEntry,
    backends: dict[str, Backend],
    routes: list[Route],
    root: Node,
) -> Iterator[Route]:
    """Symfony 1's default and star routes of the lot's modules, in each application it uses.

    Source: routing.yml of a generated application: /:module and /:module/:action/*.
    """
    applications = {
        (route.backend, route.application): None
        for route in routes
        if backends[route.backend].kind is BackendKind.SYMFONY1
    }
    for number, module in enumerate(entry.symfony_modules):
        place = place_of(root, "lots", lot, "symfony_modules", number)
        for backend, application in applications:
            for pattern in (f"/{module}", f"/{module}/:action/*rest"):
                yield Route(backend, application, pattern, None, lot, place, is_alias=True)
