"""The session file of gestion is the one a Symfony 1.4 application writes."""

import hashlib
import re
import time

import pytest

from tests.fakes.site_visitor import SiteVisitor, hidden, text_of

pytestmark = pytest.mark.stack

KEYS = [
    f"symfony/user/sfUser/{key}"
    for key in ("lastRequest", "authenticated", "credentials", "attributes", "culture")
]


def top_level_keys(text: str) -> list[str]:
    return re.findall(r"(?:^|[;}])([\w/]+)\|", text)


def aged(path, seconds: int) -> None:
    """Make a session's last request older, in place, as time would."""
    text = path.read_text(encoding="utf-8")
    last = int(re.search(r"lastRequest\|i:(\d+)", text)[1])
    path.write_text(
        text.replace(f"lastRequest|i:{last}", f"lastRequest|i:{int(time.time()) - seconds}"),
        encoding="utf-8",
    )


def test_a_first_visit_writes_the_five_keys_in_order(visitor, session_text) -> None:
    visitor.get("/outils/requete")
    text = session_text(visitor)

    assert top_level_keys(text) == KEYS
    assert re.fullmatch(
        r"symfony/user/sfUser/lastRequest\|i:\d+;symfony/user/sfUser/authenticated\|b:0;"
        r"symfony/user/sfUser/credentials\|a:0:\{\}symfony/user/sfUser/attributes\|a:0:\{\}"
        r'symfony/user/sfUser/culture\|s:2:"fr";',
        text,
    )


def test_the_cookie_is_host_only_httponly_and_sent_once(visitor) -> None:
    first = visitor.get("/outils/requete")
    second = visitor.get("/outils/requete")

    assert re.fullmatch(r"symfony=[a-z0-9]+; path=/; HttpOnly", first.headers["Set-Cookie"])
    assert "Set-Cookie" not in second.headers


def test_every_page_forbids_caches(visitor) -> None:
    headers = visitor.get("/outils/requete").headers

    assert headers["Expires"] == "Thu, 19 Nov 1981 08:52:00 GMT"
    assert headers["Cache-Control"] == "no-store, no-cache, must-revalidate"
    assert headers["Pragma"] == "no-cache"


def test_signing_in_keeps_permissions_and_the_id_as_text(sign_in, session_text) -> None:
    text = session_text(sign_in("lea.morel"))

    assert "authenticated|b:1;" in text
    # the direct permission first, then the group's
    assert re.search(r'credentials\|a:7:\{i:0;s:4:"rgpd";i:1;s:12:"referentiels";', text)
    assert '"sfGuardSecurityUser";a:1:{s:7:"user_id";s:2:"14";}' in text


def test_signing_in_and_out_changes_the_id_and_deletes_the_old_file(
    visitor, sign_in, session_file
) -> None:
    claire = sign_in("claire.martin")
    signed_in = session_file(claire)
    claire.get("/logout")

    assert not signed_in.exists()
    assert session_file(claire).exists()


def test_signing_out_keeps_attributes_and_drops_the_account(sign_in, session_text) -> None:
    claire = sign_in("claire.martin")
    claire.get("/communes?sort=epci&sort_type=desc")
    claire.get("/logout")
    text = session_text(claire)

    assert "authenticated|b:0;symfony/user/sfUser/credentials|a:0:{}" in text
    assert "sfGuardSecurityUser" not in text
    assert '"commune.sort";a:2:{i:0;s:4:"epci";i:1;s:4:"desc";}' in text


@pytest.mark.parametrize(
    "age, status",
    [
        pytest.param(1700, 200, id="under half an hour"),
        pytest.param(1800, 401, id="exactly half an hour is too late"),
        pytest.param(-600, 200, id="a date in the future is no time-out"),
    ],
)
def test_half_an_hour_without_a_request_signs_out(
    sign_in, session_file, age: int, status: int
) -> None:
    claire = sign_in("claire.martin")
    before = claire.cookie("symfony")
    aged(session_file(claire), age)

    assert claire.get("/communes").status_code == status
    assert (claire.cookie("symfony") != before) == (status == 401)


