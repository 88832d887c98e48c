"""The folder in which workers leave their counters, and what becomes of those of the dead."""

import json
from pathlib import Path
from typing import Any

#: Counters of workers that have ended: a total must never go down while the gateway lives.
_PAST = "past.json"


def forget_all(folder: Path) -> None:
    """Begin at zero, as a counter does when its process starts."""
    for path in folder.glob("*.json"):
        path.unlink(missing_ok=True)


def fold(folder: Path, pid: int) -> None:
    """Add the counters of a worker that ended to those of the others that did."""
    own, past = folder / f"{pid}.json", folder / _PAST
    try:
        kept = _read(past) + _read(own)
        fresh = past.with_suffix(".new")
        fresh.write_text(json.dumps(_added_up(kept)), encoding="utf-8")
        fresh.replace(past)
        own.unlink(missing_ok=True)
    except OSError:
        # A full disk: the worker's own file stays, and is counted as it is.
        return


def snapshots(folder: Path) -> list[dict[str, Any]]:
    """The counters every worker has written, those of past workers included."""
    return [series for path in sorted(folder.glob("*.json")) for series in _read(path)]


def _read(path: Path) -> list[dict[str, Any]]:
    try:
        found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        # Not there, or of a worker that was cut off: there is nothing to count.
        return []
    return found


def _added_up(many: list[dict[str, Any]]) -> list[dict[str, Any]]:
    totals: dict[tuple[str, ...], dict[str, Any]] = {}
    for series in many:
        key = tuple(str(series[name]) for name in ("backend", "lot", "side", "class"))
        total = totals.setdefault(
            key,
            {**series, "buckets": [0] * len(series["buckets"])}
            | {"count": 0, "seconds": 0.0, "bytes": 0},
        )
        for name in ("count", "seconds", "bytes"):
            total[name] += series[name]
        total["buckets"] = [a + b for a, b in zip(total["buckets"], series["buckets"], strict=True)]
    return list(totals.values())
