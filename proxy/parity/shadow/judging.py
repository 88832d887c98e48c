"""One job judged: the other side asked on the frozen session, the answers compared, the ledger."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from proxy.core.decision import Side
from proxy.parity.answers import Answer
from proxy.parity.compare import Terms, compared
from proxy.parity.exemplars.making import exemplar_of
from proxy.parity.exemplars.records import Shown
from proxy.parity.lab.asking import Asked
from proxy.parity.ledger import settled
from proxy.parity.noise import Noise
from proxy.parity.observations import Observation
from proxy.parity.redaction import redacted_target
from proxy.parity.rules import LotRules
from proxy.parity.shadow.jobs import Frozen, Job, JobUnfit, answer_of, as_carried


class OtherSides(Protocol):
    """Who can ask either side without leaving a trace."""

    def ask_python(self, backend: str, asked: Asked, cookies: str, frozen: Frozen) -> Answer:
        """Python's answer on the frozen session, over a database that takes no writing.

        Errors: JobUnfit, where there is no Python.
        """

    def ask_php(self, backend: str, asked: Asked, cookies: str, frozen: Frozen) -> Answer:
        """PHP's answer on a copy of the session under another id, which is gone afterwards.

        Errors: JobUnfit, where PHP cannot be asked.
        """


@dataclass
class Judge:
    """Compares what visitors got with what the other side says.

    Shape: noise is learned by lot; `exhibited` are causes of which both answers were given on.
    """

    sides: OtherSides
    rules_of: Callable[[str], LotRules]
    today: Callable[[], date]
    noise: dict[str, Noise] = field(default_factory=dict)
    exhibited: set[tuple[str, str, str]] = field(default_factory=set)

    def judged(self, job: Job) -> Observation:
        """What was seen.

        Errors: JobUnfit.
        """
        subject = job.subject
        rules = self.rules_of(subject.lot)
        given = answer_of(job.answer)
        asked = (subject.backend, job.asked, job.cookies, job.frozen)
        is_php_safe = rules.is_safe_on_php(subject.pattern)
        if subject.side == Side.PYTHON:
            if not is_php_safe:
                raise JobUnfit("undeclared")
            control, candidate = as_carried(self.sides.ask_php(*asked), given), given
        else:
            control, candidate = given, as_carried(self.sides.ask_python(*asked), given)
        terms = Terms(rules.masks, rules.headers, f"{subject.scheme}://{job.asked.host}")
        noise = self.noise.get(subject.lot, Noise())
        found = noise.without(compared(control, candidate, terms).differences)
        if found and is_php_safe:
            again = as_carried(self.sides.ask_php(*asked), given)
            noise = noise.learned(compared(control, again, terms).differences)
            self.noise[subject.lot] = noise
            found = noise.without(found)
        outcome = settled(found, subject.route, rules.accepted, self.today())
        shown = None
        causes = {(subject.lot, subject.route, each.cause) for each in outcome.unexplained}
        if not causes <= self.exhibited:
            self.exhibited |= causes
            made = exemplar_of(control, candidate, outcome, terms, rules.personal)
            shown = Shown("", f"GET {redacted_target(job.asked.target)}", made)
        return Observation(subject.route, job.asked.target, "shadow", job.at, outcome, shown)
