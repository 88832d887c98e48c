"""Counts on their way from the workers to the recorder: small files, each folded once."""

import json
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from proxy.evidence.counting import Labels, Series
from proxy.leisure import in_turns

#: Files that may wait for the recorder; beyond, workers keep counts to themselves.
MOST_FILES = 400
#: A draft that nobody wrote to for so long is nobody's.
_DRAFT_S = 60.0
#: Rows written before traffic has the interpreter again.
_AT_ONCE = 50


@dataclass(slots=True)
class Batch:
    """What one process counted in a short while.

    Shape: `name` is never used twice; `series` by labels and status; `visitors` are
           (day, hash, backend, lot, side); `requests` are rows of the request log; `unlogged` how
           many more there were; `signals` by backend, lot, side and signal.
    Units: seconds since 1970.
    """

    since: float
    until: float = 0.0
    name: str = field(default_factory=lambda: secrets.token_hex(16))
    series: dict[Labels, dict[int, Series]] = field(default_factory=dict)
    visitors: set[tuple[str, str, str, str, str]] = field(default_factory=set)
    requests: list[dict[str, Any]] = field(default_factory=list)
    signals: dict[tuple[str, str, str, str], int] = field(default_factory=dict)
    unlogged: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.series or self.signals)

    @property
    def count(self) -> int:
        """How many requests it counts."""
        return sum(one.count for many in self.series.values() for one in many.values())


class Spool:
    """The folder in which batches wait."""

    def __init__(self, state_dir: Path) -> None:
        self.folder = state_dir / "evidence" / "spool"

    def is_full(self) -> bool:
        """Whether the recorder is so far behind that no more should be written."""
        try:
            return len(os.listdir(self.folder)) >= MOST_FILES  # noqa: PTH208, counted every second
        except FileNotFoundError:
            return False

    def write(self, batch: Batch) -> None:
        """Leave a batch for the recorder, whole or not at all.

        Errors: OSError, when the folder cannot be written.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        draft = self.folder / f".{batch.name}.draft"
        try:
            with draft.open("w", encoding="utf-8", errors="replace") as file:
                draft.chmod(0o600)
                file.writelines(_text(batch))
            draft.replace(self.folder / f"{batch.until:017.6f}-{batch.name}.json")
        except OSError:
            with suppress(OSError):
                draft.unlink()
            raise

    def waiting(self) -> Iterator[tuple[Path, Batch]]:
        """Every batch that waits, the oldest first; a damaged file is put aside, never read again."""
        self._clear_drafts()
        for path in sorted(self.folder.glob("*.json")):
            try:
                yield path, _batch(json.loads(path.read_text(encoding="utf-8")))
            except FileNotFoundError:
                continue
            except (ValueError, TypeError, KeyError):
                self.put_aside(path)

    def _clear_drafts(self) -> None:
        """Remove what processes left that died while they wrote; the others take no such time."""
        for draft in self.folder.glob(".*.draft"):
            with suppress(OSError):
                if time.time() - draft.stat().st_mtime > _DRAFT_S:
                    draft.unlink()

    def put_aside(self, path: Path) -> None:
        """Keep a file that cannot be folded, where nobody tries it again."""
        with suppress(OSError):
            path.replace(path.with_suffix(".damaged"))

    @property
    def damaged(self) -> int:
        """How many files could not be read."""
        return len(list(self.folder.glob("*.damaged")))


def _text(batch: Batch) -> Iterator[str]:
    """The file of a batch, in pieces none of which takes long to make."""
    plain = _plain(batch)
    long: dict[str, list[Any]] = {"visitors": sorted(batch.visitors), "requests": batch.requests}
    yield json.dumps(plain)[:-1]
    for name, rows in long.items():
        yield f', "{name}": ['
        for number, together in enumerate(in_turns(rows, _AT_ONCE)):
            yield (", " if number else "") + json.dumps(together)[1:-1]
        yield "]"
    yield "}"


def _plain(batch: Batch) -> dict[str, Any]:
    return {
        "name": batch.name,
        "since": batch.since,
        "until": batch.until,
        "series": [
            [asdict(labels), status, one.count, one.seconds, one.bytes_sent, one.buckets]
            for labels, by_status in batch.series.items()
            for status, one in by_status.items()
        ],
        "signals": [[*key, count] for key, count in batch.signals.items()],
        "unlogged": batch.unlogged,
    }


def _batch(plain: dict[str, Any]) -> Batch:
    batch = Batch(plain["since"], plain["until"], plain["name"])
    for labels, status, count, seconds, sent, buckets in plain["series"]:
        of_labels = batch.series.setdefault(Labels(**labels), {})
        of_labels[int(status)] = Series(count, seconds, sent, buckets)
    batch.visitors = {
        (day, who, backend, lot, side) for day, who, backend, lot, side in plain["visitors"]
    }
    batch.requests = plain["requests"]
    batch.signals = {
        (backend, lot, side, what): n for backend, lot, side, what, n in plain["signals"]
    }
    batch.unlogged = plain["unlogged"]
    return batch
