"""Does a lot that moved to Python break? Its last minutes against its own past, sign by sign."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from proxy.core.intervals import difference, wilson
from proxy.core.latency import BUCKETS, Latency


class Sign(StrEnum):
    """What a broken lot shows."""

    ERRORS = "errors"
    REFUSED = "refused"
    MISSING = "missing"
    LOOPS = "loops"
    BOUNCES = "bounces"
    FORMS = "forms"
    SLOW = "slow"


#: By how much the share of each sign may surely pass the past's.
MARGINS: Final[Mapping[Sign, float]] = {
    Sign.ERRORS: 0.02,
    Sign.REFUSED: 0.10,
    Sign.MISSING: 0.10,
    Sign.LOOPS: 0.01,
    Sign.BOUNCES: 0.02,
    Sign.FORMS: 0.02,
    Sign.SLOW: 0.25,
}

#: Fewer cases are chance, whatever their share.
LEAST_CASES: Final = 10

_WORDS: Final[Mapping[Sign, str]] = {
    Sign.ERRORS: "answered by an error (5xx)",
    Sign.REFUSED: "refused (401, 403)",
    Sign.MISSING: "not found (404, 410)",
    Sign.LOOPS: "sent round in circles",
    Sign.BOUNCES: "asked to sign in again",
    Sign.FORMS: "forms refused for their token",
    Sign.SLOW: "slower than usual",
}


@dataclass(frozen=True, slots=True)
class Conduct:
    """How requests of a lot went in some time.

    Shape: `cases` counts those that showed each sign, SLOW apart, which `latency` tells.
    """

    requests: int = 0
    cases: Mapping[Sign, int] = field(default_factory=dict)
    latency: Latency = Latency()  # noqa: RUF009 - frozen


@dataclass(frozen=True, slots=True)
class Breach:
    """A sign that passed its margin.

    Shape: `present` and `past` are cases and requests; `surely` is the least that the share grew.
    """

    sign: Sign
    present: tuple[int, int]
    past: tuple[int, int]
    surely: float

    def __str__(self) -> str:
        """As in: 41 of 52 answered by an error (5xx), 3 of 900 before."""
        before = f"{self.past[0]} of {self.past[1]} before" if self.past[1] else "nothing before"
        return f"{self.present[0]} of {self.present[1]} {_WORDS[self.sign]}, {before}"


def breaches(present: Conduct, past: Conduct) -> tuple[Breach, ...]:
    """The signs of the last minutes that the past does not explain."""
    bound = _usual_bound(past.latency)
    found = []
    for sign, margin in MARGINS.items():
        if sign is Sign.SLOW:
            now = present.latency.slower_than(bound), present.latency.requests
            before = past.latency.slower_than(bound), past.latency.requests
            if not past.latency.requests:
                continue
        else:
            now = present.cases.get(sign, 0), present.requests
            before = past.cases.get(sign, 0), past.requests
        surely = difference(now, before)[0] if before[1] else wilson(*now)[0]
        if now[0] >= LEAST_CASES and surely > margin:
            found.append(Breach(sign, now, before, surely))
    return tuple(found)


def _usual_bound(latency: Latency) -> float:
    """The first bound that 19 of 20 answers of the past stayed below."""
    usual = latency.quantile(0.95)
    return next((bound for bound in BUCKETS if usual is not None and bound >= usual), BUCKETS[-1])
