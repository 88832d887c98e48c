"""Entries, locators and surveys made in one line."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from proxy.inventory.clusters import clusters
from proxy.inventory.coverage import coverage
from proxy.inventory.document import fields_of
from proxy.inventory.entries import (
    Entry,
    EntryKind,
    Place,
    Remark,
    Sharing,
    Survey,
    Unknown,
)
from proxy.inventory.keeping import keep
from proxy.inventory.traffic import Counts, Traffic


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


def keep_an_inventory(state_dir: Path, day: int) -> None:
    """Keep a reading of that day with something in each of its lists; a page moves every day."""
    page = entry(f"/page-{day}", kind=EntryKind.PAGE, name="page 3", lots=("agenda",))
    split = entry("/a", action="new", methods=frozenset({"GET"}), lots=("a", "b"))
    sharing = Sharing("gestion", "frontend", ("m",), "they share x", ("a.php:3",))
    found = survey(page, split, entry("/b"), remarks=(Remark("x.yml:1", "odd"),))
    traffic = Traffic(lines=3, first="2026-11-01", last="2026-11-23", logs=["a.log"])
    traffic.backends = {"gestion"}
    traffic.entries = {0: Counts(2, lots={"agenda": 2})}
    traffic.unknown = {("gestion", "/wp", "no route takes it"): Counts(1, lots={None: 1}, example="GET /wp")}  # fmt: skip
    made_at = f"2026-11-{day:02d}T10:00:00+00:00"
    groups = clusters(found.entries, (sharing,))
    keep(state_dir, made_at, fields_of(made_at, found, coverage(found, traffic), groups, traffic))


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
