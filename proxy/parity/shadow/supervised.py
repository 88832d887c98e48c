"""The shadow beside the workers: a process of its own, begun when a worker has something for it."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping

from proxy.config import Settings
from proxy.parity.shadow.places import wanted_file

#: A shadow that cannot start is tried again so much later.
_AGAIN_S = 5.0
_PATIENCE_S = 8.0


class ShadowProcess:
    """Started when it is wanted, replaced when it dies, ended after the last worker."""

    def __init__(self, settings: Settings, environment: Mapping[str, str]) -> None:
        self._wanted = wanted_file(settings.state_dir)
        self._is_on = bool(settings.shadow_percent or settings.shadow_canary_percent)
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None
        self._may_start_at = 0.0

    def look_after(self) -> None:
        """Start it when a worker asked for it, or again some time after it ended."""
        if not self._is_on or (self._process is not None and self._process.poll() is None):
            return
        if time.monotonic() >= self._may_start_at and self._wanted.exists():
            self._may_start_at = time.monotonic() + _AGAIN_S
            self._process = subprocess.Popen(
                [sys.executable, "-m", "proxy.parity.shadow", str(os.getpid())],
                env=self._environment,
            )

    def end(self) -> None:
        """Ask it to end, then insist."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(_PATIENCE_S)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
