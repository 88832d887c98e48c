"""Access logs counted: every line is one entry's, or unknown; none is dropped."""

import gzip
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BufferedReader
from itertools import islice
from pathlib import Path

from proxy.inventory.entries import Locator, Place, Unknown
from proxy.inventory.lines import Hit, common_hit, iso_day, reader_for, unescaped

#: Different requests kept in memory before they are counted away, and as many places of theirs:
#: with all different the process needs some 200 MB.
KEPT = 200_000
#: Different groups of unknown addresses that are told apart; the rest is one group.
GROUPS = 2_000
#: Lines that are looked at to tell a log's format.
_TRIED = 50
_REST = "(others)"


@dataclass(slots=True)
class Counts:
    """Requests of one entry, or of one group of unknown addresses.

    Shape: `posted` of them are POSTs, whose forms may have meant another method.
    """

    hits: int = 0
    errors: int = 0
    first: str = ""
    last: str = ""
    lots: dict[str | None, int] = field(default_factory=dict)
    example: str = ""
    posted: int = 0

    def add(self, number: int, status: bytes, day: str, lot: str | None) -> None:
        """Count some requests of one day; 4xx and 5xx are errors."""
        self.hits += number
        if status in b"45":
            self.errors += number
        if day:
            self.first = min(self.first or day, day)
            self.last = max(self.last, day)
        self.lots[lot] = self.lots.get(lot, 0) + number


@dataclass(slots=True)
class Traffic:
    """What logs say: by the number of an entry, and by group of what is unknown.

    Shape: the hits of `entries` and `unknown` together are `lines`.
    """

    lines: int = 0
    unreadable: int = 0
    first: str = ""
    last: str = ""
    entries: dict[int, Counts] = field(default_factory=dict)
    unknown: dict[tuple[str, str, str], Counts] = field(default_factory=dict)
    logs: list[str] = field(default_factory=list)
    #: Whose requests the logs hold: of the others nothing can be said.
    backends: set[str] = field(default_factory=set)

    def of(self, number: int) -> Counts:
        """The requests of an entry; none at all when it was never asked for."""
        return self.entries.get(number, Counts())


class LogUnreadable(ValueError):
    """A log of a format that is not known, or that cannot be opened."""


Progress = Callable[[int], None]


def _quiet(_bytes: int) -> None:
    """No progress shown."""


class Counter:
    """Logs on their way into a Traffic."""

    def __init__(self, locator: Locator, hosts: Mapping[str, str], *, kept: int = KEPT) -> None:
        """Give `hosts`: host → backend, for logs that name the host."""
        self.locator = locator
        self.hosts = hosts
        self.kept = kept
        self.traffic = Traffic()
        self._places: dict[tuple[str, bytes, bytes], Place] = {}

    def count(self, path: Path, backend: str, progress: Progress = _quiet) -> None:
        """Count a log whose lines are the backend's, unless they name another host.

        Errors: LogUnreadable.
        """
        self.traffic.logs.append(path.name)
        try:
            with path.open("rb") as raw:
                self._count_lines(_lines(raw, progress), backend, str(path))
        except (OSError, EOFError, zlib.error) as error:
            raise LogUnreadable(f"{path}: {error}") from error

    def seen_addresses(self) -> Iterator[tuple[str, bytes, bytes]]:
        """The addresses that are kept at present, each with its backend and method."""
        return iter(self._places)

    def _count_lines(self, lines: Iterator[bytes], backend: str, name: str) -> None:
        tried = list(islice(lines, _TRIED))
        if not tried:
            return
        read = next((reader for line in tried if (reader := reader_for(line))), None)
        if read is None:
            raise LogUnreadable(
                f"{name}: neither combined, common nor JSON: {tried[0][:80].decode('utf-8', 'replace')!r}"
            )
        requests: dict[Hit | None, int] = {}
        self._tally(map(read, tried), requests, backend)
        if read is common_hit:
            # The only reader that is worth a loop of its own: most logs are in this format.
            self._tally(map(common_hit, lines), requests, backend)
        else:
            self._tally(map(read, lines), requests, backend)
        self._settle(requests, backend)

    def _tally(
        self, hits: Iterable[Hit | None], requests: dict[Hit | None, int], backend: str
    ) -> None:
        kept = self.kept
        get = requests.get
        for hit in hits:
            requests[hit] = get(hit, 0) + 1
            if len(requests) >= kept:
                self._settle(requests, backend)

    def _settle(self, requests: dict[Hit | None, int], backend: str) -> None:
        """Give each request to its entry and forget it."""
        days: dict[bytes, str] = {}
        for hit, number in requests.items():
            self.traffic.lines += number
            if hit is None:
                self.traffic.unreadable += number
                self._unknown(backend, Unknown("the line cannot be read"), "").add(
                    number, b"0", "", None
                )
                continue
            day = days.get(hit.day)
            if day is None:
                day = days[hit.day] = iso_day(hit.day)
            self._give(hit, number, day, backend)
        requests.clear()

    def _give(self, hit: Hit, number: int, day: str, backend: str) -> None:
        if day:
            self.traffic.first = min(self.traffic.first or day, day)
            self.traffic.last = max(self.traffic.last, day)
        owner = self._owner(hit.host, backend)
        self.traffic.backends.add(owner)
        place = self._place(owner, hit.method, hit.target)
        if place.entry is not None:
            counts = self.traffic.entries.get(place.entry)
            if counts is None:
                counts = self.traffic.entries[place.entry] = Counts()
        else:
            counts = self._unknown(owner, place.unknown or Unknown(""), place.group)
        if not counts.example:
            spelled = hit.target.decode("utf-8", "replace")
            counts.example = f"{hit.method.decode('ascii', 'replace')} {spelled}"
        if hit.method == b"POST":
            counts.posted += number
        counts.add(number, hit.status, day, place.lot)

    def _owner(self, host: bytes, backend: str) -> str:
        if not host:
            return backend
        name = host.decode("ascii", "replace").lower().partition(":")[0].removesuffix(".")
        return self.hosts.get(name, backend)

    def _place(self, backend: str, method: bytes, target: bytes) -> Place:
        target = unescaped(target)
        key = backend, method, self.locator.shape(backend, target)
        place = self._places.get(key)
        if place is None:
            if len(self._places) >= self.kept:
                self._places.clear()
            spelled = method.decode("ascii", "replace")
            place = self.locator.locate(backend, spelled, target)
            self._places[key] = place
        return place

    def _unknown(self, backend: str, unknown: Unknown, group: str) -> Counts:
        key = backend, group, unknown.why
        counts = self.traffic.unknown.get(key)
        if counts is None:
            if len(self.traffic.unknown) >= GROUPS:
                key = backend, _REST, "more groups than are told apart"
            counts = self.traffic.unknown.setdefault(key, Counts())
        return counts


def _lines(raw: BufferedReader, progress: Progress) -> Iterator[bytes]:
    """The lines of a file, unpacked when it is packed; progress is told in bytes of the file."""
    is_packed = raw.peek(2)[:2] == b"\x1f\x8b"
    stream: Iterable[bytes] = gzip.GzipFile(fileobj=raw) if is_packed else raw
    told = 0
    for number, line in enumerate(stream):
        yield line
        if not number & 0xFFFF:
            at = raw.tell()
            progress(at - told)
            told = at
    progress(raw.tell() - told)
