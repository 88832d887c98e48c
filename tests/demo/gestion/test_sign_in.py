"""sfDoctrineGuard's sign-in, its remember key and its refusals."""

import re

import pytest

from tests.fakes.site_visitor import SiteVisitor, hidden, text_of

pytestmark = pytest.mark.stack


def errors(answer) -> list[str]:
    return text_of(answer, "//ul[@class='error_list']/li")


def add_account(database, name: str, **columns: str | None) -> None:
    row = {
        "email_address": f"{name}@x.example",
        "username": name,
        "algorithm": "sha1",
        "salt": "sel",
        "is_active": "1",
        "created_at": "2020-01-01",
        "updated_at": "2020-01-01",
    } | columns
    names = ", ".join(row)
    database.run(
        f"INSERT INTO sf_guard_user ({names}) VALUES ({', '.join(['%s'] * len(row))})",
        list(row.values()),
    )


def test_a_secured_page_shows_the_sign_in_form_at_its_own_address(visitor) -> None:
    answer = visitor.get("/communes")

    assert answer.status_code == 401
    assert "WWW-Authenticate" not in answer.headers
    assert text_of(answer, "//h1") == ["Se connecter"]


def test_a_script_gets_a_bare_401(visitor) -> None:
    answer = visitor.get("/communes", **{"X-Requested-With": "XMLHttpRequest"})

    assert (answer.status_code, answer.content) == (401, b"")


def test_posting_after_the_session_ended_gives_the_form_with_200(visitor) -> None:
    answer = visitor.post("/communes", {"commune[nom]": "perdu"})

    assert answer.status_code == 200
    assert errors(answer) == [
        "csrf token: Champ requis.",
        "Champ requis.",
        "Identifiant ou mot de passe incorrect.",
        "Champ requis.",
    ]


@pytest.mark.parametrize(
    "username, password",
    [
        pytest.param("claire.martin", "claire-valmont", id="sha1"),
        pytest.param("marcel.vidal", "marcel-valmont", id="md5"),
        pytest.param("CLAIRE.Martin", "claire-valmont", id="the collation ignores case"),
        pytest.param("  claire.martin ", "claire-valmont", id="the name is trimmed"),
        pytest.param("claire.martin@cci-valmont.example", "claire-valmont", id="e-mail address"),
        pytest.param("élodie.noël", "élodie-valmont", id="accents"),
        pytest.param(
            "elodie.noel", "élodie-valmont", id="the collation ignores accents in the name"
        ),
    ],
)
def test_accepted_names(sign_in, username: str, password: str) -> None:
    answer = sign_in(username, password).answer

    assert answer.status_code == 302
    assert answer.headers["Location"] == "http://gestion.localhost/"
    assert (
        answer.text
        == '<html><head><meta http-equiv="refresh" content="0;url=http://gestion.localhost/"/></head></html>'
    )


@pytest.mark.parametrize(
    "username, password",
    [
        pytest.param("claire.martin", "Claire-valmont", id="wrong password"),
        pytest.param("personne", "x", id="no such account"),
        pytest.param("ancien.agent", "ancien-valmont", id="inactive"),
        pytest.param("élodie.noël", "elodie-valmont", id="accents count in a password"),
        pytest.param("", "x", id="no name"),
    ],
)
def test_refused_names(sign_in, username: str, password: str) -> None:
    answer = sign_in(username, password).answer

    assert answer.status_code == 200
    assert "Identifiant ou mot de passe incorrect." in errors(answer)


@pytest.mark.parametrize(
    "columns, password, status",
    [
        pytest.param(
            {"algorithm": "md5", "salt": "", "password": "0e462097431906509019562988736854"},
            "QNKCDZO",
            302,
            id="two digests of the form 0e… are equal",
        ),
        pytest.param(
            {"algorithm": "crc32", "password": str(0xC8D5EB91)},
            "?",
            200,
            id="an integer that differs",
        ),
        pytest.param(
            {"password": "D2B6E2DE21F9B1B1F7A2E4C4F9D2B6E2DE21F9B1"},
            "x",
            200,
            id="capitals never match",
        ),
        pytest.param(
            {"salt": None, "password": "11f6ad8ec52a2984abaafd7c3b516503785c2072"},
            "x",
            302,
            id="no salt",
        ),
        pytest.param(
            {"algorithm": "sha256", "password": "x"},
            "x",
            500,
            id="an algorithm that is no PHP function",
        ),
    ],
)
def test_passwords_are_compared_as_php_compares(
    database, sign_in, columns: dict, password: str, status: int
) -> None:
    name = f"essai{abs(hash(str(columns))) % 10**6}"
    add_account(database, name, **columns)

    assert sign_in(name, password).answer.status_code == status


