"""Which answers of a run are worth keeping whole: the first of each cause, the first of each page."""

from dataclasses import dataclass, field
from typing import Protocol

from proxy.parity.answers import Answer, BodyKind
from proxy.parity.compare import Terms
from proxy.parity.exemplars.making import exemplar_of
from proxy.parity.exemplars.records import Shown, exemplar_id
from proxy.parity.lab.asking import Side
from proxy.parity.lab.checks import Report
from proxy.parity.lab.sides import Sides
from proxy.parity.ledger import Settled
from proxy.parity.masks import Mask
from proxy.parity.rules import LotRules

#: Pages of one run that are photographed: each takes a second, and nobody looks at more.
MOST_PICTURES = 80

Answers = tuple[Answer, Answer]


class Place(Protocol):
    """What of a run's room is asked for here."""

    rules: LotRules
    sides: Sides
    report: Report

    @property
    def terms(self) -> Terms:
        """By which rules two answers are the same."""


class Photographer(Protocol):
    """Who keeps what two pages look like."""

    def take(
        self, own_id: str, url: str, answers: Answers, assets: Side, masks: tuple[Mask, ...]
    ) -> bool:
        """Keep both; gives whether that was done."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Who did what: the room, the route, the role, what was done."""

    room: Place
    route: str
    role: str
    name: str


@dataclass
class Exhibits:
    """What a run keeps of its answers; the rest of them is compared and forgotten."""

    photographer: Photographer | None = None
    pictures: int = 0
    _causes: set[tuple[str, str]] = field(default_factory=set)
    _pages: set[tuple[str, str]] = field(default_factory=set)

    def page(self, seat: Seat, target: str, answers: Answers, outcome: Settled) -> Shown | None:
        """Both answers to a GET, when they show a new cause or are to be photographed."""
        is_new = self._is_new(seat.route, outcome)
        has_pictures = self._photographed(seat, target, answers, is_new=is_new)
        return (
            _shown(seat, answers, outcome, has_pictures=has_pictures)
            if is_new or has_pictures
            else None
        )

    def answers(self, seat: Seat, answers: Answers, outcome: Settled) -> Shown | None:
        """Both answers to a writing, when they show a new cause."""
        is_new = self._is_new(seat.route, outcome)
        return _shown(seat, answers, outcome, has_pictures=False) if is_new else None

    def _is_new(self, route: str, outcome: Settled) -> bool:
        causes = {(route, found.cause) for found in outcome.unexplained}
        is_new = not causes <= self._causes
        self._causes |= causes
        return is_new

    def _photographed(self, seat: Seat, target: str, answers: Answers, *, is_new: bool) -> bool:
        if self.photographer is None or {each.kind for each in answers} != {BodyKind.HTML}:
            return False
        is_first = (seat.route, seat.role) not in self._pages
        if not (is_new or is_first) or self.pictures >= MOST_PICTURES:
            return False
        self._pages.add((seat.route, seat.role))
        room = seat.room
        done = self.photographer.take(
            exemplar_id(room.report.lot, seat.route, seat.role, seat.name),
            f"http://{room.sides.host}{target}", answers, room.sides.control.side, room.rules.masks,
        )  # fmt: skip
        self.pictures += done
        return done


def _shown(seat: Seat, answers: Answers, outcome: Settled, *, has_pictures: bool) -> Shown:
    room = seat.room
    made = exemplar_of(*answers, outcome, room.terms, room.rules.personal)
    return Shown(seat.role, seat.name, made, has_pictures)
