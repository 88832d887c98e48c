"""Is the proxy well? What one process says, from what it already knows."""

import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from proxy.core.table import RoutingTable
from proxy.evidence.recorder_state import recorder_state, told_obstacle
from proxy.routing_file.live import Fault
from proxy.routing_file.workers import workers

#: A recorder speaks every few seconds, or as soon as a database that hangs lets it.
_SILENT_S = 60.0


class RunningTable(Protocol):
    """The table in charge, and what is wrong with its file."""

    @property
    def table(self) -> RoutingTable:
        """The table in charge now."""

    @property
    def fault(self) -> Fault | None:
        """What is wrong with the file; None when it is the running table."""


class Seen(Protocol):
    """How an upstream was last seen by this process; `at` is seconds since 1970."""

    @property
    def is_reachable(self) -> bool:
        """Whether the last connection was made."""

    @property
    def at(self) -> float:
        """When that was."""

    @property
    def fault(self) -> str | None:
        """What went wrong, if anything."""


def report(
    live: RunningTable,
    sightings: Mapping[str, Seen],
    dropped_lines: int,
    state_dir: Path,
    *,
    is_ready: bool = True,
    counting_fault: str = "",
) -> dict[str, Any]:
    """What this process knows of itself and the others.

    Shape: `status` is ok or degraded; an upstream nobody asked yet is "unknown". A dead upstream
           degrades nothing but itself: other applications and Python lots still answer.
           `counting_fault` is what keeps this process from telling what it counted; evidence that
           is missing, or a routing file that nobody here can write, degrades nothing: traffic
           needs neither.
    Units: times are UTC, as ISO 8601.
    """
    table, fault = live.table, live.fault
    names = sorted({*table.backends, *sightings})
    upstreams = {name: _upstream(sightings.get(name)) for name in names}
    is_well = fault is None and all(u["state"] != "unreachable" for u in upstreams.values())
    return {
        "status": "ok" if is_well else "degraded",
        "live": True,
        "ready": is_ready,
        "table": {"source": table.source, "digest": table.digest},
        "fault": None
        if fault is None
        else {"text": fault.text, "since": _utc(fault.since), "file_digest": fault.file_digest},
        "upstreams": upstreams,
        "workers": _workers(state_dir),
        "access_log": {"dropped": dropped_lines},
        "evidence": evidence(state_dir, time.time(), counting_fault),
        "cannot_write": cannot_write(state_dir) or None,
    }


def evidence(state_dir: Path, now: float, counting_fault: str = "") -> dict[str, Any]:
    """How counting does, from small files alone.

    Shape: `state` is ok, behind (something is wrong: requests are counted and wait) or silent (no
           recorder runs, or none has said anything for a while).
    """
    said = recorder_state(state_dir)
    if said is None or now - said.at > _SILENT_S:
        as_of = _utc(said.as_of) if said and said.as_of else None
        return {"state": "silent", "as_of": as_of, "waiting": None, "fault": counting_fault or None}
    fault = counting_fault or said.fault
    return {
        "state": "behind" if fault else "ok",
        "as_of": _utc(said.as_of) if said.as_of else None,
        "waiting": said.waiting,
        "fault": fault or None,
    }


def cannot_write(state_dir: Path) -> str:
    """What keeps the sentinels and the console from writing the routing file; empty if nothing."""
    said = recorder_state(state_dir)
    return told_obstacle(said.cannot_write) if said and said.cannot_write else ""


def _upstream(seen: Seen | None) -> dict[str, Any]:
    if seen is None:
        return {"state": "unknown"}
    state = "reachable" if seen.is_reachable else "unreachable"
    return {"state": state, "at": _utc(seen.at), "fault": seen.fault}


def _workers(state_dir: Path) -> list[dict[str, Any]]:
    return [
        {
            "pid": worker.pid,
            "role": worker.role,
            "digest": worker.digest,
            "loaded_at": _utc(worker.loaded_at),
            "fault": worker.fault,
            "since": None if worker.since is None else _utc(worker.since),
        }
        for worker in workers(state_dir)
    ]


def _utc(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