def test_a_wrong_token_shows_the_form_again(visitor) -> None:
    visitor.get("/login")
    answer = visitor.post(
        "/login",
        {
            "signin[username]": "admin",
            "signin[password]": "admin-valmont",
            "signin[_csrf_token]": "0" * 32,
        },
    )

    assert answer.status_code == 200
    assert errors(answer) == ["csrf token: Attaque CSRF détectée."]
    assert hidden(answer, "signin[_csrf_token]") == "0" * 32


def test_an_unknown_field_is_refused(visitor) -> None:
    form = visitor.get("/login")
    answer = visitor.post(
        "/login",
        {
            "signin[username]": "admin",
            "signin[password]": "admin-valmont",
            "signin[intrus]": "1",
            "signin[_csrf_token]": hidden(form, "signin[_csrf_token]"),
        },
    )

    assert errors(answer) == ["Champ supplémentaire inattendu « intrus »."]


def test_a_remember_key_signs_in_later_and_even_after_signing_out(sign_in, stack, database) -> None:
    claire = sign_in("claire.martin", remember=True)
    cookies = claire.answer.headers["Set-Cookie"]
    key = claire.cookie("sfRemember")
    out = claire.get("/logout")
    again = SiteVisitor(stack.gestion_url, "gestion.localhost").get(
        "/communes", Cookie=f"sfRemember={key}"
    )

    assert re.search(r"sfRemember=\w+; expires=[^;]+; Max-Age=1296000; path=/(?:,|$)", cookies)
    assert (
        "sfRemember=deleted; expires=Thu, 01 Jan 1970 00:00:01 GMT; Max-Age=0; path=/"
        in out.headers["Set-Cookie"]
    )
    assert again.status_code == 200
    assert database.run(
        "SELECT COUNT(*) FROM sf_guard_remember_key WHERE remember_key = %s", [key]
    ) == [(1,)]


def test_a_remember_key_is_checked_neither_for_age_nor_for_activity(stack, database) -> None:
    database.run("DELETE FROM sf_guard_remember_key")
    database.run(
        "INSERT INTO sf_guard_remember_key (user_id, remember_key, created_at, updated_at) SELECT id, 'vieille', '2001-01-01', '2001-01-01' FROM sf_guard_user WHERE username = 'ancien.agent'"
    )
    answer = SiteVisitor(stack.gestion_url, "gestion.localhost").get(
        "/communes", Cookie="sfRemember=vieille"
    )

    assert answer.status_code == 200


def test_signing_in_writes_last_login_and_updated_at(sign_in, database) -> None:
    sign_in("thomas.leroy", "thomas-valmont")

    assert database.run(
        "SELECT last_login = updated_at, last_login > NOW() - INTERVAL 1 DAY FROM sf_guard_user WHERE username = 'thomas.leroy'"
    ) == [(1, 1)]


def test_signing_out_goes_back_where_one_came_from(sign_in) -> None:
    answer = sign_in("claire.martin").get("/logout", Referer="http://gestion.localhost/communes")

    assert answer.status_code == 302
    assert answer.headers["Location"] == "http://gestion.localhost/communes"


def test_the_sign_in_page_leads_home_when_signed_in(admin) -> None:
    assert admin.get("/login").headers["Location"] == "http://gestion.localhost/"


def test_a_missing_credential_is_a_403_with_the_form(sign_in) -> None:
    answer = sign_in("stagiaire").get("/communes")

    assert answer.status_code == 403
    assert hidden(answer, "signin[_csrf_token]")


def test_permissions_are_those_of_the_moment_of_sign_in(sign_in, database) -> None:
    claire = sign_in("claire.martin")
    database.run(
        "DELETE gp FROM sf_guard_group_permission gp JOIN sf_guard_permission p ON p.id = gp.permission_id WHERE p.name = 'referentiels'"
    )

    assert claire.get("/communes").status_code == 200
    assert sign_in("claire.martin").get("/communes").status_code == 403
    assert sign_in("admin").get("/communes").status_code == 200


def test_an_account_that_has_gone_is_a_500_on_a_page_with_credentials(sign_in, database) -> None:
    add_account(database, "fugitif", password="11f6ad8ec52a2984abaafd7c3b516503785c2072", salt=None)
    fugitive = sign_in("fugitif", "x")
    database.run("DELETE FROM sf_guard_user WHERE username = 'fugitif'")

    assert fugitive.get("/communes").status_code == 500
