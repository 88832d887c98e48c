"""The shadow beside the workers: a process of its own, begun when a worker has something for it."""

import os
from collections.abc import Mapping

from proxy.config import Settings
from proxy.gateway.kept_process import KeptProcess
from proxy.parity.shadow.places import wanted_file

#: A shadow that cannot start is tried again so much later.
_AGAIN_S = 5.0


class ShadowProcess(KeptProcess):
    """Started when it is wanted, replaced when it dies, ended after the last worker."""

    def __init__(self, settings: Settings, environment: Mapping[str, str]) -> None:
        words = ("proxy.parity.shadow", str(os.getpid()))
        super().__init__(words, environment, again_s=_AGAIN_S)
        self._wanted = wanted_file(settings.state_dir)
        self._is_on = bool(settings.shadow_percent or settings.shadow_canary_percent)

    def look_after(self) -> None:
        """Start it when a worker asked for it, or again some time after it ended."""
        if self._is_on and self._wanted.exists():
            super().look_after()
