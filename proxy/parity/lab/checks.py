"""What a run found: one check a request or scene, with what nobody accepted."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from proxy.parity.differences import Difference
from proxy.parity.exemplars.records import Shown
from proxy.parity.ledger import Settled


@dataclass(frozen=True, slots=True)
class Check:
    """One comparison.

    Shape: `kind` is read or write; `name` says what was done, for people; `shown` has both answers
           where they are worth keeping.
    """

    kind: str
    role: str
    route: str
    target: str
    name: str
    found: Settled
    status: int = 0
    seconds: float = 0.0
    noise: int = 0
    shown: Shown | None = None

    @property
    def is_match(self) -> bool:
        """Whether nothing differs that nobody accepted."""
        return not self.found.unexplained


@dataclass
class Report:
    """A run from end to end.

    Shape: `writers` are GET routes that changed rows without being declared; `outside` names
           tables of the original that changed during the run; `never` are routes that no request
           reached; `stopped` says why the run ended early.
    """

    lot: str
    backend: str
    against: str
    checks: list[Check] = field(default_factory=list)
    writers: dict[str, list[str]] = field(default_factory=dict)
    outside: list[str] = field(default_factory=list)
    never: list[str] = field(default_factory=list)
    stopped: str = ""

    @property
    def matches(self) -> int:
        """Checks that found nothing unexplained."""
        return sum(check.is_match for check in self.checks)

    @property
    def used(self) -> frozenset[str]:
        """The ledger entries that were needed."""
        return frozenset(key for check in self.checks for key, _ in check.found.accepted)

    @property
    def is_clean(self) -> bool:
        """Whether all matched and nothing outside the copies changed."""
        return bool(self.checks) and self.matches == len(self.checks) and not (
            self.outside or self.writers or self.stopped
        )  # fmt: skip

    def causes(self) -> list["Cause"]:
        """Differences grouped, the most frequent cause first."""
        return grouped((check, found) for check in self.checks for found in check.found.unexplained)


@dataclass(frozen=True, slots=True)
class Cause:
    """Differences that surely have one reason. Shape: `pages` counts checks, not occurrences."""

    difference: Difference
    pages: int
    example: Check


def grouped(found: Iterable[tuple[Check, Difference]]) -> list[Cause]:
    """The causes of differences, each with its first example."""
    first: dict[str, tuple[Check, Difference]] = {}
    pages: Counter[str] = Counter()
    seen: set[tuple[int, str]] = set()
    for check, one in found:
        first.setdefault(one.cause, (check, one))
        if (id(check), one.cause) not in seen:
            seen.add((id(check), one.cause))
            pages[one.cause] += 1
    return [Cause(first[cause][1], count, first[cause][0]) for cause, count in pages.most_common()]
