"""What sentinels see of a lot: how its Python does now, and how its PHP did before."""

from zoneinfo import ZoneInfo

from proxy.core.table import Lot
from proxy.evidence import queries
from proxy.evidence.periods import DAY
from proxy.evidence.queries import Span
from proxy.evidence.signals import Signal
from proxy.evidence.values import Traffic
from proxy.flips.sentinels import Breach, Conduct, Sign, breaches
from proxy.state_database import StateDatabase

#: What is looked at and what it is measured against, in seconds.
_PRESENT_S, _PAST_S = 900, 7 * DAY

_STATUSES = {Sign.REFUSED: (401, 403), Sign.MISSING: (404, 410)}
_SIGNALS = {
    Sign.LOOPS: Signal.REDIRECT_LOOP,
    Sign.BOUNCES: Signal.SIGN_IN_BOUNCE,
    Sign.FORMS: Signal.CSRF_REFUSED,
}


class Sight:
    """Looks at what was counted of lots; what a lot did before it moved is looked up once a stay."""

    def __init__(self, state: StateDatabase, zone: ZoneInfo) -> None:
        self._state = state
        self._zone = zone
        self._past: dict[tuple[str, float], Conduct] = {}

    def breaches_of(self, lot: Lot, since: float, now: float) -> tuple[Breach, ...]:
        """What is worse in a lot that is at its stage since then than it was before.

        Errors: StateDatabaseUnavailable.
        """
        start = max(since, now - _PRESENT_S)
        present = self._conduct(lot, Span(start, now + 1, now, self._zone), is_present=True)
        if not present.requests:
            return ()
        key = (lot.name, since)
        if key not in self._past:
            self._past = {known: each for known, each in self._past.items() if known[0] != lot.name}
            span = Span(since - _PAST_S, since, now, self._zone)
            self._past[key] = self._conduct(lot, span, is_present=False)
        return breaches(present, self._past[key])

    def _conduct(self, lot: Lot, span: Span, *, is_present: bool) -> Conduct:
        stage = lot.stage.name.value
        rows = tuple(
            row
            for row in queries.traffic(self._state, span, lot.name).rows
            if (row.side == "python" and row.stage == stage) is is_present
            and row.side in {"legacy", "python"}
        )
        seen = queries.signals(self._state, span, lot.name)
        traffic = Traffic(rows, span.since, span.until, None)
        cases = {Sign.ERRORS: traffic.errors}
        cases |= {sign: traffic.with_status(*statuses) for sign, statuses in _STATUSES.items()}
        side = "python" if is_present else "legacy"
        cases |= {
            sign: seen.get((lot.name, side, signal.value), 0) for sign, signal in _SIGNALS.items()
        }
        return Conduct(traffic.requests, cases, traffic.latency)
