"""What somebody typed into a form whose session had ended, kept until they have signed in again."""

import logging
import re
from urllib.parse import urlsplit

from flask import Request, g, request

from modules.kernel.ports import TypedForm
from modules.kernel.request_state import visit

log = logging.getLogger(__name__)

#: What one session may carry of a form, in bytes; a store may hold less, and then says so.
LONGEST = 1024 * 1024

#: Said above the form that comes back.
GIVEN_BACK = (
    "Votre session avait expiré. Votre saisie vous est rendue ci-dessous :"
    " elle n'est pas encore enregistrée."
)

#: Fields that no session may hold.
_SECRET = re.compile(r"pass|secret|token|signin\[|\bpin\b", re.IGNORECASE)


def keep_typed_form(page: str) -> None:
    """Keep what was posted for the form at this path of ours, if it came from our own page.

    Shape: files are not kept, nor is anything that looks like a password; a form over LONGEST is
           left to the visitor's own Back button, as in the legacy.
    """
    if request.method != "POST" or not _is_ours(request):
        return
    pairs = tuple(
        (name, text) for name, text in request.form.items(multi=True) if not _SECRET.search(name)
    )
    if sum(len(name.encode()) + len(text.encode()) for name, text in pairs) > LONGEST:
        log.warning("a form at %s was too long to be kept through a sign-in", page)
        return
    address = request.host_url.rstrip("/") + page
    g.typed_is_kept = bool(pairs) and visit().keep_typed(TypedForm(page, pairs), address)


def typed_is_kept() -> bool:
    """Whether this request's form was kept."""
    return bool(g.get("typed_is_kept", False))


def _is_ours(asked: Request) -> bool:
    """Whether the form was on a page of this site, and a person sent it.

    Shape: browsers say where a form was; one that says nothing is believed, as by the legacy.
    """
    if asked.headers.get("X-Requested-With") == "XMLHttpRequest":
        return False
    said = asked.headers.get("Origin") or asked.headers.get("Referer")
    return said is None or urlsplit(said).netloc == asked.host
