"""A collection of routes expanded: one route for each action, in symfony's order."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from legacy_bridge.symfony1.places import NotUnderstood, Spot
from legacy_bridge.symfony1.routing.classes import ENGINES, MADE_BY, Classes, ClassUnknown
from legacy_bridge.symfony1.routing.routes import RouteDefinition
from legacy_bridge.symfony1.sfyaml.inline import Value

_READ: list[Value] = ["get", "head"]
_STANDARD = ("list", "new", "create", "edit", "update", "delete")

#: Action → its method, whether it is below one object, and the type of its route.
_ACTIONS: dict[str, tuple[Value, bool, str]] = {
    "list": (_READ, False, "list"),
    "new": (_READ, False, "object"),
    "create": ("post", False, "object"),
    "edit": (_READ, True, "object"),
    "update": ("put", True, "object"),
    "delete": ("delete", True, "object"),
    "show": (_READ, True, "object"),
}


@dataclass(frozen=True, slots=True)
class Collection:
    """What a routing file or PHP says of a collection."""

    name: str
    kind: str
    options: Mapping[str, Value]
    requirements: Mapping[str, Value]
    spot: Spot

    def option(self, name: str, default: Value) -> Value:
        """An option; one that says null is null, as array_merge leaves it."""
        return self.options.get(name, default)

    def refused(self, text: str) -> NotUnderstood:
        """Why symfony, or we, cannot expand it."""
        return NotUnderstood(self.spot, f"the collection {self.name}: {text}")


def expanded(collection: Collection, classes: Classes) -> Iterator[RouteDefinition]:
    """The routes of a collection.

    Errors: NotUnderstood.
    Source: sfObjectRouteCollection.
    """
    try:
        ancestry = classes.ancestry(collection.kind)
        made = collection.option("route_class", None) or next(
            (MADE_BY[each] for each in ancestry if each in MADE_BY), ""
        )
        if not made:
            if ancestry == ("sfRouteCollection",):
                return
            raise collection.refused(f"the class {collection.kind} makes its routes in PHP")
        lineage = classes.ancestry(str(made))
    except ClassUnknown as unknown:
        raise collection.refused(str(unknown)) from None
    maker = _Maker(collection, str(made), lineage)
    yield from maker.routes()


class _Maker:
    """The options of one collection with symfony's defaults."""

    def __init__(self, collection: Collection, made: str, lineage: tuple[str, ...]) -> None:
        self.collection = collection
        self.made = made
        self.lineage = lineage
        given = collection.options
        if given.get("model") is None:
            raise collection.refused('symfony wants a "model" in its options')
        self.prefix = _text(collection.option("prefix_path", "/" + collection.name))
        self.column = _text(given["column"]) if given.get("column") is not None else "id"
        self.module = collection.option("module", collection.name)
        self.segments = self._mapping("segment_names", {"new": "new", "edit": "edit"})
        self.methods = {"list": None, "object": None, **self._mapping("model_methods", {})}
        requirement: Value = r"\d+" if self.column == "id" else None
        self.requirements: dict[str, Value] = {
            self.column: requirement,
            **collection.requirements,
        }

    def _mapping(self, name: str, default: Mapping[str, Value]) -> Mapping[str, Value]:
        value = self.collection.option(name, dict(default))
        if isinstance(value, list):
            return {str(at): each for at, each in enumerate(value)}
        if not isinstance(value, dict):
            raise self.collection.refused(f"{name} is {value!r}, expected keys and values")
        return value

    def routes(self) -> Iterator[RouteDefinition]:
        """Collection actions, standard ones, object actions, wildcards: in this order."""
        if self.collection.option("collection_actions", None) is not None:
            for action, methods in self._mapping("collection_actions", {}).items():
                yield self._route(action, f"/{action}", action, methods, "list")
        for action in self._standard():
            yield self._standard_route(action)
        if self.collection.option("object_actions", None) is not None:
            for action, methods in self._mapping("object_actions", {}).items():
                path = f"/:{self.column}/{action}"
                yield self._route(action, path, action, methods, "object")
        if self.collection.option("with_wildcard_routes", default=False):
            path = f"/:{self.column}/:action"
            yield self._route("object", path, "", _READ, "object")
            yield self._route("collection", "/:action/action", "", "post", "list")

    def _standard(self) -> list[str]:
        actions = self.collection.option("actions", default=False)
        if actions is False:
            with_show = self.collection.option("with_show", default=True)
            return [*_STANDARD, *(["show"] if with_show else [])]
        named = list(actions.values()) if isinstance(actions, dict) else actions
        if not isinstance(named, list):
            raise self.collection.refused(f"actions is {actions!r}, expected a list")
        unknown = [each for each in named if str(each) not in _ACTIONS]
        if unknown:
            raise self.collection.refused(f"symfony has no route for the action {unknown[0]!r}")
        return [str(each) for each in named]

    def _standard_route(self, action: str) -> RouteDefinition:
        methods, is_below, kind = _ACTIONS[action]
        path = f"/:{self.column}" if is_below else ""
        if action in {"new", "edit"}:
            if action not in self.segments:
                raise self.collection.refused(f"segment_names has no {action}")
            path += f"/{_text(self.segments[action])}"
        with_method = action not in {"new", "create"}
        method = "index" if action == "list" else action
        return self._route(action, path, method, methods, kind, with_method=with_method)

    def _route(
        self,
        name: str,
        path: str,
        action: str,
        methods: Value,
        kind: str,
        *,
        with_method: bool = True,
    ) -> RouteDefinition:
        collection = self.collection
        defaults: dict[str, Value] = {"module": self.module}
        if action:
            defaults["action"] = action
        options: dict[str, Value] = {"model": collection.options["model"], "type": kind}
        if with_method:
            options["method"] = self.methods[kind]
        defaults |= {"sf_format": "html", **self._mapping("default_params", {})}
        return RouteDefinition(
            name=collection.name if name == "list" else f"{collection.name}_{name}",
            kind=self.made,
            url=f"{self.prefix}{path}.:sf_format",
            defaults=defaults,
            requirements={**self.requirements, "sf_method": methods},
            options=options,
            spot=collection.spot,
            takes_methods="sfRequestRoute" in self.lineage,
            is_engine=bool(ENGINES.intersection(self.lineage)),
            collection=collection.name,
        )


def _text(value: Value) -> str:
    """A value inside sprintf's %s."""
    if isinstance(value, list | dict):
        return "Array"
    return "" if value is None or value is False else str(value)
