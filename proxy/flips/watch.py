"""The watch over lots that were flipped: what sentinels see, and what is done about it."""

from collections.abc import Callable

from proxy.config import Settings
from proxy.evidence.recorder import RecorderState
from proxy.state_database import StateDatabase


def watch_of(settings: Settings, state: StateDatabase) -> Callable[[RecorderState], None]:
    """What is called after each folding of counts."""

    def look(_said: RecorderState) -> None:
        """Nothing is watched yet."""

    del settings, state
    return look
