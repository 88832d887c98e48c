"""The recorder at work: one for each state directory, in a process or a thread of its own."""

import fcntl
import logging
import os
import threading
from collections.abc import Callable
from pathlib import Path

from proxy.evidence.recorder import Recorder
from proxy.evidence.recorder_state import RecorderState, told_obstacle

_LOG = logging.getLogger("figuier")

#: How often the recorder folds, and looks whether it is needed.
PERIOD_S = 2.0


class Recording:
    """Runs a recorder while this process is the one that holds the folder's lock.

    Shape: `also` is called after each folding, with what the recorder said (proxy/flips/watch.py).
           Whatever goes wrong is logged and tried again: it never ends by itself.
    """

    def __init__(
        self,
        recorder: Recorder,
        state_dir: Path,
        also: Callable[[RecorderState], None] | None = None,
        period_s: float = PERIOD_S,
    ) -> None:
        self._recorder = recorder
        self._lock_file = state_dir / "evidence" / "recorder.lock"
        self._also = also
        self._period_s = period_s
        self._lock: int | None = None
        self._last_fault = ""
        self._last_obstacle = ""

    def run(self, stopping: threading.Event) -> None:
        """Record until told to stop, and once more then."""
        self._turn()
        while not stopping.wait(self._period_s):
            self._turn()
        self._turn(is_last=True)
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def start(self, stopping: threading.Event) -> None:
        """Run in a thread that ends with its process."""
        threading.Thread(target=self.run, args=(stopping,), daemon=True, name="recorder").start()

    def _turn(self, *, is_last: bool = False) -> None:
        try:
            if not self._holds_lock():
                return
            said = self._recorder.run_once(is_last=is_last)
            self._mention(said.fault)
            self._mention_obstacle(said.cannot_write)
            if self._also is not None:
                self._also(said)
        except Exception:  # noqa: BLE001 - whatever it is, counting must go on
            _LOG.exception("the recorder goes on after")

    def _mention(self, fault: str) -> None:
        """Say once what is wrong, and once that it is over."""
        if fault != self._last_fault:
            if fault:
                _LOG.error("requests are counted, but not kept: %s", fault)
            else:
                _LOG.warning("requests are kept again")
            self._last_fault = fault

    def _mention_obstacle(self, obstacle: str) -> None:
        """Say once that nobody here could roll back, and once that it is over."""
        if obstacle != self._last_obstacle:
            if obstacle:
                _LOG.error("%s", told_obstacle(obstacle))
            else:
                _LOG.warning("the sentinels and the console can write the routing file again")
            self._last_obstacle = obstacle

    def _holds_lock(self) -> bool:
        if self._lock is not None:
            return True
        self._lock_file.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._lock_file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return False
        self._lock = descriptor
        return True
