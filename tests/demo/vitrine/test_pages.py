"""The vitrine's public pages."""

import os
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml import etree

from tests.fakes.site_visitor import page, text_of

pytestmark = pytest.mark.stack

INDEX = Path(__file__).parents[3] / "demo/vitrine/public/index.php"

#: Address → the page's h1.
PAGES = {
    "/": "Vous arrivez à Valmont ? Nous vous ouvrons les portes.",
    "/territoire": "Le territoire",
    "/territoire/valmont": "Valmont",
    "/territoire/la-roque-d-oeil": "La Roque-d'Œil",
    "/territoire/transports": "Se déplacer",
    "/services/logement": "Trouver un logement",
    "/services/expatries": "Venir de l'étranger",
    "/mentions-legales": "Mentions légales",
    "/agenda": "Prochains rendez-vous",
    "/agenda/2025/1": "Agenda, janvier 2025",
    "/contact": "Nous écrire",
    "/espace/connexion": "Espace partenaires",
}


@pytest.mark.parametrize("path", PAGES)
def test_page_answers_in_french(visitor, path):
    response = visitor.get(path)

    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/html; charset=UTF-8"
    assert page(response).get("lang") == "fr"
    assert text_of(response, "//h1") == [PAGES[path]]
    assert len(page(response).xpath("//title[contains(., 'Bienvenue à Valmont')]")) == 1


@pytest.mark.parametrize(
    "path",
    [
        "/territoire/nulle-part",
        "/territoire/%C3%A9",
        "/services/inconnu",
        "/agenda/inconnu",
        "/agenda/2026/13",
        "/agenda/1899/12",
        "/langue/de",
        "/nulle/part",
    ],
)
def test_unknown_address_is_a_404_page_that_helps(visitor, path):
    response = visitor.get(path)

    assert response.status_code == 404
    assert text_of(response, "//h1") == ["Cette page n'existe pas, ou plus"]
    assert page(response).xpath("//a[@href='/contact']")


def test_get_on_the_registration_address_is_refused(visitor):
    response = visitor.get("/agenda/x/inscription")

    assert response.status_code == 405
    assert response.headers["Allow"] == "POST"


def test_trailing_slash_redirects_to_the_page(visitor):
    response = visitor.get("/territoire/")

    assert response.status_code == 301
    assert urlsplit(response.headers["Location"]).path == "/territoire"


def test_reading_leaves_no_cookie(visitor):
    paths = ["/", "/territoire/valmont", "/services/logement", "/agenda", "/sitemap.xml"]

    assert [p for p in paths if "Set-Cookie" in visitor.get(p).headers] == []


def test_leading_zeros_survive(visitor):
    facts = text_of(visitor.get("/territoire/valmont"), "//dl//dd")

    assert {"09901", "09401"} <= set(facts)


def test_markup_in_the_data_is_shown_not_obeyed(visitor, database):
    database.run("UPDATE quartier SET description = '<script>alert(1)</script>' WHERE id = 1")

    response = visitor.get("/territoire/valmont")

    assert "<script>alert" not in response.text
    assert "&lt;script&gt;alert" in response.text


def test_unpublished_event_is_not_there(visitor, database):
    database.run("UPDATE evenement SET publie = 0, slug = 'cache' WHERE id = 1")

    assert visitor.get("/agenda/cache").status_code == 404


def test_month_links_lead_to_the_months_around(visitor):
    links = page(visitor.get("/agenda/2026/01")).xpath("//nav[@class='months']/a/@href")

    assert links == ["/agenda/2025/12", "/agenda/2026/02"]


def test_sitemap_lists_addresses_of_this_host_that_answer(visitor):
    response = visitor.get("/sitemap.xml")
    urls = [urlsplit(loc.text) for loc in etree.fromstring(response.content).iter("{*}loc")]

    assert response.headers["Content-Type"].startswith("application/xml")
    assert {url.netloc for url in urls} == {"vitrine.localhost"}
    assert len(urls) > 50
    assert {visitor.get(url.path).status_code for url in urls[::9]} == {200}


def test_unchanged_sitemap_is_not_sent_again(visitor):
    etag = visitor.get("/sitemap.xml").headers["ETag"]

    again = visitor.get("/sitemap.xml", **{"If-None-Match": etag})

    assert (again.status_code, again.content) == (304, b"")


def test_robots_names_the_sitemap(visitor):
    response = visitor.get("/robots.txt")

    assert response.headers["Content-Type"].startswith("text/plain")
    assert "Sitemap: http://vitrine.localhost/sitemap.xml" in response.text.splitlines()


def test_chosen_language_stays_and_leads_back(visitor):
    here = "http://vitrine.localhost/services/expatries"
    chosen = visitor.get("/langue/en", Referer=here)
    after = visitor.get("/services/expatries")

    assert (chosen.status_code, chosen.headers["Location"]) == (302, here)
    assert page(after).get("lang") == "en"
    assert text_of(after, "//h1") == ["Moving from abroad"]


def test_language_never_leads_to_another_site(visitor):
    chosen = visitor.get("/langue/en", Referer="http://vitrine.localhost.piege.example/x")

    assert urlsplit(chosen.headers["Location"]).path == "/"
    assert "piege" not in chosen.headers["Location"]


def test_forwarded_host_from_the_proxy_is_used_in_addresses(visitor):
    response = visitor.get("/robots.txt", **{"X-Forwarded-Host": "www.valmont.example"})

    assert "http://www.valmont.example/sitemap.xml" in response.text


def test_database_down_is_a_500_page_in_french(stack, tmp_path):
    server = {
        "REQUEST_URI": "/territoire",
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "/index.php",
        "SCRIPT_FILENAME": str(INDEX),
        "HTTP_HOST": "vitrine.localhost",
        "REMOTE_ADDR": "127.0.0.1",
    }
    code = (
        f"foreach (json_decode($argv[1]) as $k => $v) {{ $_SERVER[$k] = $v; }} require '{INDEX}';"
        " fwrite(STDERR, 'status ' . http_response_code());"
    )
    pairs = ", ".join(f'"{key}": "{value}"' for key, value in server.items())
    answer = subprocess.run(
        ["php", "-r", code, "--", f"{{{pairs}}}"],
        env={
            "PATH": os.environ["PATH"],
            "FIGUIER_DB_SOCKET": str(tmp_path / "nobody.sock"),
            "FIGUIER_CACHE_DIR": str(tmp_path),
            "FIGUIER_LOG_DIR": str(tmp_path),
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert "status 500" in answer.stderr
    assert "Le site rencontre une difficulté" in answer.stdout
    assert "nobody.sock" not in answer.stdout
