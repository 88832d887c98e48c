"""Where a run works: sides, copies, rules, and how two answers become a check."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from proxy.parity.answers import Answer
from proxy.parity.compare import Terms, compared
from proxy.parity.differences import Difference
from proxy.parity.lab.checks import Check, Report
from proxy.parity.lab.copies import Copies
from proxy.parity.lab.exhibits import Exhibits
from proxy.parity.lab.routes import LotRoutes
from proxy.parity.lab.sides import Sides
from proxy.parity.ledger import Settled, settled
from proxy.parity.noise import Noise
from proxy.parity.rules import LotRules

#: Told after each check: how many were made, how many matched.
Progress = Callable[[Report], None]

#: Told what the control answered: the role, the route, the target, the answer.
Seen = Callable[[str, str, str, Answer], None]


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a run goes. Units: `seconds` of work; 0 is no limit."""

    kinds: int = 3
    pages: int = 400
    scenes: int = 400
    seconds: float = 0.0


@dataclass
class Room:
    """All that the crawl and the scenes need.

    Shape: `now` reads the clock that the database's dates are written in; `copies` is None where
           nothing may be written: then only pages are compared. `seen` is there when the run is
           recorded: each role then has a session of a known id.
    """

    routes: LotRoutes
    sides: Sides
    rules: LotRules
    report: Report
    now: Callable[[], datetime]
    today: date
    copies: Copies | None = None
    limits: Limits = field(default_factory=Limits)
    progress: Progress = lambda _: None
    seen: Seen | None = None
    noise: Noise = field(default_factory=Noise)
    exhibits: Exhibits = field(default_factory=Exhibits)
    started: float = field(default_factory=time.monotonic)

    @property
    def terms(self) -> Terms:
        """By which rules two answers are the same."""
        return Terms(self.rules.masks, self.rules.headers, f"http://{self.sides.host}")

    @property
    def is_over(self) -> bool:
        """Whether the time is up."""
        limit = self.limits.seconds
        return bool(limit) and time.monotonic() - self.started > limit

    def differences(self, control: Answer, candidate: Answer) -> tuple[Difference, ...]:
        """What differs, known noise taken away."""
        return self.noise.without(compared(control, candidate, self.terms).differences)

    def learn(self, one: Answer, again: Answer) -> None:
        """What two answers of the control to one request say otherwise is noise."""
        self.noise = self.noise.learned(compared(one, again, self.terms).differences)

    def settle(self, found: Sequence[Difference], route: str) -> Settled:
        """The differences after the ledger was asked."""
        return settled(found, route, self.rules.accepted, self.today)

    def add(self, check: Check) -> None:
        """One more check."""
        self.report.checks.append(check)
        self.progress(self.report)
