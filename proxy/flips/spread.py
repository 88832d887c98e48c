"""How far a flip has come: which running processes have taken up the file on the disk."""

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from proxy.flips.proposal import content_of
from proxy.routing_file.workers import WorkerState, workers

_LOOK_S = 0.03


@dataclass(frozen=True, slots=True)
class Spread:
    """The running processes, against the file.

    Units: `after_s` is how long it took to look.
    """

    file_digest: str
    states: Sequence[WorkerState]
    after_s: float = 0.0

    @property
    def behind(self) -> tuple[WorkerState, ...]:
        """The processes that do not run the file, or complain about it."""
        return tuple(
            state for state in self.states if state.digest != self.file_digest or state.fault
        )


def spread(routing_file: Path, state_dir: Path) -> Spread:
    """Where every process is now.

    Errors: RoutingFileRefused, when the file cannot be read.
    """
    digest = hashlib.sha256(content_of(routing_file)).hexdigest()
    return Spread(digest, workers(state_dir))


def await_spread(routing_file: Path, state_dir: Path, timeout_s: float) -> Spread:
    """Where every process is as soon as all run the file, or when time is up.

    Errors: RoutingFileRefused, when the file cannot be read.
    """
    start = time.monotonic()
    while True:
        found = spread(routing_file, state_dir)
        elapsed = time.monotonic() - start
        if not found.behind or elapsed >= timeout_s:
            return Spread(found.file_digest, found.states, elapsed)
        time.sleep(_LOOK_S)
