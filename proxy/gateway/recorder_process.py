"""The recorder beside the workers: a process of its own, which no request ever waits for."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping

#: A recorder that cannot start is tried again so much later.
_AGAIN_S = 2.0
#: Its last folding, when everything ends.
_PATIENCE_S = 8.0


class RecorderProcess:
    """Started with the gateway, replaced when it dies, ended after the last worker."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None
        self._may_start_at = 0.0
        # The end that only we hold: the recorder ends when we do, however that happens.
        self._alive, self._told = os.pipe()

    def look_after(self) -> None:
        """Start it, or start it again some time after it ended."""
        if self._process is not None and self._process.poll() is None:
            return
        if time.monotonic() >= self._may_start_at:
            self._may_start_at = time.monotonic() + _AGAIN_S
            self._process = subprocess.Popen(
                [sys.executable, "-m", "proxy.gateway.recorder", str(self._alive)],
                env=self._environment,
                pass_fds=(self._alive,),
            )

    def renew(self) -> None:
        """Let it end after its present turn; the next look starts it with the code installed now."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
        self._may_start_at = 0.0

    def end(self) -> None:
        """Let it fold what the workers left, then insist."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(_PATIENCE_S)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        os.close(self._alive)
        os.close(self._told)
