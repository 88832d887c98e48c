"""What is done about a lot that breaks: taken back where that is wanted, written down, and told."""

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

from proxy.config import Settings
from proxy.core.table import Lot, Sentinel
from proxy.errors import FiguierError, FlipUnderWay, StateDatabaseUnavailable
from proxy.flips.alerts import Alert, send
from proxy.flips.desk import Desk
from proxy.flips.flip import rollback
from proxy.flips.incidents import Report, Severity, open_incident
from proxy.flips.notes import note
from proxy.flips.sentinels import Breach
from proxy.routing_file.writer import rehearse, unwritable
from proxy.state_database import StateDatabase

_LOG = logging.getLogger("figuier")

#: How often the same is told, in seconds.
_AGAIN_S = 900

#: How long after a rollback that failed the next is tried, at first; twice as long each time.
_RETRY_S = 2.0

Tell = Callable[[Settings, Alert], object]


class Intervention:
    """The sentinels' hand: it remembers what it told, and which rollback could not be made."""

    def __init__(self, settings: Settings, state: StateDatabase, tell: Tell = send) -> None:
        self._settings = settings
        self._state = state
        self._tell = tell
        self._desk = Desk(
            settings.routing_file, settings.state_dir, "sentinel", settings.lock_timeout_s
        )
        self._told: dict[str, float] = {}
        #: Lots whose rollback failed: from when on it may be tried again, and after how long then.
        self._failed: dict[str, tuple[float, float]] = {}

    def forget(self, lot: str) -> None:
        """Another stay: what goes wrong in it is news, and may be taken back at once."""
        self._told.pop(lot, None)
        self._failed.pop(lot, None)

    def act(self, lot: Lot, found: tuple[Breach, ...], now: float) -> None:
        """Take the lot back, or leave it where it only alerts; say so, but not all the time."""
        signs = tuple(map(str, found))
        why = f"sentinel: {'; '.join(signs)}"[:400]
        if lot.sentinel is Sentinel.ROLL_BACK:
            if self._would_fail_again(lot, now):
                return
            action = self._rolled_back(lot, why, now)
        elif self._was_told(lot, now):
            return
        else:
            action = "aucune, ce lot ne fait qu'alerter"
            with suppress(FiguierError):
                note(self._desk, lot.name, why)
        if self._was_told(lot, now):
            return
        self._told[lot.name] = now
        with suppress(StateDatabaseUnavailable):
            report = Report(lot.name, Severity.BLOCKING, why, self._desk.who, now)
            open_incident(self._state, report)
        at = datetime.fromtimestamp(now, UTC).astimezone(self._settings.time_zone)
        alert = Alert(
            lot.name, lot.title, str(lot.stage), signs, action, at.isoformat(timespec="seconds")
        )
        self._tell(self._settings, alert)

    def _was_told(self, lot: Lot, now: float) -> bool:
        return now - self._told.get(lot.name, 0.0) < _AGAIN_S

    def _would_fail_again(self, lot: Lot, now: float) -> bool:
        """Whether it is too early after a rollback that failed, or the file still takes nothing.

        Shape: looked at without a line in the journal, which has the first failure.
        """
        if lot.name not in self._failed:
            return False
        routing_file = self._settings.routing_file
        if now < self._failed[lot.name][0]:
            return True
        if not routing_file.exists():
            # A rollback puts back a file that is gone.
            return False
        try:
            rehearse(routing_file)
            return bool(unwritable(routing_file))
        except OSError:
            return True

    def _rolled_back(self, lot: Lot, why: str, now: float) -> str:
        try:
            outcome = rollback(self._desk, lot.name, why)
        except FiguierError as refused:
            if not isinstance(refused, FlipUnderWay):
                _, wait = self._failed.get(lot.name, (0.0, _RETRY_S))
                self._failed[lot.name] = (now + wait, min(2 * wait, _AGAIN_S))
            _LOG.error("sentinel: %s could not be rolled back: %s", lot.name, refused)
            return f"retour à legacy impossible pour l'instant ({type(refused).__name__})"
        if self._failed.pop(lot.name, None):
            # That it failed was told: so is its end.
            self._told.pop(lot.name, None)
        for sentence in outcome.warnings:
            _LOG.warning("sentinel: %s", sentence)
        return f"retour à l'étape {outcome.proposal.plan.after}"
