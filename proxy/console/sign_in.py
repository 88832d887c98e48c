"""`/-/connexion` and `/-/deconnexion`."""

import re

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from proxy.console import people, sittings
from proxy.console.accounts import (
    LONGEST,
    Account,
    find_account,
    is_password,
    welcome_guest,
)
from proxy.console.attempts import WINDOW_S, Attempt, admit, forgive
from proxy.console.sources import Sources, sources
from proxy.errors import StateDatabaseUnavailable

blueprint = Blueprint("sign_in", __name__)

#: A path of the console and nothing else: no other site, no other scheme.
_OURS = re.compile(r"/-/[A-Za-z0-9_./?&=%+:,-]*", re.ASCII)
#: Browsers take dot segments out before they ask, however these are spelled.
_CLIMBS = re.compile(r"(?i)/(?:\.|%2e){1,2}(?:/|\Z)|%2f|%5c")

_DOWN = (
    "La base d’état ne répond pas : personne ne peut se connecter pour l’instant. Le trafic n’en "
    "dépend pas. « figuier status », « figuier rollback » et /-/health répondent sans elle."
)
_WRONG = "Ce nom et ce mot de passe ne correspondent à aucun compte actif."
_TOO_MANY = (
    f"Trop d’essais. Attendez {WINDOW_S / 60:.0f} minutes, ou demandez à un responsable un "
    "nouveau mot de passe."
)


@blueprint.get("/-/connexion")
def form() -> ResponseReturnValue:
    """The form; somebody signed in has no need of it."""
    if people.person() is not None:
        return redirect(url_for("board.page"), 303)
    return _shown("", "", 200)


@blueprint.post("/-/connexion")
def submit() -> ResponseReturnValue:
    """Sign in."""
    here = sources()
    name = request.form.get("nom", "").strip().lower()
    attempt = Attempt(name, request.remote_addr or "", here.at)
    try:
        with here.state.write() as connection:
            is_admitted = admit(connection, attempt)
        if not is_admitted:
            return _shown(name, _TOO_MANY, 429)
        account = _checked(here, attempt, request.form.get("mot_de_passe", ""))
        if account is None:
            return _shown(name, _WRONG, 403)
        with here.state.write() as connection:
            forgive(connection, attempt)
            token = sittings.begin(connection, account.name, here.at)
    except StateDatabaseUnavailable:
        return _shown(name, _DOWN, 503)
    people.sign_in(account.name, account.role, token, here.at)
    return redirect(_next(), 303)


@blueprint.post("/-/deconnexion")
def leave() -> ResponseReturnValue:
    """Sign out, everywhere a copy of this cookie may be."""
    here, who = sources(), people.person()
    text = "Vous êtes déconnecté."
    if who is not None:
        try:
            with here.state.write() as connection:
                sittings.end(connection, who.token)
        except StateDatabaseUnavailable:
            text = "Ce navigateur est déconnecté ; la base d’état, injoignable, ne l’a pas noté."
    people.sign_out()
    return _shown("", "", 200, done=text)


def _checked(here: Sources, attempt: Attempt, password: str) -> Account | None:
    with here.state.read() as connection:
        account = find_account(connection, attempt.account)
        if account is not None or here.guests is None:
            is_right = is_password(connection, attempt.account, password)
            return account if is_right else None
    guest = here.guests(attempt.account, password[:LONGEST])
    if guest is None:
        return None
    with here.state.write() as connection:
        return welcome_guest(connection, guest.name, guest.role, here.at)


def _next() -> str:
    wanted = request.values.get("suite", "")
    is_ours = _OURS.fullmatch(wanted) and not _CLIMBS.search(wanted.partition("?")[0])
    return wanted if is_ours else url_for("board.page")


def _shown(name: str, error: str, status: int, done: str = "") -> ResponseReturnValue:
    wanted = request.values.get("suite", "")
    return (
        render_template("console/sign_in.html", name=name, error=error, done=done, wanted=wanted),
        status,
    )
