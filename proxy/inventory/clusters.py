"""Entries that must move together: a form and what it posts to, pages that share session state."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from proxy.inventory.entries import Entry, Sharing

#: Actions whose page posts to the other one.
_FORMS = (
    ("new", "create"),
    ("edit", "update"),
    ("index", "filter"),
    ("index", "batch"),
    ("edit", "delete"),
    ("index", "delete"),
)
_UNSAFE = frozenset({"POST", "PUT", "DELETE", "PATCH"})


@dataclass(frozen=True, slots=True)
class Cluster:
    """Entries, by module, that must be answered by the same side.

    Shape: `lots` all that claim some of them, None standing for the legacy; one lot alone is how
           it should be.
    """

    backend: str
    application: str
    modules: tuple[str, ...]
    why: str
    patterns: tuple[str, ...]
    lots: tuple[str | None, ...]
    sources: tuple[str, ...] = ()

    @property
    def is_split(self) -> bool:
        """Whether its entries would be answered by different sides."""
        return len(self.lots) > 1


def clusters(entries: Sequence[Entry], sharings: Iterable[Sharing]) -> list[Cluster]:
    """The clusters of an inventory: pairs of forms first, then what shares session state."""
    by_module: dict[tuple[str, str, str], list[Entry]] = {}
    for entry in entries:
        if entry.module:
            by_module.setdefault((entry.backend, entry.application, entry.module), []).append(entry)
    found = [cluster for place, own in sorted(by_module.items()) for cluster in _forms(place, own)]
    found += _posts_to_itself(entries)
    for sharing in sharings:
        own = [
            entry
            for module in sharing.modules
            for entry in by_module.get((sharing.backend, sharing.application, module), ())
        ]
        place = sharing.backend, sharing.application
        found.append(_cluster(*place, sharing.modules, sharing.why, own, sharing.sources))
    return found


def _forms(place: tuple[str, str, str], own: Sequence[Entry]) -> Iterable[Cluster]:
    """The pages of a module with a form, and where each form is posted to."""
    backend, application, module = place
    by_action: dict[str, list[Entry]] = {}
    for entry in own:
        by_action.setdefault(entry.action, []).append(entry)
    for page, target in _FORMS:
        if page in by_action and target in by_action:
            why = f"the form of {page} is posted to {target}"
            both = [*by_action[page], *by_action[target]]
            yield _cluster(backend, application, (module,), why, both)


def _posts_to_itself(entries: Sequence[Entry]) -> Iterable[Cluster]:
    """The same pattern for GET and for POST, under different entries."""
    by_pattern: dict[tuple[str, str, str], list[Entry]] = {}
    for entry in entries:
        by_pattern.setdefault((entry.backend, entry.application, entry.pattern), []).append(entry)
    for (backend, application, pattern), own in sorted(by_pattern.items()):
        methods = [entry.methods or _UNSAFE | {"GET"} for entry in own]
        if (
            len(own) > 1
            and any("GET" in each for each in methods)
            and any(_UNSAFE & each for each in methods)
        ):
            modules = tuple(sorted({entry.module for entry in own if entry.module}))
            why = f"{pattern} is shown and posted to"
            yield _cluster(backend, application, modules, why, own)


def _cluster(
    backend: str,
    application: str,
    modules: tuple[str, ...],
    why: str,
    own: Sequence[Entry],
    sources: tuple[str, ...] = (),
) -> Cluster:
    lots = sorted({lot for entry in own for lot in entry.lots}, key=lambda lot: lot or "")
    patterns = tuple(sorted({entry.pattern for entry in own}))
    return Cluster(backend, application, modules, why, patterns, tuple(lots), sources)
