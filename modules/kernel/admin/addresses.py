"""Which action an address asks for, as the legacy route collections read it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote_plus

#: A named segment: neither slash nor dot. Source: sfRoute's default segment expression.
_NAME = r"[^/.]+"
_FORMAT = rf"(?:\.(?P<sf_format>{_NAME}))?"


@dataclass(frozen=True, slots=True)
class Asked:
    """An action of a page set, with what else the address says.

    Shape: `parameters` holds `id` when the address names a row, `sf_format` when it names
           another format than html, and the pairs of a default route's star.
    """

    action: str
    parameters: Mapping[str, str] = field(default_factory=dict)

    @property
    def format(self) -> str:
        """What the answer is made of."""
        return self.parameters.get("sf_format", "html")


#: A collection's routes in the order Symfony tries them. Source: sfObjectRouteCollection with
#: the column id and wildcard routes.
_COLLECTION = (
    ("GET", "", "index"),
    ("GET", "/new", "new"),
    ("POST", "", "create"),
    ("GET", r"/(?P<id>[0-9]+)/edit", "edit"),
    ("PUT", r"/(?P<id>[0-9]+)", "update"),
    ("DELETE", r"/(?P<id>[0-9]+)", "delete"),
    ("GET", rf"/(?P<id>[0-9]+)/(?P<action>{_NAME})", ""),
    ("POST", rf"/(?P<action>{_NAME})/action", ""),
)


def asked_of_collection(method: str, rest: str) -> Asked | None:
    """What a page set is asked for below its prefix; None when no route fits.

    Shape: `rest` is the path after `/communes`: "", ".csv", "/3/edit", "/batch/action".
    """
    wire = "GET" if method == "HEAD" else method
    for accepted, pattern, action in _COLLECTION:
        found = re.fullmatch(pattern + _FORMAT, rest) if accepted == wire else None
        if found:
            parts = {name: unquote_plus(text) for name, text in found.groupdict().items() if text}
            named = parts.pop("action", "")
            return Asked(_plain(action or named), parts)
    return None


def asked_of_default(rest: str) -> Asked | None:
    """What the default routes `/:module` and `/:module/:action/*` ask for.

    Shape:  `rest` is the path after `/commune`; "/edit/id/3" gives the action and the row.
    Source: sfRoute::parseStarParameter: a last key alone is true, module and action are not
            taken from there.
    """
    if not rest:
        return Asked("index")
    found = re.fullmatch(rf"/({_NAME})(?:/(.*))?", rest, re.DOTALL)
    if not found:
        return None
    words = [*(found[2] or "").split("/"), None]
    star = {
        key: "1" if value is None else unquote_plus(value)
        for key, value in zip(words[::2], words[1::2], strict=False)
        if key and key not in {"0", "module", "action"}
    }
    return Asked(_plain(unquote_plus(found[1])), star)


def _plain(action: str) -> str:
    """An action's name as PHP finds its method: odd characters dropped, in any case."""
    return re.sub(r"[^a-z0-9_]+", "", action.lower())
