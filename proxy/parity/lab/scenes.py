"""The same writing played on both copies: answer, next page, session, rows, files and mails."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice

from proxy.core.table import spelled_route
from proxy.parity.answers import Answer, BodyKind
from proxy.parity.differences import Difference
from proxy.parity.lab.asking import Visitor
from proxy.parity.lab.checks import Check
from proxy.parity.lab.copies import RowChange
from proxy.parity.lab.crawl import Found
from proxy.parity.lab.exhibits import Seat
from proxy.parity.lab.files import (
    Kept,
    file_differences,
    kept_since,
    mail_differences,
    stamps_of,
)
from proxy.parity.lab.fillings import Filling, fillings_of
from proxy.parity.lab.forms import forms_of
from proxy.parity.lab.pair import Pair
from proxy.parity.lab.room import Room
from proxy.parity.lab.rows import row_differences
from proxy.parity.lab.sides import Workplace

#: One side's part: what a visitor does, and the answers, the first being the one to the writing.
Play = Callable[[Visitor], list[Answer]]


@dataclass(frozen=True, slots=True)
class Left:
    """What a scene left on one side."""

    answers: list[Answer]
    rows: list[RowChange]
    files: list[Kept]
    mails: list[Kept]


@dataclass
class Scenes:
    """The writings of one person."""

    room: Room
    pair: Pair

    def forms(self, found: Sequence[Found]) -> None:
        """Send each form in every way that may teach something, each form once before any twice."""
        ways = [
            (rank, each, filling)
            for each in found
            for rank, filling in enumerate(fillings_of(each.form, self.room.rules.fill))
        ]
        ways.sort(key=lambda way: way[0])
        for _, each, filling in ways[: self.room.limits.scenes]:
            if self.room.is_over:
                return
            self._form(each, filling)

    def nothing(self) -> None:
        """Send an empty form to each route, of a row that is not there where it names one."""
        for target in islice(self.room.routes.beginnings("POST"), self.room.limits.scenes):
            route = self.room.routes.route("POST", target)
            if route is not None and not self.room.is_over:
                name = f"POST {target}: nothing"
                self._play(spelled_route(route), target, name, partial(_posted, target))

    def links(self, targets: Sequence[str]) -> None:
        """Follow links that are declared to write, each route as often as the limits say."""
        counts: dict[str, int] = {}
        for target in targets:
            route = self.room.routes.route("GET", target)
            if route is None or self.room.is_over:
                continue
            counts[route.pattern] = counts.get(route.pattern, 0) + 1
            if counts[route.pattern] <= self.room.limits.kinds:
                self._play(
                    spelled_route(route),
                    target,
                    f"GET {target}",
                    partial(_visited, target),
                )

    def _form(self, found: Found, filling: Filling) -> None:
        route = self.room.routes.route("POST", self.pair.control.path_of(found.form.action) or "")
        if route is None:
            return
        name = f"{found.form.name} of {found.page}: {filling.name}"
        self._play(spelled_route(route), found.page, name, lambda who: _sent(who, found, filling))

    def _play(self, route: str, target: str, name: str, play: Play) -> None:
        """One scene; rows and the visitor's session are then what they were before it."""
        started = time.perf_counter()
        frozen = self.pair.frozen()
        self.pair.level()
        control = self._left(self.pair.sides.control, self.pair.control, play)
        if self.pair.sides.control.copy == self.pair.sides.candidate.copy:
            # Legacy against itself: the second part needs the rows that the first one had.
            self._put_back()
        candidate = self._left(self.pair.sides.candidate, self.pair.candidate, play)
        found = self._found(control, candidate)
        sessions = self.pair.session_differences()
        if found:
            self._put_back()
            self.pair.thaw(frozen)
            again = self._left(self.pair.sides.control, self.pair.control, play)
            self._learn(control, again)
            found = self._found(control, candidate)
        self._put_back()
        self.pair.thaw(frozen)
        outcome, role = self.room.settle([*found, *sessions], route), self.pair.account.role
        seconds = time.perf_counter() - started
        seat = Seat(self.room, route, role, name)
        answers = self._telling(control, candidate)
        shown = self.room.exhibits.answers(seat, answers, outcome) if answers else None
        status = control.answers[0].status if control.answers else 0
        self.room.add(
            Check("write", role, route, target, name, outcome, status, seconds, shown=shown)
        )

    def _telling(self, control: Left, candidate: Left) -> tuple[Answer, Answer] | None:
        """The first two answers that differ, or the two to the writing itself."""
        pairs = list(zip(control.answers, candidate.answers, strict=False))
        return next(
            (pair for pair in pairs if self.room.differences(*pair)), next(iter(pairs), None)
        )

    def _left(self, place: Workplace, visitor: Visitor, play: Play) -> Left:
        before = stamps_of(place.files), stamps_of(place.mails)
        answers = play(visitor)
        copies = self.room.copies
        return Left(
            answers,
            copies.changes(place.copy) if copies else [],
            kept_since(place.files, before[0]),
            kept_since(place.mails, before[1]),
        )

    def _found(self, control: Left, candidate: Left) -> list[Difference]:
        found: list[Difference] = []
        for one, other in zip(control.answers, candidate.answers, strict=False):
            found += self.room.differences(one, other)
        found += self.room.noise.without(self._beside(control, candidate))
        return found

    def _beside(self, control: Left, candidate: Left) -> list[Difference]:
        return [
            *row_differences(
                control.rows, candidate.rows, self.room.rules.columns, self.room.now()
            ),
            *file_differences(control.files, candidate.files),
            *mail_differences(control.mails, candidate.mails),
        ]

    def _learn(self, control: Left, again: Left) -> None:
        for one, other in zip(control.answers, again.answers, strict=False):
            self.room.learn(one, other)
        self.room.noise = self.room.noise.learned(self._beside(control, again))

    def _put_back(self) -> None:
        if self.room.copies is not None:
            for place in (self.pair.sides.control, self.pair.sides.candidate):
                self.room.copies.put_back(place.copy)


def _visited(target: str, visitor: Visitor) -> list[Answer]:
    return _followed(visitor, visitor.get(target))


def _posted(target: str, visitor: Visitor) -> list[Answer]:
    return _followed(visitor, visitor.post(target, ()))


def _sent(visitor: Visitor, found: Found, filling: Filling) -> list[Answer]:
    """The form asked again, filled and sent, and the page that follows.

    Shape: a side that does not show the form gives the page that it shows instead.
    """
    page = visitor.get(found.page)
    forms = forms_of(page.text, found.page) if page.kind is BodyKind.HTML else ()
    if found.number >= len(forms):
        return [page]
    form = forms[found.number]
    target = visitor.path_of(form.action)
    if target is None:
        return [page]
    return _followed(visitor, visitor.post(target, filling.pairs(form), filling.uploads))


def _followed(visitor: Visitor, answer: Answer) -> list[Answer]:
    location = answer.header("location")
    target = visitor.path_of(location) if location else None
    return [answer, visitor.get(target)] if target else [answer]
