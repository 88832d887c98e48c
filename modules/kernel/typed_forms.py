"""What somebody typed into a form whose session had ended, kept until they have signed in again."""

import logging
import re
from typing import cast
from urllib.parse import urlsplit

from flask import Request, g, request

from modules.kernel.ports import Keeping, TypedForm
from modules.kernel.request_state import visit

log = logging.getLogger(__name__)

#: Said above the form that comes back.
GIVEN_BACK = (
    "Votre session avait expiré. Votre saisie vous est rendue ci-dessous :"
    " elle n'est pas encore enregistrée."
)

#: Fields that no session may hold.
_SECRET = re.compile(r"pass|secret|token|signin\[|\bpin\b", re.IGNORECASE)


def keep_typed_form(page: str) -> None:
    """Keep what was posted for the form at this path of ours, if it came from our own page.

    Shape: files are not kept, nor is anything that looks like a password; a form that a session has
           no room for is left to the visitor's own Back button, and the page says so.
    """
    if request.method != "POST" or not _is_ours(request):
        return
    pairs = tuple(
        (name, text) for name, text in request.form.items(multi=True) if not _SECRET.search(name)
    )
    if not pairs:
        return
    address = request.host_url.rstrip("/") + page
    g.keeping = visit().keep_typed(TypedForm(page, pairs), address)
    if g.keeping is Keeping.TOO_LONG:
        log.warning("a form at %s was too long to be kept through a sign-in", page)


def what_became_of_it() -> Keeping:
    """Whether this request's form was kept."""
    return cast("Keeping", g.get("keeping", Keeping.NOT_KEPT))


def _is_ours(asked: Request) -> bool:
    """Whether the form was on a page of this site, and a person sent it.

    Shape: browsers say where a form was; one that says nothing is believed, as by the legacy. A
           page that lets them tell nobody (Referrer-Policy) makes its own forms come from `null`:
           over https they say apart from that whether the page was ours.
    """
    if asked.headers.get("X-Requested-With") == "XMLHttpRequest":
        return False
    said = asked.headers.get("Origin") or asked.headers.get("Referer")
    if said == "null":
        return asked.headers.get("Sec-Fetch-Site") == "same-origin"
    return said is None or urlsplit(said).netloc == asked.host
