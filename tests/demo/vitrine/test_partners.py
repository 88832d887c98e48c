"""The partners' area and its sign-in, by Symfony's own firewall."""

from urllib.parse import urlsplit

import pytest

from demo.data.accounts import ACCOUNTS
from tests.fakes.site_visitor import hidden, text_of

pytestmark = pytest.mark.stack

PASSWORDS = {account.username: account.password for account in ACCOUNTS}


def sign_in(visitor, username, password=None):
    token = hidden(visitor.get("/espace/connexion"), "_csrf_token")
    return visitor.post(
        "/espace/connexion",
        {
            "_username": username,
            "_password": PASSWORDS[username] if password is None else password,
            "_csrf_token": token,
        },
    )


def target(response):
    return urlsplit(response.headers["Location"]).path


def test_stranger_is_sent_to_the_sign_in(visitor):
    response = visitor.get("/espace")

    assert (response.status_code, target(response)) == (302, "/espace/connexion")


@pytest.mark.parametrize(
    "username, caption",
    [
        ("partenaire_emploi", "Offres d'emploi ouvertes"),
        ("partenaire_logement", "Recherches de logement en cours"),
        ("referent_entreprise", "Vos entreprises"),
    ],
)
def test_partner_sees_the_part_of_its_role_only(visitor, username, caption):
    visitor.get("/espace")
    response = sign_in(visitor, username)

    assert (response.status_code, target(response)) == (302, "/espace")
    assert text_of(visitor.get("/espace"), "//caption") == [caption]


@pytest.mark.parametrize(
    "username", ["claire.martin", "marcel.vidal", "élodie.noël"], ids=["sha1", "md5", "accents"]
)
def test_team_signs_in_with_the_password_of_gestion(visitor, username):
    sign_in(visitor, username)

    assert visitor.get("/espace").status_code == 200


@pytest.mark.parametrize(
    "username, password",
    [
        pytest.param("claire.martin", "x", id="wrong password"),
        pytest.param("claire.martin", "", id="empty password"),
        pytest.param("nobody", "x", id="unknown account"),
        pytest.param("ancien.agent", "ancien-valmont", id="inactive account"),
    ],
)
def test_refusals_all_read_the_same(visitor, username, password):
    sign_in(visitor, username, password)
    shown = visitor.get("/espace/connexion")

    assert text_of(shown, "//*[@role='alert']") == ["Identifiants invalides."]
    assert visitor.get("/espace").status_code == 302


def test_account_without_group_is_refused_and_may_leave(visitor):
    sign_in(visitor, "stagiaire")
    refused = visitor.get("/espace")
    left = visitor.get("/espace/deconnexion")

    assert refused.status_code == 403
    assert text_of(refused, "//h1") == ["Cette page n'est pas pour vous"]
    assert target(left) == "/"


def test_sign_in_changes_the_session_and_keeps_symfonys_token(visitor, session_text):
    visitor.get("/espace/connexion")
    before = visitor.cookie("PHPSESSID")
    sign_in(visitor, "partenaire_emploi")
    text = session_text(visitor)

    assert visitor.cookie("PHPSESSID") != before
    assert 's:14:"_security_main";s:' in text
    assert (
        '"O:74:"Symfony\\Component\\Security\\Core\\Authentication\\Token\\UsernamePasswordToken":3:'
        '{i:0;N;i:1;s:4:"main";i:2;a:5:{i:0;O:24:"Vitrine\\Security\\Partner":7:'
    ) in text
    assert PASSWORDS["partenaire_emploi"] not in text


def test_forged_token_does_not_sign_in(visitor):
    visitor.get("/espace/connexion")
    fields = {"_username": "claire.martin", "_password": "claire-valmont", "_csrf_token": "x"}
    visitor.post("/espace/connexion", fields)

    assert visitor.get("/espace").status_code == 302


def test_signing_out_ends_the_session(visitor):
    sign_in(visitor, "claire.martin")
    response = visitor.get("/espace/deconnexion")

    assert (response.status_code, target(response)) == (302, "/")
    assert visitor.get("/espace").status_code == 302


def test_deactivated_account_is_out_at_its_next_request(visitor, database, reset_database):
    sign_in(visitor, "claire.martin")
    database.run("UPDATE sf_guard_user SET is_active = 0 WHERE username = 'claire.martin'")
    after = visitor.get("/espace").status_code
    reset_database()

    assert after == 302


def test_new_password_signs_out(visitor, database, reset_database):
    sign_in(visitor, "claire.martin")
    database.run("UPDATE sf_guard_user SET password = 'x' WHERE username = 'claire.martin'")
    after = visitor.get("/espace").status_code
    reset_database()

    assert after == 302
