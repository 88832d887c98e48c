"""Which action an address asks for, as the legacy route collections read it."""

import re
from dataclasses import dataclass
from urllib.parse import unquote_plus

#: A named segment: neither slash nor dot. Source: sfRoute's default segment expression.
_NAME = r"[^/.]+"
_FORMAT = rf"(?:\.(?P<format>{_NAME}))?"


@dataclass(frozen=True, slots=True)
class Asked:
    """An action of a page set, with the row and the format the address names.

    Shape: `by_object` is true when the address belongs to one row, as an object route's does.
    """

    action: str
    row_id: str | None = None
    format: str = "html"
    by_object: bool = False


@dataclass(frozen=True, slots=True)
class _Route:
    method: str
    pattern: str
    action: str
    by_object: bool = False


#: A collection's routes in the order Symfony tries them. Source: sfObjectRouteCollection,
#: column id, wildcard routes on.
_COLLECTION = (
    _Route("GET", "", "index"),
    _Route("GET", "/new", "new"),
    _Route("POST", "", "create"),
    _Route("GET", r"/(?P<id>\d+)/edit", "edit", by_object=True),
    _Route("PUT", r"/(?P<id>\d+)", "update", by_object=True),
    _Route("DELETE", r"/(?P<id>\d+)", "delete", by_object=True),
    _Route("GET", rf"/(?P<id>\d+)/(?P<action>{_NAME})", "", by_object=True),
    _Route("POST", rf"/(?P<action>{_NAME})/action", ""),
)


def asked_of_collection(method: str, rest: str) -> Asked | None:
    """What a page set is asked for below its prefix; None when no route fits.

    Shape:  `rest` is the path after `/communes`: "", ".csv", "/3/edit", "/batch/action".
    Source: sfObjectRouteCollection; the wildcard routes take no format.
    """
    wire = "GET" if method == "HEAD" else method
    for route in _COLLECTION:
        tail = _FORMAT if route.action or route.by_object else ""
        found = re.fullmatch(route.pattern + tail, rest, re.ASCII) if route.method == wire else None
        if found:
            parts = found.groupdict()
            return Asked(
                action=route.action or unquote_plus(parts["action"]),
                row_id=parts.get("id"),
                format=parts.get("format") or "html",
                by_object=route.by_object,
            )
    return None


def asked_of_default(rest: str) -> Asked | None:
    """What the default routes `/:module` and `/:module/:action/*` ask for.

    Shape: `rest` is the path after `/commune`; "/edit/id/3" gives the action and the row.
    """
    if not rest:
        return Asked("index")
    found = re.fullmatch(rf"/({_NAME})(?:/(.*))?", rest, re.ASCII | re.DOTALL)
    if not found:
        return None
    words = [unquote_plus(word) for word in (found[2] or "").split("/")]
    star = dict(zip(words[::2], words[1::2], strict=False))
    return Asked(unquote_plus(found[1]), star.get("id"), format=star.get("sf_format", "html"))
