"""Projects read into the inventory: each by the reader of its kind, entries claimed by the table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from legacy_bridge.apostrophe.pages import read_pages
from legacy_bridge.symfony1.places import Doubt, NotUnderstood
from legacy_bridge.symfony1.project import layout
from legacy_bridge.symfony1.project.whole import WholeProject, read_whole
from legacy_bridge.symfony1.routing.listing import listed_routes
from legacy_bridge.symfony1.routing.routes import RouteDefinition
from legacy_bridge.symfony4.routing import files as symfony4
from legacy_bridge.symfony4.routing.access import read_access
from proxy.core.table import Backend, BackendKind, RoutingTable
from proxy.errors import ProjectUnreadable
from proxy.inventory.entries import ModuleFacts, Remark, Sharing, Survey
from proxy.inventory.ledger import Ledger, SiteSurface
from proxy.wiring.symfony1_entries import Symfony1Surface
from proxy.wiring.symfony1_facts import module_facts, sharings
from proxy.wiring.symfony4_entries import Symfony4Surface
from proxy.wiring.symfony4_facts import controller_facts

#: Web roots of Symfony 4, the usual one first.
_WEB = ("public", "web", "public_html")


@dataclass(frozen=True, slots=True)
class ProjectSource:
    """Where a legacy application's project is, and what else is known of its routes.

    Shape: `routes_output` maps applications to files of `symfony app:routes`, or "" to one of
           `debug:router --format=json`; `pages_database` is the URL of Apostrophe's database.
    """

    backend: str
    folder: Path
    routes_output: Mapping[str, Path] = field(default_factory=dict)
    pages_database: str = ""


@dataclass(frozen=True)
class Reading:
    """What was read: the survey for people, the ledger for logs."""

    survey: Survey
    ledger: Ledger
    backends: Mapping[str, Backend]


def read_projects(sources: Sequence[ProjectSource], table: RoutingTable | None) -> Reading:
    """The inventory of projects, claimed by a routing table when there is one.

    Errors: ProjectUnreadable.
    """
    surfaces: list[SiteSurface] = []
    remarks: list[Remark] = []
    shared: list[Sharing] = []
    facts: list[ModuleFacts] = []
    read: list[tuple[str, str]] = []
    for source in sources:
        try:
            surface, doubts = _surface(source, table)
        except NotUnderstood as error:
            raise ProjectUnreadable(str(error)) from error
        surfaces.append(surface)
        remarks += (
            Remark(f"{source.backend}: {each.spot}", each.text, each.is_left_out) for each in doubts
        )
        read.append((source.backend, surface.backend.kind.value))
        if isinstance(surface, Symfony1Surface):
            shared += sharings(source.backend, surface.whole)
            facts += module_facts(source.backend, surface.whole)
        elif isinstance(surface, Symfony4Surface):
            facts += controller_facts(surface.backend, source.folder, surface.table)
    ledger = Ledger(surfaces, table)
    survey = Survey(tuple(ledger.entries), tuple(remarks), tuple(shared), tuple(facts), tuple(read))
    return Reading(survey, ledger, {each.backend.name: each.backend for each in surfaces})


def _surface(
    source: ProjectSource, table: RoutingTable | None
) -> tuple[SiteSurface, Sequence[Doubt]]:
    known = table.backends.get(source.backend) if table else None
    if not source.folder.is_dir():
        raise ProjectUnreadable(f"{source.folder}: no such folder")
    if layout.is_project(source.folder):
        whole = _symfony1(source)
        return Symfony1Surface(known or _backend1(source.backend, whole), whole), whole.doubts
    if symfony4.is_project(source.folder) or source.routes_output:
        return _symfony4(source, known)
    raise ProjectUnreadable(
        f"{source.folder}: neither symfony 1 (no folder apps) nor Symfony 4 (no config/routes.yaml)"
    )


def _symfony1(source: ProjectSource) -> WholeProject:
    listed: dict[str, list[RouteDefinition]] = {}
    for application, path in source.routes_output.items():
        listed[application] = listed_routes(_text(path), path.name)
    pages = read_pages(source.pages_database) if source.pages_database else None
    names = layout.read_project(source.folder).applications
    return read_whole(
        source.folder,
        listed=listed,
        pages=dict.fromkeys(names, pages) if pages is not None else {},
    )


def _backend1(name: str, whole: WholeProject) -> Backend:
    """A backend for a project that no table names yet.

    Shape: an application without a front controller gets the name that symfony would generate.
    """
    controllers = dict(whole.controllers)
    applications = whole.project.applications
    if "index.php" not in controllers:
        first = next((each for each in ("frontend", name) if each in applications), applications[0])
        controllers = {"index.php": first, **controllers}
    for application in applications:
        if application not in controllers.values():
            controllers[f"{application}.php"] = application
    host = f"{name.replace('_', '-')}.localhost"
    return Backend(name, BackendKind.SYMFONY1, "http://127.0.0.1:8001", (host,), controllers)


def _symfony4(source: ProjectSource, known: Backend | None) -> tuple[SiteSurface, Sequence[Doubt]]:
    output = next(iter(source.routes_output.values()), None)
    if output is not None:
        routes = symfony4.router_routes(_text(output), output.name)
    else:
        routes = symfony4.read_routes(source.folder)
    rules, doubts = read_access(source.folder)
    web = next((each for name in _WEB if (each := source.folder / name).is_dir()), None)
    controllers = {"index.php": "app"}
    kind, host = BackendKind.SYMFONY4, f"{source.backend}.localhost"
    backend = known or Backend(source.backend, kind, "http://127.0.0.1:8002", (host,), controllers)
    return Symfony4Surface(backend, routes, rules, web), [*routes.doubts, *doubts]


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise ProjectUnreadable(f"{path}: {error.strerror}") from error
