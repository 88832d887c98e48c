"""Everything an application answers, one reach each, and which one a request has."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from legacy_bridge.symfony1.credentials import Expression
from legacy_bridge.symfony1.places import Doubt, Spot
from legacy_bridge.symfony1.project.application import Application
from legacy_bridge.symfony1.project.modules import Module
from legacy_bridge.symfony1.routing.examples import example_paths, spelled_pattern
from legacy_bridge.symfony1.routing.expressions import bytes_of, python_expression
from legacy_bridge.symfony1.routing.routes import Route
from legacy_bridge.symfony1.routing.table import Match, RouteTable, called_name, normalised
from legacy_bridge.symfony1.security import SecurityRule

_METHODS = ("GET", "POST", "PUT", "DELETE")


@dataclass(frozen=True, slots=True)
class Reach:
    """One way to one action.

    Shape: `methods` None for every one; `wants` who may pass, in words; `kind` one of route,
           collection, alias, engine, page, redirect.
    """

    kind: str
    name: str
    pattern: str
    methods: frozenset[str] | None
    module: str
    action: str
    wants: str
    spot: Spot
    examples: tuple[str, ...] = ()
    #: The route, what its variables hold on this way, and the page that it is below.
    route: Route | None = field(default=None, compare=False, repr=False)
    fixed: tuple[tuple[str, str], ...] = ()
    below: str = ""


@dataclass(frozen=True, slots=True)
class Nowhere:
    """A request that nothing known answers, and why."""

    why: str


class EnginePage(Protocol):
    """A page that hands addresses below it to a module."""

    @property
    def slug(self) -> str:
        """Its address."""

    @property
    def engine(self) -> str:
        """The module."""


class Pages(Protocol):
    """A content management system's pages, which its database knows."""

    def engine(self, path: str) -> tuple[EnginePage, str] | None:
        """The engine page that a path is below, and the rest of the path."""

    def find(self, path: str) -> Reach | None:
        """The page or redirect at a path."""

    def engine_reaches(self, routes: Sequence[Route]) -> Iterator[tuple[str, Route, Reach]]:
        """What engine routes are below each page of their engine: the page's slug first."""

    def reaches(self) -> Sequence[Reach]:
        """Every page and redirect."""


