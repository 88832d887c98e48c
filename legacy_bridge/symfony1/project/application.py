"""One application of a project, whole: its routes, its modules, who may call its actions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from legacy_bridge.symfony1.places import Doubt, NotUnderstood, Spot, doubt_of
from legacy_bridge.symfony1.project.layout import Project
from legacy_bridge.symfony1.project.modules import Module, application_modules
from legacy_bridge.symfony1.project.settings import ApplicationSettings, application_settings
from legacy_bridge.symfony1.routing.classes import Classes, ClassUnknown
from legacy_bridge.symfony1.routing.definitions import definitions
from legacy_bridge.symfony1.routing.guard_plugin import NAME as GUARD
from legacy_bridge.symfony1.routing.guard_plugin import guard_routes
from legacy_bridge.symfony1.routing.php_routes import Added, added_routes, with_added
from legacy_bridge.symfony1.routing.routes import RouteDefinition
from legacy_bridge.symfony1.routing.table import RouteTable, compiled_table
from legacy_bridge.symfony1.security import Security, SecurityRule, SecurityUnreadable
from legacy_bridge.symfony1.sfyaml.files import YamlFile, read_yaml


@dataclass(frozen=True)
class Application:
    """What an application answers."""

    name: str
    settings: ApplicationSettings
    modules: dict[str, Module]
    table: RouteTable
    security: dict[str, Security]
    doubts: tuple[Doubt, ...] = ()

    def rule(self, module: str, action: str) -> SecurityRule | None:
        """What an action wants; None when its security.yml cannot be read.

        Shape: the sign-in and refusal actions are never protected.
        Source: sfBasicSecurityFilter::execute.
        """
        if (module, action) in {self.settings.login, self.settings.secure}:
            return SecurityRule(is_secure=False)
        found = self.security.get(module)
        return found.rule(action) if found else None


def read_application(
    project: Project, name: str, listed: Sequence[RouteDefinition] = ()
) -> Application:
    """An application of a project.

    Shape: `listed` are routes of symfony's own `app:routes`, for those that PHP makes.
    """
    settings = application_settings(project, name)
    modules, module_doubts = application_modules(project, name, settings)
    doubts = [*settings.doubts, *module_doubts]
    unread: list[Doubt] = []
    files = list(_routing_files(project, name, unread))
    found = definitions(files, Classes(project.php.parents))
    known = {*modules, *settings.enabled_modules}
    added = [one for one in _added(project, settings, unread) if _answers(one, known)]
    routes = with_added(found.routes, added)
    unread += found.doubts
    if listed:
        # Symfony's own list has them all, also those that could not be read here.
        unread = [Doubt(each.spot, each.text) for each in unread]
    table = compiled_table(with_listed(routes, listed), unread, settings.syntax)
    security = dict(_security(project, name, modules, doubts))
    doubts += _own_classes(project)
    return Application(name, settings, modules, table, security, (*doubts, *table.doubts))


#: Methods of a route class that decide what it takes, or what routes a collection makes.
_DECIDING = {
    "__construct", "matchesUrl", "compile", "preCompile", "tokenize", "tokenizeBufferBefore",
    "tokenizeBufferAfter", "initializeOptions", "fixRequirements", "fixDefaults", "fixSuffix",
    "parseStarParameter", "generateRoutes", "getDefaultActions", "getActionMethod", "getRoute",
}  # fmt: skip


def _own_classes(project: Project) -> Iterator[Doubt]:
    """Route classes of the project's own that decide otherwise than the one they extend."""
    classes = Classes(project.php.parents)
    for name in project.php.parents:
        try:
            lineage = classes.ancestry(name)
        except ClassUnknown:
            continue
        found = project.php.find(name)
        deciding = sorted(
            method.name
            for method in (found.php_class.methods if found else ())
            if method.name in _DECIDING or method.name.startswith(("getRouteFor", "compileFor"))
        )
        if found and deciding:
            text = (
                f"{name} has its own {', '.join(deciding)}: its routes are read as {lineage[1]}'s"
            )
            yield Doubt(found.spot(), text)


def with_listed(
    routes: Sequence[RouteDefinition], listed: Sequence[RouteDefinition]
) -> list[RouteDefinition]:
    """Routes of files, with those that only `app:routes` knows in the places it gives them."""
    if not listed:
        return list(routes)
    own = {route.name: route for route in routes}
    ordered = [own.pop(route.name, route) for route in listed]
    return [*ordered, *own.values()]


def _routing_files(project: Project, name: str, doubts: list[Doubt]) -> Iterator[YamlFile]:
    """Source: sfApplicationConfiguration::getConfigPaths: plugins, project, application."""
    folders = [*project.plugins, project.root, project.application(name)]
    for folder in folders:
        path = folder / "config" / "routing.yml"
        if not path.is_file():
            continue
        try:
            yield read_yaml(path, project.name_of(path), project.spec)
        except NotUnderstood as error:
            doubts.append(doubt_of(error))


def _added(project: Project, settings: ApplicationSettings, doubts: list[Doubt]) -> Iterator[Added]:
    """What PHP adds to the routing: plugins' listeners, in the plugins' order."""
    classes = Classes(project.php.parents)
    folders = [*project.plugins, project.root / "lib", project.root / "config"]
    for path in project.php.paths:
        if any(path.is_relative_to(folder) for folder in folders):
            text = _text(path)
            added, found = added_routes(text, project.name_of(path), classes)
            doubts += found
            yield from added
    if not (project.root / "plugins" / GUARD).is_dir() and any(
        module.startswith("sfGuard") for module in settings.enabled_modules
    ):
        text = f"{GUARD} is not in this folder: its routes are taken to be those of release 5.0"
        doubts.append(Doubt(Spot(f"plugins/{GUARD}"), text))
        yield from guard_routes(set(settings.enabled_modules))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _answers(added: Added, modules: set[str]) -> bool:
    """Whether a plugin's route leads to a module that this application has.

    Plugins register their routes for the modules that are enabled; the others lead nowhere.
    """
    named = {str(route.defaults["module"]) for route in added.routes if "module" in route.defaults}
    return not named or bool(named & modules) or not modules


def _security(
    project: Project, name: str, modules: dict[str, Module], doubts: list[Doubt]
) -> Iterator[tuple[str, Security]]:
    application = project.application(name)
    shared = [project.root / "config" / "security.yml", application / "config" / "security.yml"]
    for module in modules.values():
        # The application's own file is laid over a plugin's.
        own = [folder / "config" / "security.yml" for folder in reversed(module.folders)]
        try:
            yield module.name, Security.of_module([*shared, *own])
        except SecurityUnreadable as error:
            doubts.append(_security_doubt(project, error, own))


def _security_doubt(project: Project, error: SecurityUnreadable, own: list[Path]) -> Doubt:
    """What is wrong with a security.yml, and on which line where that is known."""
    if isinstance(error.__cause__, NotUnderstood):
        cause = error.__cause__
        return Doubt(Spot(project.name_of(Path(cause.spot.file)), cause.spot.line), cause.text)
    place = next((each for each in own if each.is_file()), project.root)
    return Doubt(Spot(project.name_of(place)), str(error).partition(": ")[2])
