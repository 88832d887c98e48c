"""One entry of the inventory: a pattern of addresses and what answers it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


class EntryKind(StrEnum):
    """How an address comes to its answer."""

    ROUTE = "route"
    COLLECTION = "collection"
    #: One of several ways to an action: default routes, wildcards of a collection.
    ALIAS = "alias"
    ENGINE = "engine"
    PAGE = "page"
    REDIRECT = "redirect"
    STATIC = "static"
    SCRIPT = "script"


@dataclass(frozen=True, slots=True)
class Entry:
    """Addresses that one action, page or file answers.

    Shape: `methods` None for every one; `source` is "file:line"; `lot` the lot that claims it in
           routing.yaml, None when no lot or more than one does; `lots` all that claim some of its
           addresses, None standing for the legacy; `examples` are addresses that it answers.
    """

    backend: str
    application: str
    pattern: str
    methods: frozenset[str] | None
    module: str
    action: str
    credentials: str
    source: str
    lot: str | None
    kind: EntryKind
    name: str = ""
    examples: tuple[str, ...] = ()
    lots: tuple[str | None, ...] = (None,)
    #: Lines of routing.yaml that claim it; none where `symfony_modules` does.
    claims: tuple[str, ...] = ()

    @property
    def identity(self) -> tuple[str, ...]:
        """What stays the same when its address, methods or claims change."""
        # A page keeps its number when an editor moves it; anything else is its own pattern.
        is_page = self.kind in {EntryKind.PAGE, EntryKind.ENGINE} and self.name
        pattern = "" if is_page else self.pattern
        where = (self.backend, self.application, self.kind.value, self.name)
        return (*where, self.module, self.action, pattern)

    @property
    def spelled_methods(self) -> str:
        """Its methods as reports show them."""
        return ",".join(sorted(self.methods)) if self.methods else "any"

    @property
    def is_page(self) -> bool:
        """Whether PHP or a redirect answers: files are the web server's, and no lot need claim them."""
        return self.kind is not EntryKind.STATIC

    @property
    def is_claimed(self) -> bool:
        """Whether one lot claims all of it."""
        return len(self.lots) == 1 and self.lots[0] is not None

    @property
    def is_claimed_twice(self) -> bool:
        """Whether several lots claim parts of it."""
        return len([lot for lot in self.lots if lot is not None]) > 1


@dataclass(frozen=True, slots=True)
class Unknown:
    """A request that nothing in the inventory answers, and why."""

    why: str


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that was not understood, or read with a reserve, and where.

    Shape: `is_left_out` when the entries lack it: a file or route that could not be read.
    """

    source: str
    text: str
    is_left_out: bool = False


class Locator(Protocol):
    """Who knows which entry a request has."""

    @property
    def entries(self) -> Sequence[Entry]:
        """Every entry."""

    def locate(self, backend: str, method: str, target: bytes) -> "Place":
        """The entry, or why there is none, and the lot that claims this very address."""

    def shape(self, backend: str, target: bytes) -> bytes:
        """The target, or one that surely has the same place: numbers that do not matter alike."""


@dataclass(frozen=True, slots=True)
class Place:
    """What a request found: the number of its entry, or why it has none.

    Shape: `lot` claims this very address; `group` is how unknown addresses are put together.
    """

    entry: int | None
    lot: str | None
    unknown: Unknown | None = None
    group: str = ""


@dataclass(frozen=True, slots=True)
class Sharing:
    """Modules that must move together, and why."""

    backend: str
    application: str
    modules: tuple[str, ...]
    why: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ModuleFacts:
    """What is known of a module beside its addresses: what a proposal of lots goes by.

    Shape: `tables` it reads or writes, `written` those it writes; `links` modules that its pages
           lead to; `lines` those of its PHP and templates.
    """

    backend: str
    application: str
    module: str
    tables: frozenset[str] = frozenset()
    written: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()
    lines: int = 0
    is_generated: bool = False


@dataclass(frozen=True)
class Survey:
    """Everything that was read of the legacy applications.

    Shape: `read` names each project that was read, with its kind.
    """

    entries: tuple[Entry, ...]
    remarks: tuple[Remark, ...] = ()
    sharings: tuple[Sharing, ...] = ()
    modules: tuple[ModuleFacts, ...] = ()
    read: tuple[tuple[str, str], ...] = field(default=())

    @property
    def left_out(self) -> tuple[Remark, ...]:
        """What should be among the entries, and is not."""
        return tuple(remark for remark in self.remarks if remark.is_left_out)
