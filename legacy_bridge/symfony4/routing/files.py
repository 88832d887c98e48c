"""The routing of a Symfony 4 project: its YAML files with what they import, or debug:router's JSON."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import YAMLError

from legacy_bridge.symfony1.places import Doubt, NotUnderstood, Spot
from legacy_bridge.symfony4.routing.notes import routes_below
from legacy_bridge.symfony4.routing.routes import Route, RouteTable

_KEYS = {
    "path", "controller", "methods", "requirements", "defaults", "host", "condition", "options",
    "schemes", "locale", "format", "utf8", "stateless",
}  # fmt: skip
_IMPORT_KEYS = {
    "resource", "type", "prefix", "name_prefix", "requirements", "defaults", "methods", "host",
    "options", "schemes", "condition", "trailing_slash_on_root", "exclude", "controller",
}  # fmt: skip


def is_project(folder: Path) -> bool:
    """Whether a folder looks like a Symfony 4 project, or a later one."""
    return any(
        (folder / "config" / name).exists() for name in ("routes.yaml", "routes.yml", "routes")
    )


def read_routes(folder: Path) -> RouteTable:
    """The routes of a project's files, as its production environment has them.

    Errors: NotUnderstood, when the folder is no such project.
    Source: MicroKernelTrait, and the skeleton's Kernel::configureRoutes.
    """
    if not is_project(folder):
        raise NotUnderstood(Spot(str(folder)), "no Symfony 4 project: no config/routes.yaml")
    reader = _Reader(folder)
    config = folder / "config"
    for place in (config / "routes" / "prod", config / "routes", config):
        names = ("routes.*",) if place == config else ("*",)
        for name in names:
            for path in sorted(place.glob(name)):
                if path.suffix in {".yaml", ".yml"}:
                    reader.read(path)
                elif path.suffix in {".php", ".xml"} and path.is_file():
                    text = f"routes in {path.suffix[1:].upper()} are not read; give debug:router --format=json"
                    reader.doubts.append(Doubt(Spot(reader.name_of(path)), text, is_left_out=True))
    return RouteTable(reader.routes.values(), reader.doubts)


class _Reader:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.routes: dict[str, Route] = {}
        self.doubts: list[Doubt] = []
        self._under_way: set[Path] = set()

    def name_of(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    def read(self, path: Path, around: Mapping[str, Any] | None = None) -> None:
        """The routes of one YAML file, with what the file that imports it adds."""
        name = self.name_of(path)
        if path in self._under_way:
            self.doubts.append(Doubt(Spot(name), "it imports itself"))
            return
        self._under_way.add(path)
        try:
            found = YAML(typ="rt").load(StringIO(path.read_text(encoding="utf-8")))
        except (YAMLError, UnicodeDecodeError, OSError) as error:
            mark = getattr(error, "problem_mark", None)
            line = mark.line + 1 if mark else 1
            self.doubts.append(
                Doubt(Spot(name, line), str(error).partition("\n")[0], is_left_out=True)
            )
            found = None
        if isinstance(found, CommentedMap):
            for route, said in found.items():
                self._one(str(route), said, Spot(name, found.lc.key(route)[0] + 1), path, around)
        elif found is not None:
            self.doubts.append(Doubt(Spot(name), "expected routes by name", is_left_out=True))
        self._under_way.discard(path)

    def _one(
        self, name: str, said: Any, spot: Spot, path: Path, around: Mapping[str, Any] | None
    ) -> None:
        if name.startswith("when@"):
            if name == "when@prod" and isinstance(said, dict):
                for inner, more in said.items():
                    self._one(str(inner), more, spot, path, around)
            return
        if not isinstance(said, dict):
            self.doubts.append(Doubt(spot, f"the route {name} says {said!r}", is_left_out=True))
        elif "resource" in said:
            self._import(name, said, spot, path, around)
        elif "path" not in said:
            self.doubts.append(
                Doubt(spot, f"the route {name} has neither path nor resource", is_left_out=True)
            )
        else:
            for key in sorted(set(map(str, said)) - _KEYS):
                self.doubts.append(Doubt(spot, f"the route {name}: {key} is not looked at"))
            if isinstance(said["path"], dict):
                self.doubts.append(
                    Doubt(
                        spot, f"the route {name}: paths by language are not read", is_left_out=True
                    )
                )
                return
            self._add(_route(name, said, spot), around)

    def _add(self, route: Route, around: Mapping[str, Any] | None) -> None:
        if around:
            route = _surrounded(route, around)
        if route.condition:
            text = f"the route {route.name} has a condition, which is not looked at"
            self.doubts.append(Doubt(route.spot, text))
        # As in PHP's arrays, a name that comes again goes to the end: RouteCollection::add.
        self.routes.pop(route.name, None)
        self.routes[route.name] = route

    def _import(
        self,
        name: str,
        said: Mapping[str, Any],
        spot: Spot,
        path: Path,
        around: Mapping[str, Any] | None,
    ) -> None:
        resource = str(said["resource"])
        kind = str(said.get("type") or "")
        inner = {**said, "outer": around}
        if resource.startswith("@") or kind not in {"", "annotation", "attribute", "yaml", "glob"}:
            text = f"{name} imports {resource}, which is not read; give debug:router --format=json"
            self.doubts.append(Doubt(spot, text, is_left_out=True))
            return
        for found in self._resources(path.parent, resource):
            if found.is_dir() or found.suffix == ".php":
                routes, doubts = routes_below(found, self.root)
                self.doubts += doubts
                for route in routes:
                    self._add(route, inner)
            elif found.suffix in {".yaml", ".yml"}:
                self.read(found, inner)
            else:
                self.doubts.append(
                    Doubt(spot, f"{name} imports {resource}, which is not read", is_left_out=True)
                )

    def _resources(self, folder: Path, resource: str) -> Iterator[Path]:
        if "*" in resource:
            head, _, tail = resource.partition("*")
            start = (folder / head).resolve()
            start = start if start.is_dir() else start.parent
            yield from sorted(start.glob("*" + tail))
            return
        found = (folder / resource).resolve()
        if not found.exists():
            self.doubts.append(
                Doubt(Spot(self.name_of(folder)), f"{resource} does not exist", is_left_out=True)
            )
        elif not found.is_relative_to(self.root.resolve()):
            self.doubts.append(
                Doubt(
                    Spot(self.name_of(folder)),
                    f"{resource} is not in the project",
                    is_left_out=True,
                )
            )
        else:
            yield self.root / found.relative_to(self.root.resolve())


def _route(name: str, said: Mapping[str, Any], spot: Spot) -> Route:
    defaults = {str(key): _text(value) for key, value in _map(said.get("defaults")).items()}
    controller = said.get("controller") or defaults.pop("_controller", "") or ""
    return Route(
        name,
        str(said["path"] or "/"),
        str(controller),
        spot,
        _methods(said.get("methods")),
        {str(key): str(value) for key, value in _map(said.get("requirements")).items()},
        defaults,
        str(said.get("host") or ""),
        str(said.get("condition") or ""),
    )


def _surrounded(route: Route, around: Mapping[str, Any]) -> Route:
    """A route with what its importing file adds: prefix, names, defaults."""
    prefix = str(around.get("prefix") or "").strip("/")
    path = route.path
    if prefix:
        tail = "" if path == "/" and around.get("trailing_slash_on_root") is False else path
        path = f"/{prefix}/{tail.lstrip('/')}" if tail else f"/{prefix}"
    added = {str(key): _text(value) for key, value in _map(around.get("defaults")).items()}
    wants = {str(key): str(value) for key, value in _map(around.get("requirements")).items()}
    changed = replace(
        route,
        name=str(around.get("name_prefix") or "") + route.name,
        path=path,
        methods=_methods(around.get("methods")) or route.methods,
        defaults={**route.defaults, **added},
        requirements={**route.requirements, **wants},
        host=str(around.get("host") or "") or route.host,
    )
    outer = around.get("outer")
    return _surrounded(changed, outer) if outer else changed


def _methods(said: Any) -> frozenset[str]:
    if not said:
        return frozenset()
    words = said if isinstance(said, list) else str(said).split("|")
    return frozenset(str(each).strip().upper() for each in words)


def _map(said: Any) -> Mapping[Any, Any]:
    return said if isinstance(said, dict) else {}


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def router_routes(text: str, file: str) -> RouteTable:
    """The routes that `debug:router --format=json` prints.

    Errors: NotUnderstood, when the text is no such output.
    """
    try:
        said = json.loads(text)
    except ValueError as error:
        raise NotUnderstood(Spot(file, getattr(error, "lineno", 1)), f"not JSON: {error}") from None
    if not isinstance(said, dict) or not all(isinstance(each, dict) for each in said.values()):
        raise NotUnderstood(Spot(file), "expected routes by name, as debug:router prints them")
    routes: list[Route] = []
    doubts: list[Doubt] = []
    lines = text.splitlines()
    for name, one in said.items():
        opening = f'"{name}": {{'
        at = next((n for n, line in enumerate(lines, 1) if line.strip().startswith(opening)), 1)
        spot = Spot(file, at)
        if not isinstance(one.get("path"), str):
            doubts.append(Doubt(spot, f"the route {name} has no path", is_left_out=True))
            continue
        methods = one.get("method")
        plain = {**one, "methods": None if methods in {None, "ANY", ""} else methods}
        host = one.get("host")
        routes.append(_route(name, {**plain, "host": "" if host in {"ANY", None} else host}, spot))
    return RouteTable(routes, doubts)