def test_unknown_keys_and_namespaces_survive(visitor, session_file) -> None:
    visitor.get("/outils/requete")
    path = session_file(visitor)
    kept = 'python|a:1:{s:1:"x";d:0.5;}'
    text = path.read_text(encoding="utf-8") + kept
    wizard = 'attributes|a:1:{s:7:"wizard1";a:1:{s:5:"etape";i:2;}}'
    path.write_text(text.replace("attributes|a:0:{}", wizard), encoding="utf-8")
    visitor.get("/outils/requete")

    assert path.read_text(encoding="utf-8").endswith(kept)
    assert wizard in path.read_text(encoding="utf-8")


def test_a_flash_lives_until_the_end_of_the_next_request(visitor, sign_in, session_text) -> None:
    claire = sign_in("claire.martin")
    claire.get("/outils/message")
    pending = session_text(claire)
    home = claire.get("/")
    after = session_text(claire)

    message = "Bienvenue dans l’application de gestion"
    assert (
        f's:25:"symfony/user/sfUser/flash";a:1:{{s:6:"notice";s:{len(message.encode())}:"{message}";}}'
        in pending
    )
    assert "flash/remove" not in pending
    assert text_of(home, "//div[@class='notice']") == [message]
    assert (
        's:25:"symfony/user/sfUser/flash";a:0:{}s:32:"symfony/user/sfUser/flash/remove";a:0:{}'
        in after
    )


def test_a_flash_is_gone_even_when_the_next_page_does_not_show_it(sign_in) -> None:
    claire = sign_in("claire.martin")
    claire.get("/outils/message")
    claire.get("/outils/requete")

    assert text_of(claire.get("/"), "//div[@class='notice']") == []


def test_sf_culture_anywhere_changes_the_culture_for_good(sign_in, session_text) -> None:
    claire = sign_in("claire.martin")
    claire.get("/communes?sf_culture=en")
    english = claire.get("/communes")

    assert 'culture|s:2:"en";' in session_text(claire)
    assert text_of(english, "//li[@class='sf_admin_action_new']") == ["New"]
    assert claire.get("/langue/fr").headers["Location"].endswith("gestion.localhost/")
    assert 'culture|s:2:"fr";' in session_text(claire)


@pytest.mark.parametrize(
    "port_in_host",
    [
        pytest.param(True, id="the port of Host"),
        pytest.param(False, id="the server's own port when Host has none"),
    ],
)
def test_the_page_wanted_first_is_where_sign_in_leads(
    stack, database, session_text, port_in_host: bool
) -> None:
    port = stack.settings.ports.gestion
    host = f"gestion.localhost:{port}" if port_in_host else "gestion.localhost"
    visitor = SiteVisitor(stack.gestion_url, host)
    form = visitor.get("/communes")
    visitor.get("/partenaires")
    stored = session_text(visitor)
    fields = {
        "signin[username]": "admin",
        "signin[password]": "admin-valmont",
        "signin[_csrf_token]": hidden(form, "signin[_csrf_token]"),
    }
    answer = visitor.post("/login", fields)

    wanted = f"http://gestion.localhost:{port}/communes"
    assert f'"referer";s:{len(wanted)}:"{wanted}"' in stored
    assert answer.headers["Location"] == wanted


def test_tokens_are_md5_of_secret_session_and_class(sign_in) -> None:
    claire = sign_in("claire.martin")
    page = claire.get("/communes")
    session = claire.cookie("symfony")

    def token(form: str) -> str:
        return hashlib.md5(f"valmont-frontend-secret{session}{form}".encode()).hexdigest()

    assert hidden(page, "commune_filters[_csrf_token]") == token("CommuneFormFilter")
    assert hidden(page, "_csrf_token") == token("BaseForm")
    assert hidden(claire.get("/communes/new"), "commune[_csrf_token]") == token("CommuneForm")


def test_both_applications_share_the_session_and_not_the_secret(admin) -> None:
    page = admin.get("/backend.php/parametres")
    expected = hashlib.md5(
        f"valmont-backend-secret{admin.cookie('symfony')}ParametreFormFilter".encode()
    )

    assert page.status_code == 200
    assert hidden(page, "parametre_filters[_csrf_token]") == expected.hexdigest()


def test_an_id_php_refuses_gives_an_anonymous_page_without_cookie(stack, database) -> None:
    visitor = SiteVisitor(stack.gestion_url, "gestion.localhost")
    answer = visitor.get("/outils/requete", Cookie="symfony=not/legal")

    assert answer.status_code == 200
