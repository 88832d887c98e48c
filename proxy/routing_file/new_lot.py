"""A lot added to a routing file at stage legacy, every other byte kept."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from proxy.core.table import Place
from proxy.routing_file.mistakes import Mistake, RoutingFileRefused
from proxy.routing_file.nodes import decoded, plain
from proxy.routing_file.reader import parse_table
from proxy.routing_file.splicing import FILE, encoded, tree_of

_LOTS = re.compile(r"^lots:[ \t]*(?:#[^\n]*)?\r?$", re.MULTILINE)
_NEXT = re.compile(r"^[^\s#]", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class NewLot:
    """What is written of a lot that the file does not have yet."""

    name: str
    title: str
    backend: str
    modules: Sequence[str]
    routes: Sequence[str]


def with_lot(text: bytes, lot: NewLot) -> bytes:
    """The same file with one more lot, after the others, at stage legacy.

    Errors: RoutingFileRefused, when `lots:` is not a block, or the file would not be valid.
    """
    source = decoded(text, FILE)
    if "lots" not in plain(tree_of(text)):
        newline = "\r\n" if "\r\n" in source else "\n"
        source = f"{source.rstrip()}{newline}{newline}lots:{newline}"
    found = _LOTS.search(source)
    if not found:
        raise _refusal("write `lots:` on a line of its own, then the lots below it")
    end = _NEXT.search(source, found.end())
    whole = source[: end.start() if end else len(source)]
    kept = whole.rstrip("\n \t\r")
    after = source[len(kept) :]
    newline = "\r\n" if "\r\n" in source else "\n"
    block = newline.join(_lines(lot, _margin(source, found.end())))
    changed = encoded(f"{kept}{newline}{newline}{block}{after or newline}", text)
    _check(text, changed, lot)
    return changed


def collection_routes(prefix: str) -> list[str]:
    """The route lines of a symfony 1 collection with its wildcard routes, as route lines spell it.

    Source: sfObjectRouteCollection with with_wildcard_routes and without show.
    """
    return [
        f"GET {prefix}.:sf_format",
        f"POST {prefix}.:sf_format",
        f"GET {prefix}/new.:sf_format",
        f"GET {prefix}/:id<int>/edit.:sf_format",
        f"POST {prefix}/:id<int>.:sf_format",
        f"GET {prefix}/:id<int>/:action.:sf_format",
        f"POST {prefix}/filter/action.:sf_format",
        f"POST {prefix}/batch/action.:sf_format",
        f"POST {prefix}/:action/action.:sf_format",
    ]


def _margin(source: str, start: int) -> str:
    """The indentation of the lots that are there."""
    found = re.compile(r"^([ ]+)[a-z]", re.MULTILINE).search(source, start)
    return found[1] if found else "  "


def _lines(lot: NewLot, margin: str) -> list[str]:
    inner = f"{margin}  "
    return [
        f"{margin}{lot.name}:",
        f"{inner}title: {_quoted(lot.title)}",
        f"{inner}stage: legacy",
        *([f"{inner}symfony_modules: [{', '.join(lot.modules)}]"] if lot.modules else []),
        f"{inner}routes:",
        f"{inner}  {lot.backend}:",
        *(f"{inner}    - {route}" for route in lot.routes),
    ]


def _quoted(title: str) -> str:
    is_plain = re.fullmatch(r"[^\W\d_][\w '’-]*", title) and title.lower() not in {"true", "false", "null"}  # fmt: skip
    return title if is_plain else '"' + title.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _check(before: bytes, after: bytes, lot: NewLot) -> None:
    """Nothing but the lot may have come, and the table must be one."""
    old, new = plain(tree_of(before)), plain(tree_of(after))
    added = new["lots"].pop(lot.name, None)
    if added is None or new != {**old, "lots": old.get("lots") or {}}:
        raise _refusal(f"adding {lot.name!r} would change something else as well")
    parse_table(after, FILE)


def _refusal(text: str) -> RoutingFileRefused:
    return RoutingFileRefused([Mistake(Place(FILE, 1, 1), "lots", text)])
