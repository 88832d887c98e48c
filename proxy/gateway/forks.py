"""Requests to split lots: the destination of each visitor, and the cookies that both sides see."""

from collections.abc import Callable

from proxy.core.assignment import By, Choice
from proxy.core.cards import NAME, without_card
from proxy.core.decision import Fork, Verdict, settled
from proxy.core.table import RoutingTable
from proxy.gateway.destination import Destination

#: Whether it is anywhere in what a client sent costs no call to know.
CARD = NAME + b"="
_COOKIE = b"cookie:"
#: How the field is spelled but for its first letter, by all that anybody signs in with.
COOKIE_FIELD = b"ookie:"


class ForkedDestination:
    """The destinations of an address whose side depends on who asks, each made when it is needed."""

    __slots__ = ("_make", "_sides", "fork", "table")

    def __init__(
        self, fork: Fork, table: RoutingTable, make: Callable[[Verdict], Destination]
    ) -> None:
        self.fork = fork
        self.table = table
        self._make = make
        self._sides: dict[tuple[bool, By], Destination] = {}

    def of(self, choice: Choice) -> Destination:
        """Where a visitor of this choice goes."""
        key = (choice.is_python, choice.by)
        side = self._sides.get(key)
        if side is None:
            side = self._sides[key] = self._make(settled(self.fork, choice))
        return side


def cookies_of(fields: list[tuple[bytes, bytes]]) -> list[bytes]:
    """The Cookie values of a request."""
    return [value for name, value in fields if name.lower() == b"cookie"]


def without_cards(lines: list[bytes]) -> list[bytes]:
    """A head's lines as PHP and lots may see them: our cookie is between us and the browser."""
    kept = []
    for line in lines:
        if CARD in line and line[: len(_COOKIE)].lower() == _COOKIE:
            value = without_card(line[len(_COOKIE) :].lstrip(b" \t"))
            if not value:
                continue
            line = line[: len(_COOKIE)] + b" " + value  # noqa: PLW2901, the same line without it
        kept.append(line)
    return kept


def with_one_cookie_line(lines: list[bytes]) -> list[bytes]:
    """A head's lines, its Cookie lines made one, as both sides must see the same cookies.

    Shape: of several lines Flask's server would make one by a comma, and PHP would read the last
           (nginx before 1.23) or all. No browser sends several; what passes HTTP/2 on may.
    Source: RFC 9113 section 8.2.3.
    """
    places = [n for n, line in enumerate(lines) if line[: len(_COOKIE)].lower() == _COOKIE]
    if len(places) < 2:
        return lines
    values = [lines[n][len(_COOKIE) :].strip(b" \t") for n in places]
    joined = [*lines[: places[0]], b"Cookie: " + b"; ".join(value for value in values if value)]
    return joined + [line for n, line in enumerate(lines) if n > places[0] and n not in places]
