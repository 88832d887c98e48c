"""Route classes: symfony's, Apostrophe's, and a project's own by what they extend."""

from collections.abc import Mapping
from dataclasses import dataclass, field

#: Class → what it extends, of symfony 1.4, its Doctrine and Propel plugins, and Apostrophe.
KNOWN: dict[str, str] = {
    "sfRoute": "",
    "sfRequestRoute": "sfRoute",
    "sfObjectRoute": "sfRequestRoute",
    "sfDoctrineRoute": "sfObjectRoute",
    "sfPropelRoute": "sfObjectRoute",
    "sfPropel15Route": "sfObjectRoute",
    "sfPropelORMRoute": "sfObjectRoute",
    "aRoute": "sfRoute",
    "aDoctrineRoute": "sfDoctrineRoute",
    "sfRouteCollection": "",
    "sfObjectRouteCollection": "sfRouteCollection",
    "sfDoctrineRouteCollection": "sfObjectRouteCollection",
    "sfPropelRouteCollection": "sfObjectRouteCollection",
    "sfPropel15RouteCollection": "sfObjectRouteCollection",
    "sfPropelORMRouteCollection": "sfObjectRouteCollection",
    "aDoctrineRouteCollection": "sfObjectRouteCollection",
}

#: The class of the routes that a collection makes.
MADE_BY: dict[str, str] = {
    "sfObjectRouteCollection": "sfObjectRoute",
    "sfDoctrineRouteCollection": "sfDoctrineRoute",
    "sfPropelRouteCollection": "sfPropelRoute",
    "sfPropel15RouteCollection": "sfPropel15Route",
    "sfPropelORMRouteCollection": "sfPropelORMRoute",
    "aDoctrineRouteCollection": "aDoctrineRoute",
}

#: Their addresses are below the page of Apostrophe that has their module as engine.
ENGINES = frozenset({"aRoute", "aDoctrineRoute"})


class ClassUnknown(ValueError):
    """A class that neither symfony nor the project's files define."""


@dataclass(frozen=True, slots=True)
class Classes:
    """What is known of classes: the project's own may extend one another.

    Shape: `extended` maps a class of the project to the one it extends.
    """

    extended: Mapping[str, str] = field(default_factory=dict)

    def ancestry(self, name: str) -> tuple[str, ...]:
        """The class and all it descends from, itself first.

        Errors: ClassUnknown.
        """
        chain: list[str] = []
        while name:
            if name in chain:
                raise ClassUnknown(f"{name} extends itself")
            chain.append(name)
            if name in KNOWN:
                name = KNOWN[name]
            elif name in self.extended:
                name = self.extended[name]
            else:
                raise ClassUnknown(f"the class {name} is not among the project's files")
        return tuple(chain)


SYMFONY_ONLY = Classes()
