"""What every request to the console passes: who may ask, and what browsers are told to refuse."""

import secrets
from urllib.parse import quote

from flask import Flask, Response, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask.wrappers import Request
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from proxy.console.access import ACCESS, Open
from proxy.console.people import Person, person
from proxy.console.roles import Role
from proxy.console.translation import explained
from proxy.errors import FiguierError, status_of

#: What somebody may do whom the state database cannot confirm: look, and go back to legacy.
WAYS_BACK = frozenset(
    {"flips.roll_back", "kill_switch.ask", "kill_switch.set_all", "sign_in.leave"}
)


def register(app: Flask) -> None:
    """Put the gate before every page, and the policy on every answer."""
    app.before_request(_admit)
    app.after_request(_protect)
    app.register_error_handler(FiguierError, _refused)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(HTTPException, _plain)


def nonce() -> str:
    """The word that lets a style of this answer, and of no other, apply."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    return str(g.nonce)


def _admit() -> ResponseReturnValue | None:
    if request.endpoint is None:
        return None
    needed = ACCESS.get(request.endpoint)
    if needed is Open.TO_ALL:
        return None
    who = person()
    if who is None:
        return redirect(_door(request), 303)
    if needed is None or not isinstance(needed, Role) or not who.may(needed):
        return _page(403, "Action réservée", _reserved(who, needed))
    if who.is_provisional and request.method != "GET" and request.endpoint not in WAYS_BACK:
        return _page(503, "Base d’état injoignable", _UNCONFIRMED)
    return None


_UNCONFIRMED = (
    "La base d’état ne répond pas : votre compte ne peut pas être confirmé. En attendant, seuls "
    "la lecture, le retour au legacy et l’arrêt d’urgence restent possibles."
)


def _reserved(who: Person, needed: Role | Open | None) -> str:
    if isinstance(needed, Role):
        return f"Votre rôle ({who.role_label}) ne permet pas cette action."
    return "Cette page n’est ouverte à personne."


def _door(asked: Request) -> str:
    wanted = asked.full_path.rstrip("?") if asked.method == "GET" else asked.path
    return f"{url_for('sign_in.form')}?suite={quote(wanted, safe='/')}"


def _protect(answer: Response) -> Response:
    word = nonce()
    policy = (
        "default-src 'none'",
        f"script-src 'nonce-{word}'",
        f"style-src 'self' 'nonce-{word}'",
        "img-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
    answer.headers.setdefault("Content-Security-Policy", "; ".join(policy))
    answer.headers.setdefault("Cache-Control", "no-store")
    answer.headers["X-Content-Type-Options"] = "nosniff"
    # Not no-referrer: the check of forged forms compares it under https.
    answer.headers["Referrer-Policy"] = "same-origin"
    answer.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    return answer


def _refused(error: Exception) -> ResponseReturnValue:
    status = status_of(error) if isinstance(error, FiguierError) else 500
    return _page(status, "Demande refusée", explained(error))


def _forged(_error: Exception) -> ResponseReturnValue:
    text = (
        "Ce formulaire a expiré, ou ne vient pas de cette console : rien n’a été fait. "
        "Revenez à la page, rechargez-la et recommencez."
    )
    return _page(400, "Formulaire refusé", text)


_WORDS = {
    403: ("Action réservée", "Votre rôle ne permet pas cette action."),
    404: ("Page introuvable", "Il n’y a pas de page de la console à cette adresse."),
    405: ("Action impossible", "Cette adresse n’accepte pas cette action."),
    500: ("Erreur", "La console n’a pas pu répondre. Le journal du serveur dit pourquoi."),
}


def _plain(error: Exception) -> ResponseReturnValue:
    status = (error.code if isinstance(error, HTTPException) else None) or 500
    if status < 400 and isinstance(error, HTTPException):
        return error.get_response()
    title, text = _WORDS.get(status, ("Demande refusée", "La demande n’a pas pu être lue."))
    return _page(status, title, text)


def _page(status: int, title: str, text: str) -> ResponseReturnValue:
    who = current_user if current_user.is_authenticated else None
    return render_template("console/refusal.html", title=title, text=text, who=who), status
