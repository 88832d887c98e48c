"""Every page of the lot asked of both sides, from the routing table and from links found."""

import time
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin

from proxy.core.table import Route, spelled_route
from proxy.parity.answers import Answer, BodyKind
from proxy.parity.differences import Difference
from proxy.parity.lab.checks import Check
from proxy.parity.lab.exhibits import Seat
from proxy.parity.lab.forms import Form, forms_of
from proxy.parity.lab.pair import Pair
from proxy.parity.lab.room import Room
from proxy.parity.lab.routes import kind_of, links_of


@dataclass(frozen=True, slots=True)
class Found:
    """A form met on a page of the lot; `number` tells it from the page's others."""

    page: str
    number: int
    form: Form


@dataclass
class Crawl:
    """One person's way through the lot."""

    room: Room
    pair: Pair
    forms: list[Found] = field(default_factory=list)
    writing_links: list[str] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)
    _kinds: Counter[str] = field(default_factory=Counter)
    _queue: deque[str] = field(default_factory=deque)
    _start: tuple[dict[str, str], bytes | None] | None = None

    def run(self) -> None:
        """Ask until there is nothing new, or the limits are reached."""
        for target in (*self.room.routes.beginnings(), *self.room.rules.visit):
            self._want(target)
        asked = 0
        while self._queue and asked < self.room.limits.pages and not self.room.is_over:
            target = self._queue.popleft()
            route = self.room.routes.route("GET", target)
            if route is None:
                continue
            if self.room.rules.is_writing(route.pattern):
                self.writing_links.append(target)
                continue
            self._visit(route, target)
            asked += 1

    def _want(self, target: str) -> None:
        if target in self._seen:
            return
        self._seen.add(target)
        route = self.room.routes.route("GET", target)
        if route is None:
            return
        kind = kind_of(route, target)
        self._kinds[kind] += 1
        if self._kinds[kind] <= self.room.limits.kinds:
            self._queue.append(target)

    def _visit(self, route: Route, target: str) -> None:
        started = time.perf_counter()
        if self.room.seen is not None:
            # What is recorded is asked again one by one: each page starts from the same session.
            self._start = self._start or self.pair.frozen()
            self.pair.thaw(self._start)
        frozen = self.pair.frozen()
        control = self.pair.control.get(target)
        candidate = self.pair.candidate.get(target)
        if self.room.seen is not None:
            self.room.seen(self.pair.account.role, spelled_route(route), target, control)
        found = self.room.differences(control, candidate)
        if found:
            found = self._without_noise(control, candidate, target, frozen)
        found = (*found, *self.pair.session_differences())
        line, role, name = spelled_route(route), self.pair.account.role, f"GET {target}"
        outcome = self.room.settle(found, line)
        seconds = time.perf_counter() - started
        shown = self.room.exhibits.page(
            Seat(self.room, line, role, name), target, (control, candidate), outcome
        )
        self.room.add(
            Check("read", role, line, target, name, outcome, control.status, seconds, shown=shown)
        )
        if found:
            self.pair.level()
        self._look_for_rows(route)
        self._follow(control, target)

    def _without_noise(
        self, control: Answer, candidate: Answer, target: str,
        frozen: tuple[dict[str, str], bytes | None],
    ) -> tuple[Difference, ...]:  # fmt: skip
        """Ask the control once more, as it was before, and take away what it says otherwise."""
        after = self.pair.frozen()
        self.pair.thaw(frozen)
        self.room.learn(control, self.pair.control.get(target))
        self.pair.thaw(after)
        return self.room.differences(control, candidate)

    def _look_for_rows(self, route: Route) -> None:
        """A page that changes rows is declared, or told; the copies are put back."""
        copies = self.room.copies
        is_known = self._kinds[f"rows {route.pattern}"] >= 2
        if copies is None or (is_known and f"GET {route.pattern}" not in self.room.report.writers):
            return
        self._kinds[f"rows {route.pattern}"] += 1
        changed = copies.changed_tables(self.pair.sides.control.copy)
        if changed:
            self.room.report.writers[f"GET {route.pattern}"] = changed
            for side in (self.pair.sides.control, self.pair.sides.candidate):
                copies.put_back(side.copy)

    def _follow(self, answer: Answer, target: str) -> None:
        for href in _addresses(answer):
            path = self.pair.control.path_of(urljoin(target, href))
            if path is not None:
                self._want(path)
        if answer.kind is BodyKind.HTML and answer.status == 200:
            for number, form in enumerate(forms_of(answer.text, target)):
                self._keep(target, number, form)

    def _keep(self, page: str, number: int, form: Form) -> None:
        if form.method != "post":
            return
        route = self.room.routes.route("POST", self.pair.control.path_of(form.action) or "")
        if route is None:
            return
        kind = f"form {route.pattern} {sorted({one.name for one in form.fields})}"
        self._kinds[kind] += 1
        if self._kinds[kind] == 1:
            self.forms.append(Found(page, number, form))


def _addresses(answer: Answer) -> Iterator[str]:
    location = answer.header("location")
    if location:
        yield location
    if answer.kind is BodyKind.HTML:
        yield from links_of(answer.text)
