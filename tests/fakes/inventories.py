"""Entries, locators and surveys made in one line."""

from collections.abc import Sequence
from typing import Any

from proxy.inventory.entries import Entry, EntryKind, Place, Survey, Unknown


def entry(pattern: str, **said: Any) -> Entry:
    """An entry of the backend gestion, unclaimed unless it is said."""
    words: dict[str, Any] = {
        "backend": "gestion",
        "application": "frontend",
        "methods": None,
        "module": "m",
        "action": "index",
        "credentials": "public",
        "source": "routing.yml:1",
        "kind": EntryKind.ROUTE,
        "name": pattern.strip("/"),
        "examples": (pattern,),
        "lots": (None,),
    }
    words |= said
    lots = words["lots"]
    words.setdefault("lot", lots[0] if len(lots) == 1 else None)
    return Entry(pattern=pattern, **words)


def survey(*entries: Entry, **said: Any) -> Survey:
    """A survey of these entries."""
    return Survey(tuple(entries), read=(("gestion", "symfony1"),), **said)


class ExactLocator:
    """Knows an entry by its whole pattern, and counts how often it is asked."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = entries
        self.asked = 0

    def shape(self, backend: str, target: bytes) -> bytes:
        return target

    def locate(self, backend: str, method: str, target: bytes) -> Place:
        self.asked += 1
        for number, one in enumerate(self.entries):
            fits = one.methods is None or method in one.methods
            if one.backend == backend and one.pattern.encode() == target and fits:
                return Place(number, one.lot)
        return Place(None, None, Unknown("no route takes it"), target.decode("utf-8", "replace"))
