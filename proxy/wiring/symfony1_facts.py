"""What the modules of a symfony 1 project share and use, in the inventory's words."""

from collections.abc import Iterator, Mapping

from legacy_bridge.symfony1.project.surface import ApplicationSurface
from legacy_bridge.symfony1.project.usage import Usage, module_usage
from legacy_bridge.symfony1.project.whole import WholeProject
from legacy_bridge.symfony1.schema.project import read_schema
from proxy.inventory.entries import ModuleFacts, Sharing


def sharings(backend: str, whole: WholeProject) -> Iterator[Sharing]:
    """Modules whose pages use the same session attribute."""
    for application, surface in whole.surfaces.items():
        users: dict[str, dict[str, list[str]]] = {}
        for module, usage in _usages(whole, surface, frozenset()).items():
            for attribute in usage.attributes:
                by_module = users.setdefault(attribute.name, {})
                by_module.setdefault(module, []).append(str(attribute.spot))
        for name, modules in sorted(users.items()):
            if len(modules) > 1:
                sources = tuple(sorted({place for places in modules.values() for place in places}))
                why = f"they share the session attribute {name}"
                yield Sharing(backend, application, tuple(sorted(modules)), why, sources)


def module_facts(backend: str, whole: WholeProject) -> Iterator[ModuleFacts]:
    """What each module uses: tables, other modules, how large it is."""
    schema = read_schema(whole.project.root)
    tables = {model.name: model.table for model in schema.models.values()}
    for application, surface in whole.surfaces.items():
        by_route = {route.name: route.defaults.get("module", "") for route in
                    surface.application.table.routes}  # fmt: skip
        for name, usage in _usages(whole, surface, frozenset(tables)).items():
            used = frozenset(tables[model] for model in usage.models)
            linked = {_linked(link, by_route) for link in usage.links} - {name, ""}
            module = surface.application.modules[name]
            own = frozenset({tables[module.model]}) if module.model in tables else used
            yield ModuleFacts(
                backend,
                application,
                name,
                used,
                own if usage.writes else frozenset(),
                frozenset(linked & set(surface.application.modules)),
                usage.lines,
                module.generator is not None,
            )


def _usages(
    whole: WholeProject, surface: ApplicationSurface, models: frozenset[str]
) -> Mapping[str, Usage]:
    return {
        name: module_usage(whole.project, module, models)
        for name, module in surface.application.modules.items()
    }


def _linked(link: str, by_route: Mapping[str, str]) -> str:
    """The module that an internal address leads to."""
    if link.startswith("@"):
        return by_route.get(link[1:], "")
    return link.partition("/")[0]
