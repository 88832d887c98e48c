"""The facts of `figuier status`: the file, the journal and the running processes, compared."""

import hashlib
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from proxy.cli.output import count_of
from proxy.config import Settings, unknown_settings
from proxy.errors import JournalBroken, RoutingFileRefused, StateUnwritable
from proxy.flips.journal import Reading, read_journal
from proxy.flips.proposal import content_of
from proxy.flips.recovery import moved_by_hand
from proxy.health import cannot_write, evidence
from proxy.routing_file.reader import parse_table
from proxy.routing_file.workers import WorkerState, workers


@dataclass(frozen=True, slots=True)
class Report:
    """What is so now.

    Shape: `file_digest` is empty when the file cannot be read.
    """

    routing_file: Path
    file_digest: str
    file_state: str
    is_valid: bool
    journal_state: str
    warnings: tuple[str, ...]
    evidence: dict[str, Any]
    workers: tuple[WorkerState, ...]

    @property
    def agrees(self) -> bool:
        """Whether the file is good and every running process runs it."""
        return self.is_valid and all(
            state.digest == self.file_digest and not state.fault for state in self.workers
        )


def report_of(settings: Settings) -> Report:
    """The facts, gathered without changing any; nothing that is wrong stops it."""
    path = settings.routing_file
    stages: dict[str, str] = {}
    digest, is_valid = "", False
    try:
        data = content_of(path)
        digest = hashlib.sha256(data).hexdigest()
        table = parse_table(data, path.name)
    except RoutingFileRefused as refused:
        faults = str(refused).splitlines()
        more = f" (and {len(faults) - 1} more: figuier check)" if len(faults) > 1 else ""
        state = f"cannot be used: {faults[0]}{more}"
    else:
        is_valid = True
        killed = ", the kill switch is on" if table.kill_switch else ""
        state = f"valid, table {digest[:12]}{killed}"
        stages = {lot.name: str(lot.stage) for lot in table.lots}
    journal_state, warnings = _journal(settings.state_dir, digest, stages)
    counting = evidence(settings.state_dir, time.time())
    obstacle = filter(None, (cannot_write(settings.state_dir),))
    return Report(
        path,
        digest,
        state,
        is_valid,
        journal_state,
        (*warnings, *_uncounted(counting), *obstacle, *unknown_settings(os.environ)),
        counting,
        workers(settings.state_dir),
    )


def _uncounted(counting: dict[str, Any]) -> tuple[str, ...]:
    """What keeps requests from being kept; a recorder that does not run says nothing wrong."""
    fault = counting["fault"]
    return (f"requests are counted, but not kept: {fault}",) if fault else ()


def _journal(state_dir: Path, digest: str, stages: dict[str, str]) -> tuple[str, tuple[str, ...]]:
    try:
        reading = read_journal(state_dir)
    except (JournalBroken, StateUnwritable) as fault:
        return "broken", (f"{fault}; see docs/reference/journal.md",)
    if not reading.entries:
        return "empty: no flip yet", ()
    last = reading.entries[-1]
    length = count_of(len(reading.entries), "line")
    return f"{length}, the last at {last.at}", _drift(reading, digest, stages)


def _drift(reading: Reading, digest: str, stages: dict[str, str]) -> tuple[str, ...]:
    warnings: list[str] = []
    unfinished = reading.unfinished
    if unfinished is not None:
        move = f"{unfinished.lot or 'all lots'} to {unfinished.to_stage}, by {unfinished.who}"
        warnings.append(f"a flip is under way, or was interrupted: {move}")
    elif digest and digest != reading.file_digest:
        moved = ", ".join(moved_by_hand(reading.stages, stages)) if stages else ""
        told = f": {moved}" if moved else ""
        warnings.append(f"the file was edited by hand since the last flip{told}")
    if reading.torn:
        warnings.append("the journal ends in an unfinished line; the next flip sets it aside")
    return tuple(warnings)
