"""The watch over lots that moved to Python: what sentinels see, and what is done about it."""

import logging
import time
from collections.abc import Callable

from proxy.config import Settings
from proxy.core.stages import StageName
from proxy.core.table import Lot
from proxy.errors import StateDatabaseUnavailable
from proxy.evidence.recorder import Recorder
from proxy.evidence.recorder_state import RecorderState
from proxy.evidence.recording import Recording
from proxy.flips.intervention import Intervention
from proxy.flips.sight import Sight
from proxy.flips.stays import Stays
from proxy.routing_file.writer import unwritable
from proxy.state_database import StateDatabase, open_state

_LOG = logging.getLogger("figuier")

_WATCHED = frozenset({StageName.CANARY, StageName.PYTHON})


class Watch:
    """Looks at every lot that moved lately, each time requests were folded."""

    def __init__(
        self,
        settings: Settings,
        state: StateDatabase,
        intervention: Intervention,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self._hours = settings.sentinel_hours
        self._wall = wall
        self._stays = Stays(settings)
        self._sight = Sight(state, settings.time_zone)
        self._intervention = intervention

    def look(self, said: RecorderState) -> None:
        """Look at the lots that moved lately; who cannot count sees nothing, and it is said there."""
        now = self._wall()
        for moved in self._stays.look(now):
            self._intervention.forget(moved)
        if said.fault or self._stays.table is None:
            return
        try:
            for lot in self._stays.table.lots:
                since = self._stays.since(lot.name)
                if lot.stage.name not in _WATCHED or since is None:
                    continue
                if now - since < self._hours * 3600:
                    self._look_at(lot, since, now)
        except StateDatabaseUnavailable as fault:
            _LOG.warning("the sentinels see nothing: %s", fault)

    def _look_at(self, lot: Lot, since: float, now: float) -> None:
        found = self._sight.breaches_of(lot, since, now)
        if found:
            self._intervention.act(lot, found, now)


def recording_of(settings: Settings) -> Recording:
    """The recorder of these settings, with the watch over flips."""
    state = open_state(settings)
    recorder = Recorder(
        state,
        settings.state_dir,
        zone=settings.time_zone,
        log_rows=settings.request_log_rows,
        cannot_write=lambda: unwritable(settings.routing_file),
    )
    watch = Watch(settings, state, Intervention(settings, state))
    return Recording(recorder, settings.state_dir, watch.look)
