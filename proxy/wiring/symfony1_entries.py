"""A symfony 1 project's reaches and doors as entries of the inventory."""

from legacy_bridge.symfony1.project.doors import Door, DoorKind
from legacy_bridge.symfony1.project.surface import Reach
from legacy_bridge.symfony1.project.whole import WholeProject
from proxy.core.table import Backend, spelled_controller
from proxy.inventory.entries import Entry, EntryKind, Unknown
from proxy.wiring.claim_lines import symfony1_lines

_READ = frozenset({"GET", "HEAD"})


class Symfony1Surface:
    """The entries of a project, and which one answers; implements SiteSurface."""

    def __init__(self, backend: Backend, whole: WholeProject) -> None:
        """Number the entries of every application, then those of the web root."""
        self.backend = backend
        self.whole = whole
        self.entries: list[Entry] = []
        # By identity: two applications may answer alike with a plugin that both enable.
        self._numbers: dict[int, int] = {}
        for name, surface in whole.surfaces.items():
            named = {r.module for r in surface.reaches if self._claims(name, r)}
            for reach in surface.reaches:
                self._numbers[id(reach)] = len(self.entries)
                # Where no route names a module, its default routes are spelled out.
                claims = self._claims(name, reach, spells_aliases=reach.module not in named)
                self.entries.append(self._of_reach(name, reach, claims))
        for door in whole.doors:
            if door.kind is not DoorKind.CONTROLLER:
                self._numbers[id(door)] = len(self.entries)
                self.entries.append(self._of_door(door))

    def locate(self, application: str, method: str, path: str) -> int | Unknown:
        """The number of the entry that answers, or why none does."""
        found = self.whole.locate(application, path, method)
        if isinstance(found, Reach | Door):
            return self._numbers[id(found)]
        return Unknown(found.why)

    def numbers_are_alike(self, segment: str) -> bool:
        """Whether addresses with this first segment have the same entry for any number."""
        # Below a front controller's name the first segment says nothing.
        return not segment.endswith(".php") and self.whole.numbers_are_alike(segment)

    def _of_reach(self, application: str, reach: Reach, claims: tuple[str, ...]) -> Entry:
        return Entry(
            self.backend.name,
            application,
            reach.pattern,
            reach.methods,
            reach.module,
            reach.action,
            reach.wants,
            str(reach.spot),
            None,
            EntryKind(reach.kind),
            reach.name,
            reach.examples,
            claims=claims,
        )

    def _claims(
        self, application: str, reach: Reach, *, spells_aliases: bool = False
    ) -> tuple[str, ...]:
        """Lines that claim a reach; none where the table's own aliases do."""
        route = reach.route
        if route is None:
            return (reach.pattern,) if reach.kind == "page" else ()
        is_alias = "module" in route.variables and route.pattern.startswith("/:module")
        if is_alias and not spells_aliases:
            return ()
        if application not in self.backend.controllers.values():
            # The table knows no front controller for it: nothing could claim it.
            return ()
        fixed = {name: value for name, value in reach.fixed if name == "module"}
        lines = symfony1_lines(route, fixed, reach.methods, reach.below)
        controller = spelled_controller(self.backend, application) if application else ""
        if not controller:
            return lines
        return tuple(_below(line, controller) for line in lines)

    def _of_door(self, door: Door) -> Entry:
        kinds = {
            DoorKind.STATIC: EntryKind.STATIC,
            DoorKind.SCRIPT: EntryKind.SCRIPT,
            DoorKind.REDIRECT: EntryKind.REDIRECT,
        }
        is_script = door.kind is DoorKind.SCRIPT
        application = "" if is_script else self.backend.default_application
        example = door.pattern.replace("/*", "/exemple.css") if not door.is_expression else ""
        return Entry(
            self.backend.name,
            application,
            door.pattern,
            _READ if door.kind is DoorKind.STATIC else None,
            "",
            door.target,
            "public",
            str(door.spot),
            None,
            kinds[door.kind],
            door.kind.value,
            (example,) if example else (),
        )


def _below(line: str, controller: str) -> str:
    """A line below a front controller: that names the application."""
    word, sign, pattern = line.rpartition(" ")
    return f"{word}{sign}/{controller}{pattern}"
