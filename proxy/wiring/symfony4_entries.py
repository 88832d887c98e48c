"""A Symfony 4 project's routes and files as entries of the inventory."""

from pathlib import Path

from legacy_bridge.symfony1.project.doors import DoorKind, redirects
from legacy_bridge.symfony1.routing.alike import numbers_are_alike
from legacy_bridge.symfony1.routing.examples import example_value
from legacy_bridge.symfony4.routing.access import AccessRule, wanted_words
from legacy_bridge.symfony4.routing.routes import Route, RouteTable, first_optional, pieces_of
from proxy.core.table import Backend
from proxy.inventory.entries import Entry, EntryKind, Unknown
from proxy.wiring.claim_lines import symfony4_lines

_READ = frozenset({"GET", "HEAD"})


class Symfony4Surface:
    """The entries of a project, and which one answers; implements SiteSurface."""

    def __init__(
        self, backend: Backend, table: RouteTable, rules: list[AccessRule], web: Path | None
    ) -> None:
        """Number the routes, then what the web root answers by itself."""
        self.backend = backend
        self.table = table
        self.web = web
        self._rules = rules
        self.entries: list[Entry] = []
        self._routes: dict[str, int] = {}
        self._static: dict[str, int] = {}
        for route in table.routes:
            self._routes[route.name] = len(self.entries)
            self.entries.append(self._of_route(route))
        if web is not None:
            self._add_static(web)

    def locate(self, application: str, method: str, path: str) -> int | Unknown:
        """The number of the entry that answers, or why none does."""
        if application == "":
            return Unknown("another script of the web root")
        static = self._static.get(path[1:].partition("/")[0])
        if static is not None and self._is_file(path):
            return static
        # A form's `_method` makes another one of its POST; no log shows it.
        for meant in (method, *(("PUT", "PATCH", "DELETE") if method == "POST" else ())):
            found = self.table.match(path, meant)
            if found is not None:
                return self._routes[found.route.name]
        if static is not None:
            return static
        if self.table.knows(path):
            return Unknown("its route accepts other methods")
        return Unknown("no route takes it")

    def numbers_are_alike(self, segment: str) -> bool:
        """Whether addresses with this first segment have the same entry for any number."""
        if segment in self._static or segment.isdigit() or segment.endswith(".php"):
            return False
        pieces = (piece for route in self.table.routes for piece in pieces_of(route))
        return all(
            numbers_are_alike(each.requirement)
            if each.variable
            else not any(part.isdigit() for part in each.text.split("/"))
            for each in pieces
        )

    def _is_file(self, path: str) -> bool:
        try:
            return self.web is not None and (self.web / path.lstrip("/")).is_file()
        except (OSError, ValueError):
            return False

    def _of_route(self, route: Route) -> Entry:
        methods = route.methods | ({"HEAD"} if "GET" in route.methods else set())
        examples = _examples(route)
        return Entry(
            self.backend.name,
            self.backend.default_application,
            "/" + route.path.lstrip("/"),
            frozenset(methods) or None,
            route.module,
            route.action,
            wanted_words(self._rules, examples[0] if examples else route.path),
            str(route.spot),
            None,
            EntryKind.ROUTE,
            route.name,
            examples,
            claims=symfony4_lines(route),
        )

    def _add_static(self, web: Path) -> None:
        for each in sorted(web.iterdir()):
            if each.suffix == ".php" or each.name.startswith("."):
                continue
            self._static[each.name] = len(self.entries)
            pattern = f"/{each.name}/*" if each.is_dir() else f"/{each.name}"
            self.entries.append(self._plain(EntryKind.STATIC, pattern, f"{web.name}/{each.name}:1"))
        htaccess = web / ".htaccess"
        if htaccess.is_file():
            text = htaccess.read_text(encoding="utf-8", errors="replace")
            for door in redirects(text, f"{web.name}/.htaccess", []):
                if door.kind is DoorKind.REDIRECT and not door.is_expression:
                    self._static[door.pattern[1:].partition("/")[0]] = len(self.entries)
                    kind = EntryKind.REDIRECT
                    self.entries.append(self._plain(kind, door.pattern, str(door.spot)))

    def _plain(self, kind: EntryKind, pattern: str, source: str) -> Entry:
        return Entry(
            self.backend.name,
            self.backend.default_application,
            pattern,
            _READ,
            "",
            "",
            "public",
            source,
            None,
            kind,
            kind.value,
            (pattern.replace("/*", "/exemple.css"),),
        )


def _examples(route: Route) -> tuple[str, ...]:
    """Paths of a route: with every variable, and without those that may be left out."""
    pieces = pieces_of(route)
    paths: list[str] = []
    for count in sorted({len(pieces), first_optional(pieces)}, reverse=True):
        path = ""
        for piece in pieces[:count]:
            value = example_value(piece.requirement, piece.default or "") if piece.variable else ""
            if value is None:
                return ()
            path += piece.text + value
        paths.append(path or "/")
    return tuple(path for path in paths if route.expression.fullmatch(path))
