"""The routing table: backends, lots and routes, frozen; which route claims an address."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from proxy.core.stages import Stage


class BackendKind(StrEnum):
    """The legacy frameworks whose addresses we know how to read."""

    SYMFONY1 = "symfony1"
    SYMFONY4 = "symfony4"


class GateMode(StrEnum):
    """Whether a closed gate refuses a flip, or only warns."""

    ENFORCED = "enforced"
    ADVISORY = "advisory"


@dataclass(frozen=True, slots=True)
class Place:
    """A position in a file, counted from 1, printed as editors read it."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        """As in routing.yaml:47:9."""
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Backend:
    """A legacy application that answers whatever no lot has taken.

    Shape: `hosts` in lower case, without port or final dot; `controllers` maps a front
           controller's file name to the application it starts, the first one being the
           application that answers addresses without a script name.
    """

    name: str
    kind: BackendKind
    url: str
    hosts: tuple[str, ...]
    controllers: Mapping[str, str] = field(default_factory=dict)

    @property
    def default_application(self) -> str:
        """The application of an address that names no front controller."""
        return next(iter(self.controllers.values()), "")


@dataclass(frozen=True, slots=True)
class Route:
    """One line of a lot's routes, or an alias that its Symfony modules imply.

    Shape: `pattern` is what the file says, without method and front controller; `methods` is
           None when every method is accepted.
    """

    backend: str
    application: str
    pattern: str
    methods: frozenset[str] | None
    lot: str
    place: Place
    is_alias: bool = False


@dataclass(frozen=True, slots=True)
class Lot:
    """A functional part of the legacy application that moves as one."""

    name: str
    title: str
    stage: Stage
    place: Place
    sprint: int | None = None
    needs: tuple[str, ...] = ()
    symfony_modules: tuple[str, ...] = ()
    bridged: bool = False
    catch_all: bool = False
    routes: tuple[Route, ...] = ()
