"""Differences that were accepted: why, by whom, until when; each must be used and in date."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fnmatch import fnmatchcase

from proxy.parity.differences import Difference
from proxy.parity.masks import literal_brackets

_ANY = re.compile(r"(?s).*")


class AcceptedKind(StrEnum):
    """Why a difference is right."""

    INTENDED = "intended"
    SECURITY = "security"


@dataclass(frozen=True, slots=True)
class Accepted:
    """One entry of the ledger.

    Shape: `route` as routing.yaml spells it, `field` as a report names it, both with * for
           anything; `control` and `candidate` are what the values must look like. An intended
           change is one the visitor was promised; a security entry is a defect of the legacy that
           Python does not reproduce.
    """

    reason: str
    owner: str
    expires: date
    kind: AcceptedKind
    field: str
    route: str = "*"
    control: re.Pattern[str] = _ANY
    candidate: re.Pattern[str] = _ANY

    @property
    def key(self) -> str:
        """What names the entry in reports."""
        return f"{self.route} {self.field}"

    def is_expired(self, today: date) -> bool:
        """Whether its day is past."""
        return today > self.expires

    def accepts(self, route: str, found: Difference) -> bool:
        """Whether this is the difference that was accepted."""
        return bool(
            fnmatchcase(route, literal_brackets(self.route))
            and fnmatchcase(found.field, literal_brackets(self.field))
            and self.control.fullmatch(found.control)
            and self.candidate.fullmatch(found.candidate)
        )


@dataclass(frozen=True, slots=True)
class Settled:
    """Differences of one comparison after the ledger was asked."""

    unexplained: tuple[Difference, ...] = ()
    accepted: tuple[tuple[str, Difference], ...] = ()


def settled(
    differences: Iterable[Difference], route: str, ledger: tuple[Accepted, ...], today: date
) -> Settled:
    """What nobody accepted, and what somebody did, by the entry's key; expired entries count not."""
    unexplained, accepted = [], []
    for found in differences:
        entry = next(
            (one for one in ledger if not one.is_expired(today) and one.accepts(route, found)), None
        )
        if entry is None:
            unexplained.append(found)
        else:
            accepted.append((entry.key, found))
    return Settled(tuple(unexplained), tuple(accepted))


def faults_of(ledger: tuple[Accepted, ...], used: frozenset[str], today: date) -> list[str]:
    """One sentence for each entry that is expired, or that no difference of the last run needed."""
    faults = []
    for entry in ledger:
        if entry.is_expired(today):
            faults.append(f"{entry.key}: expired on {entry.expires}; ask {entry.owner}")
        elif entry.key not in used:
            faults.append(f"{entry.key}: unused in the last run; remove it or ask {entry.owner}")
    return faults
