"""What changed between two inventories: entries come and gone, pages moved, claims changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from proxy.inventory.document import Kept
from proxy.inventory.entries import Entry, EntryKind


@dataclass(frozen=True, slots=True)
class Change:
    """An entry whose words differ: what was said, what is said now."""

    entry: Entry
    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Move:
    """A page that an editor moved, and whose addresses changed with it."""

    entry: Entry
    before: str
    after: str
    lot_before: str
    lot_after: str

    @property
    def changes_side(self) -> bool:
        """Whether another lot than before answers at the page's address."""
        return self.lot_before != self.lot_after


@dataclass(frozen=True)
class Difference:
    """Everything that differs."""

    added: tuple[Entry, ...]
    removed: tuple[Entry, ...]
    moved: tuple[Move, ...]
    changed: tuple[Change, ...]
    new_unknown: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not (self.added or self.removed or self.moved or self.changed or self.new_unknown)


def difference(before: Kept, after: Kept) -> Difference:
    """What changed from one inventory to a later one."""
    old = _by_identity(before.entries)
    new = _by_identity(after.entries)
    moved: list[Move] = []
    changed: list[Change] = []
    for identity, entry in new.items():
        earlier = old.get(identity)
        if earlier is None:
            continue
        if earlier.pattern != entry.pattern:
            lots = _lots(earlier), _lots(entry)
            moved.append(Move(entry, earlier.pattern, entry.pattern, *lots))
        changed += _changes(earlier, entry)
    return Difference(
        tuple(new[each] for each in new if each not in old),
        tuple(old[each] for each in old if each not in new),
        tuple(moved),
        tuple(changed),
        tuple(sorted(set(after.unknown) - set(before.unknown))),
    )


def _by_identity(entries: Sequence[Entry]) -> dict[tuple[str, ...], Entry]:
    return {entry.identity: entry for entry in entries}


def _lots(entry: Entry) -> str:
    return ", ".join(lot or "legacy" for lot in entry.lots)


def _changes(earlier: Entry, entry: Entry) -> list[Change]:
    pairs = [
        ("methods", earlier.spelled_methods, entry.spelled_methods),
        ("credentials", earlier.credentials, entry.credentials),
    ]
    if earlier.pattern == entry.pattern or entry.kind is not EntryKind.PAGE:
        pairs.append(("lot", _lots(earlier), _lots(entry)))
    return [Change(entry, what, before, after) for what, before, after in pairs if before != after]
