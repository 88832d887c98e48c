"""A process beside the workers: started again when it dies, ended when they have ended."""

import subprocess
import sys
import time
from collections.abc import Mapping, Sequence


class KeptProcess:
    """A module of ours that runs for as long as we do.

    Units: seconds; one that cannot start is tried again `again_s` later, and has `patience_s` to
           finish what it has in hand.
    """

    def __init__(
        self,
        words: Sequence[str],
        environment: Mapping[str, str],
        *,
        again_s: float,
        patience_s: float = 8.0,
        kept_open: Sequence[int] = (),
    ) -> None:
        """Know the module and its arguments; the first look starts it."""
        self._words = words
        self._environment = environment
        self._again_s, self._patience_s = again_s, patience_s
        self._kept_open = kept_open
        self._process: subprocess.Popen[bytes] | None = None
        self._may_start_at = 0.0

    @property
    def is_running(self) -> bool:
        """Whether it was started and has not ended."""
        return self._process is not None and self._process.poll() is None

    def look_after(self) -> None:
        """Start it, or start it again some time after it ended."""
        if not self.is_running and time.monotonic() >= self._may_start_at:
            self._may_start_at = time.monotonic() + self._again_s
            self._process = subprocess.Popen(
                [sys.executable, "-m", *self._words],
                env=self._environment,
                pass_fds=self._kept_open,
            )

    def renew(self) -> None:
        """Let it end after its present turn; the next look starts it with the code installed now."""
        if self._process is not None and self.is_running:
            self._process.terminate()
        self._may_start_at = 0.0

    def end(self) -> None:
        """Let it finish what it has in hand, then insist."""
        if self._process is not None and self.is_running:
            self._process.terminate()
            insist(self._process, self._patience_s)


def insist(process: subprocess.Popen[bytes], patience_s: float) -> None:
    """Wait for a process that was asked to end, then end it."""
    try:
        process.wait(patience_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
