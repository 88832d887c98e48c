"""What a visitor asked, as it may be kept: forms that still pass, without the person."""

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

from proxy.parity.lab.asking import Asked, Pairs
from proxy.parity.redaction import is_personal, redacted_target, redacted_value, shape

#: A field whose value PHP made and a replay has to make again.
TOKEN = re.compile(r"_?token\]?$", re.IGNORECASE)
#: Stands for a token that was sent.
SENT = "‹token›"
_SECRET = re.compile(r"pass|mot_de_passe|secret|pin\b", re.IGNORECASE)
_FORM = "application/x-www-form-urlencoded"


class Unrecordable(Exception):
    """A request that must not be kept, or could not be asked again, and why in one word."""


def fit_target(target: str) -> str:
    """The target, which says nothing of anybody.

    Errors: Unrecordable: one without its values would ask for something else.
    """
    if redacted_target(target) != target:
        raise Unrecordable("personal address")
    return target


def page_before(request: Asked) -> str:
    """Where the form was: path and query of the Referer; empty when it is another site's."""
    said = next((value for name, value in request.headers if name.lower() == "referer"), "")
    parts = urlsplit(said)
    if not parts.path or parts.netloc != request.host:
        return ""
    return fit_target(parts.path + (f"?{parts.query}" if parts.query else ""))


def form_of(request: Asked) -> Pairs:
    """The pairs of a form as they were sent.

    Errors: Unrecordable, for anything else than a plain form, and for one with a secret.
    """
    kind = next((value for name, value in request.headers if name.lower() == "content-type"), "")
    declared = next(
        (value for name, value in request.headers if name.lower() == "content-length"), "0"
    )
    if declared != str(len(request.body)):
        raise Unrecordable("incomplete")
    if not request.body:
        return ()
    if kind.partition(";")[0].strip().lower() != _FORM:
        raise Unrecordable("not a plain form")
    pairs = tuple(parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True))
    if any(_SECRET.search(name) for name, _ in pairs):
        raise Unrecordable("secret")
    return pairs


def redacted_form(pairs: Pairs, fill: Mapping[str, str]) -> Pairs:
    """The form with stand-ins: of the same shape, or what the lot's file fills the field with."""
    return tuple((name, _stand_in(name, value, fill)) for name, value in pairs)


def _stand_in(name: str, value: str, fill: Mapping[str, str]) -> str:
    if TOKEN.search(name):
        return SENT if value else ""
    if not value or (value.isdigit() and len(value) < 3):
        return value
    if is_personal(name):
        return fill.get(name) or shape(value)
    return value if redacted_value(value, "") == value else shape(value)


def personal_values(pairs: Pairs) -> frozenset[str]:
    """What was typed into personal fields: to be found wherever a page repeats it."""
    return frozenset(value for name, value in pairs if is_personal(name))
