"""What of a lot one person reaches: the forms that post, and the lists that lead to their rows."""

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urljoin, urlsplit

from proxy.parity.answers import Answer, BodyKind
from proxy.parity.lab.asking import Visitor
from proxy.parity.lab.crawl import Found
from proxy.parity.lab.forms import Form, forms_of
from proxy.parity.lab.routes import LotRoutes, kind_of, links_of
from proxy.parity.rules import LotRules

#: Pages of one list that are turned at most to find a row.
MOST_PAGES = 200


@dataclass
class Survey:
    """One person's look at the lot, through one side."""

    routes: LotRoutes
    rules: LotRules
    visitor: Visitor
    most: int = 200
    forms: list[Found] = field(default_factory=list)
    lists: dict[str, set[str]] = field(default_factory=dict)
    _kinds: Counter[str] = field(default_factory=Counter)

    def run(self) -> None:
        """Ask for every kind of page once or twice."""
        queue = deque((*self.routes.beginnings(), *self.rules.visit))
        seen: set[str] = set()
        while queue and len(seen) < self.most:
            target = queue.popleft()
            if target in seen or not self._is_wanted(target):
                continue
            seen.add(target)
            answer = self.visitor.get(target)
            queue.extend(self._addresses(answer, target))
            self._keep(answer, target)

    def rows_of(self, pattern: str, visitor: Visitor, most: int) -> tuple[str, ...]:
        """The addresses of one route that the lists show a visitor, page after page."""
        found: dict[str, None] = {}
        for page, patterns in self.lists.items():
            for address in self._listed(page, visitor) if pattern in patterns else ():
                if self.pattern_of(address) == pattern:
                    found[address.partition("?")[0]] = None
                if len(found) >= most:
                    break
        return tuple(found)

    def _listed(self, page: str, visitor: Visitor) -> Iterator[str]:
        """Every address on the pages of a list, which its own links number."""
        number = last = 1
        while number <= min(last, MOST_PAGES):
            target = f"{page}?page={number}"
            for address in self._addresses(visitor.get(target), target):
                yield address
                parts = urlsplit(address)
                pages = [value for key, value in parse_qsl(parts.query) if key == "page"]
                if parts.path == page and pages and pages[0].isdecimal():
                    last = max(last, int(pages[0]))
            number += 1

    def has_list(self, pattern: str) -> bool:
        """Whether some list leads to such addresses."""
        return any(pattern in patterns for patterns in self.lists.values())

    def _is_wanted(self, target: str) -> bool:
        route = self.routes.route("GET", target)
        if route is None or self.rules.is_writing(route.pattern):
            return False
        kind = kind_of(route, target)
        self._kinds[kind] += 1
        return self._kinds[kind] <= 2

    def pattern_of(self, target: str) -> str:
        """The lot's route of an address; empty for another's."""
        route = self.routes.route("GET", target.partition("?")[0])
        return route.pattern if route is not None else ""

    def _addresses(self, answer: Answer, target: str) -> Iterator[str]:
        location = answer.header("location")
        links = links_of(answer.text) if answer.kind is BodyKind.HTML else ()
        for href in (*([location] if location else []), *links):
            path = self.visitor.path_of(urljoin(target, href))
            if path is not None:
                yield path

    def _keep(self, answer: Answer, target: str) -> None:
        if answer.kind is not BodyKind.HTML or answer.status != 200:
            return
        for number, form in enumerate(forms_of(answer.text, target)):
            if form.method == "post" and is_editor(form):
                self.forms.append(Found(target, number, form))
        page = target.partition("?")[0]
        if not is_of_a_row(self.pattern_of(page)):
            patterns = {self.pattern_of(each) for each in self._addresses(answer, target)}
            self.lists.setdefault(page, set()).update(patterns - {""})


def is_of_a_row(pattern: str) -> bool:
    """Whether a route names a row."""
    return any(part.startswith(":") for part in pattern.split("/"))


def is_editor(form: Form) -> bool:
    """Whether people fill a row in with it: no filter, no batch, no link that posts."""
    names = [one.name for one in form.fields]
    return (
        not form.name.startswith("link")
        and "ids[]" not in names
        and not any("_filters[" in name for name in names)
        and any("[" in one.name and one.kind != "hidden" for one in form.fields)
    )
