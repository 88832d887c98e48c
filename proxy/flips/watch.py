"""The watch over lots that moved to Python: what sentinels see, and what is done about it."""

import contextlib
import hashlib
import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime

from proxy.config import Settings
from proxy.core.stages import Stage, StageName
from proxy.core.table import Lot, RoutingTable, Sentinel
from proxy.errors import FiguierError, FlipUnderWay, StateDatabaseUnavailable
from proxy.evidence import queries
from proxy.evidence.periods import DAY
from proxy.evidence.queries import Span
from proxy.evidence.recorder import Recorder
from proxy.evidence.recorder_state import RecorderState
from proxy.evidence.recording import Recording
from proxy.evidence.signals import Signal
from proxy.evidence.values import Traffic
from proxy.flips.alerts import Alert, send
from proxy.flips.flip import Desk, note, recover, rollback
from proxy.flips.gathering import stage_since
from proxy.flips.incidents import Report, Severity, open_incident
from proxy.flips.journal import read_good_part
from proxy.flips.proposal import content_of
from proxy.flips.sentinels import Breach, Conduct, Sign, breaches
from proxy.routing_file.reader import parse_table
from proxy.routing_file.writer import rehearse, unwritable
from proxy.state_database import StateDatabase, open_state

_LOG = logging.getLogger("figuier")

#: What is looked at, what it is measured against, and how often the same is told, in seconds.
_PRESENT_S, _PAST_S, _AGAIN_S = 900, 7 * DAY, 900

#: How long after a rollback that failed the next is tried, at first; twice as long each time.
_RETRY_S = 2.0

#: Who the journal says noticed an edit by hand.
_NOTICER = "figuier"

_WATCHED = frozenset({StageName.CANARY, StageName.PYTHON})
_STATUSES = {Sign.REFUSED: (401, 403), Sign.MISSING: (404, 410)}
_SIGNALS = {
    Sign.LOOPS: Signal.REDIRECT_LOOP,
    Sign.BOUNCES: Signal.SIGN_IN_BOUNCE,
    Sign.FORMS: Signal.CSRF_REFUSED,
}