class ApplicationSurface:
    """The reaches of an application, and the one that a request has."""

    def __init__(self, application: Application, pages: Pages | None = None) -> None:
        """Give `pages` when the application is a content management system's."""
        self.application = application
        self.pages = pages
        routes = application.table.routes
        self._order = {route.name: at for at, route in enumerate(routes)}
        self._plain = RouteTable(route for route in routes if not route.is_engine)
        self._engines = RouteTable(route for route in routes if route.is_engine)
        self.doubts: list[Doubt] = list(_uncalled(application.modules.values()))
        self._by_key: dict[tuple[str, str, str], Reach] = {}
        self._engine_keys: dict[tuple[str, str], Reach] = {}
        for reach in self._enumerated():
            self._by_key[reach.name, reach.module, reach.action] = reach
        self.reaches: tuple[Reach, ...] = (*self._by_key.values(), *self._of_pages())

    def locate(self, path: str, method: str) -> Reach | Nowhere:
        """What answers a request, as symfony decides it.

        Shape: the POST of a form may be a PUT or DELETE to symfony, which its body says and no log
               shows: where no route of its own takes a POST, that of PUT does, then of DELETE.
        Source: sfWebRequest::initialize, which reads sf_method.
        """
        found = self._located(path, method)
        if method != "POST" or (isinstance(found, Reach) and found.kind != "alias"):
            return found
        for meant in ("PUT", "DELETE"):
            other = self._located(path, meant)
            if isinstance(other, Reach) and other.kind != "alias":
                return other
        return found

    def _located(self, path: str, method: str) -> Reach | Nowhere:
        match = self._match(path, method)
        if match is None:
            return Nowhere("no route takes it")
        if match.route.is_engine and self.pages is not None:
            return self._engine_reach(match, path)
        if self.pages is not None and _is_page_route(match.route):
            found = self.pages.find(normalised(path))
            return found or Nowhere("no page has this address")
        key = match.route.name, match.module, _spelled(match.action)
        reach = self._by_key.get(key)
        if reach is not None:
            return reach
        if match.module not in self.application.modules:
            return Nowhere(f"the route {match.route.name} leads to no module that is known")
        return Nowhere(f"the module {match.module} has no action that is asked for")

    def numbers_are_alike(self, segment: str) -> bool:
        """Whether addresses with this first segment lead to the same place for any number."""
        return self.pages is None and self._plain.numbers_are_alike(segment)

    def _match(self, path: str, method: str) -> Match | None:
        found = self._plain.match(path, method)
        below = self.pages.engine(normalised(path)) if self.pages is not None else None
        if below is None:
            return found
        page, rest = below
        matches = self._engines.matches(rest, method)
        of_page = (each for each in matches if each.route.defaults.get("module") == page.engine)
        engine = next(of_page, None)
        if engine is None or found is None:
            return engine or found
        earlier = self._order[engine.route.name] < self._order[found.route.name]
        return engine if earlier else found

    def _engine_reach(self, match: Match, path: str) -> Reach | Nowhere:
        below = self.pages.engine(normalised(path)) if self.pages is not None else None
        slug = below[0].slug if below else ""
        return self._engine_keys.get((match.route.name, slug)) or Nowhere(
            f"the engine route {match.route.name} is below no page that is known"
        )

    def _of_pages(self) -> Iterator[Reach]:
        if self.pages is None:
            return
        for slug, route, reach in self.pages.engine_reaches(self._engines.routes):
            self._engine_keys[route.name, slug] = reach
            yield reach
        yield from self.pages.reaches()

    def _enumerated(self) -> Iterator[Reach]:
        for route in self._plain.routes:
            if self.pages is not None and _is_page_route(route):
                continue
            has_any = False
            for module, action, fixed in self._targets(route):
                reach = self._reach(route, module, action, fixed)
                if reach is not None:
                    has_any = True
                    yield reach
            if not has_any:
                text = (
                    f"the route {route.name} answers nothing: routes before it take its addresses"
                )
                if {"module", "action"} & set(route.variables):
                    text = f"the route {route.name} leads to no action that is known"
                self.doubts.append(Doubt(route.spot, text))

    def _targets(self, route: Route) -> Iterator[tuple[str, str, Mapping[str, str]]]:
        """The modules and actions that a route leads to, and what its variables then hold."""
        modules = self.application.modules
        names: list[str] = [called_name(route.defaults.get("module", ""))]
        if "module" in route.variables:
            names = [
                each for each in modules if _can_be_called(each) and _accepts(route, "module", each)
            ]
        for name in names:
            fixed = {"module": name} if "module" in route.variables else {}
            if "action" not in route.variables:
                yield name, _spelled(called_name(route.defaults.get("action", ""))), fixed
                continue
            for action in self._actions(modules.get(name), route):
                yield name, _spelled(action), {**fixed, "action": action}

    def _actions(self, module: Module | None, route: Route) -> Iterator[str]:
        for action in module.actions if module else ():
            spelled = _as_linked(action.name)
            if _can_be_called(spelled) and _accepts(route, "action", spelled):
                yield spelled

    def _reach(
        self, route: Route, module: str, action: str, fixed: Mapping[str, str]
    ) -> Reach | None:
        examples = tuple(example_paths(route, fixed))
        if not examples:
            text = (
                f"the route {route.name}: no address of it could be made, its requirements are rare"
            )
            self.doubts.append(Doubt(route.spot, text))
        methods, examples = self._methods(route, module, examples)
        if methods is not None and not methods:
            return None
        is_dynamic = {"module", "action"} & set(route.variables)
        kind = "alias" if is_dynamic else "collection" if route.collection else "route"
        known = self.application.modules.get(module)
        found = known.action(action) if known else None
        if found is None:
            if is_dynamic:
                return None
            where = f"the module {module} has no action {action}"
            if not module:
                where = "where it leads is not said"
            elif known is None:
                where = f"the module {module} is not in this folder"
            self.doubts.append(Doubt(route.spot, f"the route {route.name}: {where}"))
        rule = self.application.rule(module, action)
        return Reach(
            kind,
            route.name,
            spelled_pattern(route, fixed),
            methods,
            module,
            action,
            wanted_words(rule),
            found.spot if found and is_dynamic else route.spot,
            examples,
            route,
            tuple(fixed.items()),
        )

    def _methods(
        self, route: Route, module: str, examples: Sequence[str]
    ) -> tuple[frozenset[str] | None, tuple[str, ...]]:
        """The methods with which some example comes to the route, None for all; and those examples.

        Shape: examples that come with every one of these methods, where there are any.
        """
        if not examples:
            spelled = frozenset(m.upper() for m in route.methods) if route.methods else None
            return spelled, ()
        by_path = {path: self._taking(route, module, path) for path in examples}
        reached = frozenset().union(*by_path.values())
        whole = tuple(path for path, methods in by_path.items() if methods == reached)
        kept = whole or tuple(path for path, methods in by_path.items() if methods)
        if route.methods is not None:
            heads = {"HEAD"} if "GET" in reached else set()
            return (reached | heads) & {each.upper() for each in route.methods}, kept
        return (None if len(reached) == len(_METHODS) else reached), kept

    def _taking(self, route: Route, module: str, path: str) -> frozenset[str]:
        found = {method: self._plain.match(path, method) for method in _METHODS}
        return frozenset(
            method
            for method, match in found.items()
            if match and match.route is route and match.module == module
        )


