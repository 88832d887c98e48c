"""A suite asked again of Python, without PHP: over a copy of the data, as the roles recorded."""

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from proxy.parity.compare import Terms, compared
from proxy.parity.lab.asking import Asked, Pairs, Side, form_request
from proxy.parity.lab.checks import Check
from proxy.parity.lab.forms import forms_of
from proxy.parity.lab.sides import Sessions
from proxy.parity.ledger import settled
from proxy.parity.replay.redacted_requests import SENT
from proxy.parity.replay.suite import Recorded, Suite, redacted_answer, session_id_of
from proxy.parity.rules import LotRules

_LAST_REQUEST = re.compile(rb"(lastRequest\|i:)\d+")


@dataclass(frozen=True, slots=True)
class Replay:
    """Where a suite is asked again.

    Shape: forms are sent in the order of the recording, to this side alone, and what they write
           stays; `set_clock` lets its pages believe in the moment of each answer.
    Units: `now` in seconds since 1970.
    """

    side: Side
    sessions: Sessions
    rules: LotRules
    cookie: str
    now: float
    set_clock: Callable[[datetime], None] = lambda _: None

    def checks(self, suite: Suite) -> Sequence[Check]:
        """One check for each recorded answer; each starts from the recorded session."""
        return [self._check(suite, number) for number in range(len(suite.entries))]

    def _check(self, suite: Suite, number: int) -> Check:
        entry = suite.entries[number]
        started = time.perf_counter()
        terms = Terms(self.rules.masks, self.rules.headers, f"http://{suite.host}")
        if entry.clock:
            self.set_clock(datetime.fromisoformat(entry.clock))
        answer = self.side.ask(self._asked(suite, entry))
        again = redacted_answer(answer, self.rules.personal)
        found = compared(entry.answer, again, terms).differences
        today = datetime.fromtimestamp(self.now, UTC).date()
        outcome = settled(found, entry.route, self.rules.accepted, today)
        return Check(
            "read" if entry.method == "GET" else "write", entry.role, entry.route, entry.target,
            f"{entry.method} {entry.target}", outcome, answer.status,
            time.perf_counter() - started,
        )  # fmt: skip

    def _asked(self, suite: Suite, entry: Recorded) -> Asked:
        if entry.method == "GET":
            return self._opened(suite, entry.role, "GET", entry.target)
        tokens = self._tokens(suite, entry) if SENT in dict(entry.form).values() else {}
        pairs = tuple(
            (name, tokens.get(name, value) if value == SENT else value)
            for name, value in entry.form
        )
        return form_request(self._opened(suite, entry.role, entry.method, entry.target), pairs)

    def _tokens(self, suite: Suite, entry: Recorded) -> dict[str, str]:
        """The tokens of the form, which this side makes for the session of the replay."""
        page = entry.page or entry.target
        shown = self.side.ask(self._opened(suite, entry.role, "GET", page))
        path = entry.target.partition("?")[0]
        found: dict[str, str] = {}
        for form in forms_of(shown.text, page):
            held: Pairs = form.untouched()
            is_the_one = form.action.partition("?")[0].endswith(path)
            found = {**found, **dict(held)} if is_the_one else {**dict(held), **found}
        return found

    def _opened(self, suite: Suite, role: str, method: str, target: str) -> Asked:
        """A request of a role, whose session is what it was when the recorded one came."""
        session = suite.sessions.get(role)
        if session is None:
            return Asked(method, target, suite.host)
        session_id = session_id_of(role)
        # What was recorded is long ago: to the session it is now.
        data = _LAST_REQUEST.sub(rb"\g<1>%d" % int(self.now), session)
        self.sessions.put("candidate", session_id, data)
        return Asked(method, target, suite.host, (("Cookie", f"{self.cookie}={session_id}"),))
