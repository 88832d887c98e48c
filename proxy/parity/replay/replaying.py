"""A suite asked again of Python, without PHP: over a copy of the data, as the roles recorded."""

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from proxy.parity.compare import Terms, compared
from proxy.parity.lab.asking import Asked, Side
from proxy.parity.lab.checks import Check
from proxy.parity.lab.sides import Sessions
from proxy.parity.ledger import settled
from proxy.parity.replay.suite import Suite, redacted_answer, session_id_of
from proxy.parity.rules import LotRules

_LAST_REQUEST = re.compile(rb"(lastRequest\|i:)\d+")


@dataclass(frozen=True, slots=True)
class Replay:
    """Where a suite is asked again. Units: `now` in seconds since 1970."""

    side: Side
    sessions: Sessions
    rules: LotRules
    cookie: str
    now: float

    def checks(self, suite: Suite) -> Sequence[Check]:
        """One check for each recorded answer; each starts from the recorded session."""
        return [self._check(suite, number) for number in range(len(suite.entries))]

    def _check(self, suite: Suite, number: int) -> Check:
        entry = suite.entries[number]
        started = time.perf_counter()
        terms = Terms(self.rules.masks, self.rules.headers, f"http://{suite.host}")
        answer = self.side.ask(self._asked(suite, entry.role, entry.target))
        again = redacted_answer(answer, self.rules.personal)
        found = compared(entry.answer, again, terms).differences
        today = datetime.fromtimestamp(self.now, UTC).date()
        outcome = settled(found, entry.route, self.rules.accepted, today)
        return Check(
            "read", entry.role, entry.route, entry.target, f"GET {entry.target}", outcome,
            answer.status, time.perf_counter() - started,
        )  # fmt: skip

    def _asked(self, suite: Suite, role: str, target: str) -> Asked:
        session = suite.sessions.get(role)
        if session is None:
            return Asked("GET", target, suite.host)
        session_id = session_id_of(role)
        # What was recorded is long ago: to the session it is now.
        data = _LAST_REQUEST.sub(rb"\g<1>%d" % int(self.now), session)
        self.sessions.put("candidate", session_id, data)
        return Asked("GET", target, suite.host, (("Cookie", f"{self.cookie}={session_id}"),))