class Watch:
    """Looks at every lot that moved lately, each time requests were folded."""

    def __init__(
        self,
        settings: Settings,
        state: StateDatabase,
        tell: Callable[[Settings, Alert], object] = send,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self._settings = settings
        self._state = state
        self._tell = tell
        self._wall = wall
        self._digest = ""
        self._table: RoutingTable | None = None
        #: The content that the last look found, and the one that the journal was compared with.
        self._resting = self._settled = ""
        #: Every lot's stage, and since when as far as is known.
        self._stages: dict[str, tuple[Stage, float | None]] = {}
        self._past: dict[tuple[str, float], Conduct] = {}
        self._told: dict[str, float] = {}
        #: Lots whose rollback failed: from when on it may be tried again, and after how long then.
        self._failed: dict[str, tuple[float, float]] = {}

    def look(self, said: RecorderState) -> None:
        """Look at the lots that moved lately; who cannot count sees nothing, and it is said there."""
        now = self._wall()
        try:
            table = self._present_table(now)
            if said.fault or table is None:
                return
            for lot in table.lots:
                stage, since = self._stages[lot.name]
                if stage.name in _WATCHED and since is not None and self._is_recent(since, now):
                    self._look_at(lot, since, now)
        except StateDatabaseUnavailable as fault:
            _LOG.warning("the sentinels see nothing: %s", fault)

    def _is_recent(self, since: float, now: float) -> bool:
        return now - since < self._settings.sentinel_hours * 3600

    def _present_table(self, now: float) -> RoutingTable | None:
        """The table of the file; a file that cannot be used leaves the one before it."""
        with contextlib.suppress(FiguierError):
            data = content_of(self._settings.routing_file)
            digest = hashlib.sha256(data).hexdigest()
            if digest != self._digest:
                self._table = parse_table(data)
                self._digest = digest
                self._take_note(self._table, now)
            self._settle(digest)
        return self._table

    def _settle(self, digest: str) -> None:
        """Have the journal tell an edit by hand when it is made, not with the next flip."""
        is_resting, self._resting = digest == self._resting, digest
        # Who edits may be in the middle of it: what two looks find the same is meant.
        if digest == self._settled or not is_resting:
            return
        settings = self._settings
        try:
            recover(Desk(settings.routing_file, settings.state_dir, _NOTICER, 0.0))
        except FlipUnderWay:
            return
        except FiguierError as fault:
            _LOG.warning("an edit by hand is not in the journal yet: %s", fault)
        self._settled = digest

    def _take_note(self, table: RoutingTable, now: float) -> None:
        """Learn since when each lot is at its stage: from the journal, or because it just moved."""
        reading = read_good_part(self._settings.state_dir)[0]
        for lot in table.lots:
            known = self._stages.get(lot.name)
            if known is None:
                self._stages[lot.name] = (lot.stage, stage_since(reading, lot.name))
            elif known[0] != lot.stage:
                self._stages[lot.name] = (lot.stage, now)
                # Another stay: what goes wrong in it is news, and may be taken back at once.
                self._told.pop(lot.name, None)
                self._failed.pop(lot.name, None)

    def _look_at(self, lot: Lot, since: float, now: float) -> None:
        present = self._conduct(lot, max(since, now - _PRESENT_S), now + 1, now, is_present=True)
        if not present.requests:
            return
        key = (lot.name, since)
        if key not in self._past:
            self._past = {known: each for known, each in self._past.items() if known[0] != lot.name}
            self._past[key] = self._conduct(lot, since - _PAST_S, since, now, is_present=False)
        found = breaches(present, self._past[key])
        if found:
            self._act(lot, found, now)

    def _conduct(
        self, lot: Lot, since: float, until: float, now: float, *, is_present: bool
    ) -> Conduct:
        span = Span(since, until, now, self._settings.time_zone)
        stage = lot.stage.name.value
        rows = tuple(
            row
            for row in queries.traffic(self._state, span, lot.name).rows
            if (row.side == "python" and row.stage == stage) is is_present
            and row.side in {"legacy", "python"}
        )
        seen = queries.signals(self._state, span, lot.name)
        traffic = Traffic(rows, since, until, None)
        cases = {Sign.ERRORS: traffic.errors}
        cases |= {sign: traffic.with_status(*statuses) for sign, statuses in _STATUSES.items()}
        sides = ("python",) if is_present else ("legacy",)
        cases |= {
            sign: sum(seen.get((lot.name, side, signal.value), 0) for side in sides)
            for sign, signal in _SIGNALS.items()
        }
        return Conduct(traffic.requests, cases, traffic.latency)

    def _act(self, lot: Lot, found: tuple[Breach, ...], now: float) -> None:
        signs = tuple(map(str, found))
        settings = self._settings
        desk = Desk(settings.routing_file, settings.state_dir, "sentinel", settings.lock_timeout_s)
        why = f"sentinel: {'; '.join(signs)}"[:400]
        if lot.sentinel is Sentinel.ROLL_BACK:
            if self._would_fail_again(lot, now):
                return
            action = self._rolled_back(desk, lot, why, now)
        elif now - self._told.get(lot.name, 0.0) < _AGAIN_S:
            return
        else:
            action = "aucune, ce lot ne fait qu'alerter"
            with contextlib.suppress(FiguierError):
                note(desk, lot, why)
        if now - self._told.get(lot.name, 0.0) < _AGAIN_S:
            return
        self._told[lot.name] = now
        with contextlib.suppress(StateDatabaseUnavailable):
            report = Report(lot.name, Severity.BLOCKING, why, desk.who, now)
            open_incident(self._state, report)
        at = datetime.fromtimestamp(now, UTC).astimezone(self._settings.time_zone)
        alert = Alert(
            lot.name, lot.title, str(lot.stage), signs, action, at.isoformat(timespec="seconds")
        )
        self._tell(self._settings, alert)

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

    def _rolled_back(self, desk: Desk, lot: Lot, why: str, now: float) -> str:
        try:
            outcome = rollback(desk, lot.name, why)
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
    return Recording(recorder, settings.state_dir, Watch(settings, state).look)