def _can_be_called(name: str) -> bool:
    return called_name(name) == name


def _uncalled(modules: Iterable[Module]) -> Iterator[Doubt]:
    """Modules and actions under names that symfony cuts: no address leads to them."""
    why = "can never be asked for: symfony keeps only ASCII letters, digits and _ of its name"
    for module in modules:
        if not _can_be_called(module.name):
            spot = Spot(f"apps/{module.application}/modules/{module.name}")
            yield Doubt(spot, f"the module {module.name} {why}")
            continue
        for action in module.actions:
            if not _can_be_called(action.name):
                yield Doubt(action.spot, f"the action {module.name}/{action.name} {why}")


def _is_page_route(route: Route) -> bool:
    """Whether a route is Apostrophe's rule for all pages."""
    return (
        route.defaults.get("module") == "a"
        and route.defaults.get("action") == "show"
        and ("slug" in route.variables or "slug" in route.defaults)
    )


def _spelled(name: str) -> str:
    return name[:1].lower() + name[1:]


def _as_linked(name: str) -> str:
    """An action as links of the generator spell it: executeListX is called as ListX."""
    return "L" + name[1:] if name[:4] == "list" and name[4:5].isupper() else name


def _accepts(route: Route, variable: str, value: str) -> bool:
    expression = python_expression(f"^(?:{route.requirements[variable]})$")
    return expression.match(bytes_of(value)) is not None


def wanted_words(rule: SecurityRule | None) -> str:
    """Who may call an action, in words."""
    if rule is None:
        return "unknown"
    if not rule.is_secure:
        return "public"
    return _words(rule.credentials, joined=" and ") or "signed in"


def _words(expression: Expression, joined: str) -> str:
    if isinstance(expression, str):
        return expression
    other = " or " if joined == " and " else " and "
    inner: Callable[[Expression], str] = lambda each: (  # noqa: E731, one line says it
        f"({_words(each, other)})"
        if not isinstance(each, str) and len(each) > 1
        else _words(each, other)
    )
    return joined.join(inner(each) for each in expression)
