"""The recorder beside the workers: a process of its own, which no request ever waits for."""

import os
from collections.abc import Mapping

from proxy.gateway.kept_process import KeptProcess

#: A recorder that cannot start is tried again so much later.
_AGAIN_S = 2.0


class RecorderProcess(KeptProcess):
    """Started with the gateway, replaced when it dies, ended after the last worker."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        # The end that only we hold: the recorder ends when we do, however that happens.
        self._alive, self._told = os.pipe()
        words = ("proxy.gateway.recorder", str(self._alive))
        super().__init__(words, environment, again_s=_AGAIN_S, kept_open=(self._alive,))

    def end(self) -> None:
        """Let it fold what the workers left, then insist."""
        super().end()
        os.close(self._alive)
        os.close(self._told)
