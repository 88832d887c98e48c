"""A whole project: every application's surface, and what the web server answers beside them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from legacy_bridge.symfony1.places import Doubt
from legacy_bridge.symfony1.project.application import read_application
from legacy_bridge.symfony1.project.doors import Door, DoorKind, web_doors, web_root
from legacy_bridge.symfony1.project.layout import Project, read_project
from legacy_bridge.symfony1.project.surface import ApplicationSurface, Nowhere, Pages, Reach
from legacy_bridge.symfony1.routing.routes import RouteDefinition


@dataclass(frozen=True)
class WholeProject:
    """What a project answers, application by application and beside them."""

    project: Project
    surfaces: Mapping[str, ApplicationSurface]
    doors: tuple[Door, ...]
    doubts: tuple[Doubt, ...]
    web: Path | None

    @property
    def controllers(self) -> dict[str, str]:
        """Front controllers of the production environment: file → application.

        Shape: the one that answers addresses without a script name comes first.
        """
        found = {
            door.pattern[1:]: door.target
            for door in self.doors
            if door.kind is DoorKind.CONTROLLER and door.environment in {"prod", ""}
        }
        return dict(sorted(found.items(), key=lambda each: each[0] != "index.php"))

    def locate(self, application: str, path: str, method: str) -> Reach | Door | Nowhere:
        """What answers a request: a file, a redirect, or what the application's routing says."""
        door = self._door(path)
        if door is not None and (door.kind is not DoorKind.STATIC or self._is_file(path)):
            return door
        surface = self.surfaces.get(application)
        if surface is None:
            return door or Nowhere(f"no application {application or '(another script)'} is known")
        found = surface.locate(path, method)
        if isinstance(found, Nowhere) and door is not None:
            return door
        return found

    def numbers_are_alike(self, segment: str) -> bool:
        """Whether addresses with this first segment lead to the same place for any number."""
        if segment in self._by_segment or "" in self._by_segment or segment.isdigit():
            return False
        return all(each.numbers_are_alike(segment) for each in self.surfaces.values())

    @cached_property
    def _by_segment(self) -> dict[str, list[Door]]:
        """First segment → doors; "" for those whose pattern may stand for any."""
        found: dict[str, list[Door]] = {}
        for door in self.doors:
            if door.kind is not DoorKind.CONTROLLER:
                segment = "" if door.is_expression else door.pattern[1:].partition("/")[0]
                found.setdefault(segment, []).append(door)
        return found

    def _door(self, path: str) -> Door | None:
        segment = path[1:].partition("/")[0]
        near = [*self._by_segment.get(segment, ()), *self._by_segment.get("", ())]
        return next((door for door in near if _takes(door, path)), None)

    def _is_file(self, path: str) -> bool:
        try:
            return self.web is not None and (self.web / path.lstrip("/")).is_file()
        except (OSError, ValueError):
            return False


def _takes(door: Door, path: str) -> bool:
    match door.kind:
        case DoorKind.REDIRECT if door.is_expression:
            try:
                return re.search(door.pattern, path) is not None
            except re.error:
                return False
        case DoorKind.REDIRECT | DoorKind.SCRIPT:
            return path == door.pattern or path.startswith(door.pattern + "/")
        case _ if door.pattern.endswith("/*"):
            return path.startswith(door.pattern[:-1])
        case _:
            return path == door.pattern


def read_whole(
    folder: Path,
    *,
    listed: Mapping[str, Sequence[RouteDefinition]] | None = None,
    pages: Mapping[str, Pages] | None = None,
) -> WholeProject:
    """The project in a folder.

    Shape:  `listed` and `pages` by application: routes of `app:routes`, a CMS's pages.
    Errors: NotUnderstood, when the folder is no symfony 1 project.
    """
    project = read_project(folder)
    doors, doubts = web_doors(project)
    surfaces: dict[str, ApplicationSurface] = {}
    for name in project.applications:
        application = read_application(project, name, (listed or {}).get(name, ()))
        surface = ApplicationSurface(application, (pages or {}).get(name))
        surfaces[name] = surface
        doubts += [*application.doubts, *surface.doubts]
    every = (*project.doubts, *doubts)
    return WholeProject(
        project, surfaces, tuple(doors), tuple(dict.fromkeys(every)), web_root(project)
    )
