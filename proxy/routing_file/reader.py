"""From the bytes of a routing file to a table, or to every mistake in it at once."""

import gc
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path

from pydantic import ValidationError

from proxy.core.schedules import DAYS, Schedule
from proxy.core.stages import Stage, StageName, StageUnknown, parse_stage
from proxy.core.table import (
    Backend,
    BackendKind,
    GateMode,
    Lot,
    RoutingTable,
    Sentinel,
    Sprints,
)
from proxy.routing_file.document import BackendEntry, Document, LotEntry, ScheduleEntry
from proxy.routing_file.draft import Draft, dotted, place_of
from proxy.routing_file.mending import mend
from proxy.routing_file.mistakes import Mistake, RoutingFileRefused, did_you_mean
from proxy.routing_file.nodes import MOST_MISTAKES, Node, decoded, parse_nodes, plain
from proxy.routing_file.route_lines import LotLines
from proxy.routing_file.schema_mistakes import schema_mistakes
from proxy.routing_file.territories import territories
from proxy.routing_file.validators import VALIDATORS

#: What a backend starts when its entry names no front controller.
_CONTROLLERS = {
    BackendKind.SYMFONY1: {"index.php": "frontend"},
    BackendKind.SYMFONY4: {"index.php": "app"},
}


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
        kill_switch=draft.document.kill_switch == "on",
        needs_approval=draft.document.approvals == "required",
        sprints=_sprints(draft.document),
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
    except RoutingFileRefused as refused:
        return None, list(refused.mistakes)
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
    if document.sprints is not None:
        _day(document.sprints.first, root, ("sprints", "first"), mistakes)
    return Draft(root, document, backends, lots, territories(backends, lots), _torn(mistakes))


def _torn(mistakes: list[Mistake]) -> frozenset[str]:
    """The lots that have routes among what cannot be read."""
    keys = (".routes", ".redirects")
    return frozenset(m.path.split(".")[1] for m in mistakes if any(k in m.path for k in keys))


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
        owner=entry.owner,
        accepted_on=_day(entry.accepted_on, root, ("lots", name, "accepted_on"), mistakes),
        cluster=entry.cluster,
        cohorts=tuple(entry.cohorts),
        schedule=_schedule(entry.schedule),
        gone=entry.gone,
        sentinel=Sentinel(entry.sentinel),
        routes=LotLines(name, entry, backends, root, mistakes).routes(),
    )


def _schedule(entry: ScheduleEntry | None) -> Schedule | None:
    if entry is None:
        return None
    opens, _, closes = entry.hours.partition("-")
    days = tuple(day for day in DAYS if day in entry.days)
    return Schedule(days, opens, closes, entry.not_before)


def _day(text: str, root: Node, path: tuple[str, ...], mistakes: list[Mistake]) -> str:
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        mistakes.append(Mistake(place_of(root, *path), dotted(path), f"{text} is no day"))
        return ""


def _sprints(document: Document) -> Sprints | None:
    found = document.sprints
    return None if found is None else Sprints(found.first, found.days)


def _stage(text: str, lot: str, root: Node, mistakes: list[Mistake]) -> Stage:
    try:
        return parse_stage(text)
    except StageUnknown as unknown:
        path = ("lots", lot, "stage")
        hint = "" if text.startswith(StageName.CANARY) else did_you_mean(text, StageName)
        mistakes.append(Mistake(place_of(root, *path), dotted(path), f"{unknown}{hint}"))
        return Stage(StageName.LEGACY)
