"""The watch over lots that were flipped: what sentinels see, and what is done about it."""

from collections.abc import Callable

from proxy.config import Settings
from proxy.evidence.recorder import Recorder, RecorderState
from proxy.evidence.recording import Recording
from proxy.state_database import StateDatabase, open_state


def recording_of(settings: Settings) -> Recording:
    """The recorder of these settings, with the watch over flips."""
    state = open_state(settings)
    recorder = Recorder(
        state,
        settings.state_dir,
        zone=settings.time_zone,
        log_rows=settings.request_log_rows,
    )
    return Recording(recorder, settings.state_dir, watch_of(settings, state))


def watch_of(settings: Settings, state: StateDatabase) -> Callable[[RecorderState], None]:
    """What is called after each folding of counts."""

    def look(_said: RecorderState) -> None:
        """Nothing is watched yet."""

    del settings, state
    return look
