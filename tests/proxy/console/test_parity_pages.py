"""Both answers beside each other in the console: marked in place, inert, refused when too old."""

import re

import pytest

from tests.fakes.console import House
from tests.fakes.kept_pages import HTML, keep_pages, photograph

DAY_S = 86400
ROW = "<tr><td>{}</td></tr>"
ONE = (
    '<!doctype html><title>Villes</title><script>alert(1)</script><p onclick="x()">52 villes</p>'
    "<form action=/a><input type=hidden name=t value=1><input name=q value=mot></form>"
    f"<table>{ROW.format('Lens')}{ROW.format('Arras')}</table><a href='javascript:x()'>aller</a>"
)
OTHER = (
    ONE.replace("52", "53").replace(ROW.format("Arras"), "").replace("name=t value=1", "name=t value=2")
)  # fmt: skip


@pytest.fixture
def house(house: House) -> House:
    house.keep_parity()
    return house


def page_of(house: House, *answers: str | bytes, **more: str) -> str:
    return keep_pages(house, "lists", *answers, **more)  # type: ignore[arg-type]


def test_each_difference_stands_in_both_pages_and_in_the_list(house: House) -> None:
    text = house.browser("viewer").get(page_of(house, ONE, OTHER)).text
    jumps, pages = text.split('<div class="sheets">')

    numbers = set(re.findall(r'href="#php-(\d+)"', jumps))
    assert len(numbers) >= 3
    for side in ("php", "python"):
        assert set(re.findall(rf'id="{side}-(\d+)"', pages)) == numbers
    assert len(re.findall(r' id="([^"]+)"', text)) == len(set(re.findall(r' id="([^"]+)"', text)))
    assert "<mark>52</mark> villes" in pages
    assert "<mark>53</mark> villes" in pages
    assert "absent ici" in pages
    assert "<mark>2</mark>" in pages
    assert pages.count("</span>") == pages.count("<span")


def test_nothing_of_a_legacy_page_lives_in_the_console(house: House) -> None:
    text = house.browser("viewer").get(page_of(house, ONE, OTHER)).text
    pages = text.split('<div class="sheets">')[1].split("images")[0]

    assert set(re.findall(r"<(\w+)", pages)) <= {"section", "h3", "div", "span", "mark", "a", "em", "h2"}  # fmt: skip
    assert "alert(1)" not in pages
    assert re.search(r"<[^>]+ (?:on\w+|style|href=.?javascript)", pages) is None


def test_a_lot_shows_its_kept_pages_and_leads_from_a_cause_to_one(house: House) -> None:
    address = page_of(house, ONE, OTHER)
    page_of(house, ONE, OTHER, route="GET /quartiers")
    photograph(house, address, share=0.125)
    text = house.browser("viewer").get("/-/parite/lists").text

    assert f'<a href="{address}">Voir les deux pages' in text
    assert "Pages gardées" in text
    assert "différent sur 2 réponses de 2 routes" in text
    assert re.search(r"12,5\s%", text)


@pytest.mark.parametrize(
    "one, other, kind, words",
    [
        ('{"a": 1}', '{"a": 2}', "application/json", "Lignes qui diffèrent"),
        ("a;b\n" * 40 + "x;y\n", "a;b\n" * 40 + "x;z\n", "text/csv", "lignes identiques"),
        (b"\x00\x01", b"\x00\x02", "image/png", "ne se lit pas comme du texte"),
        ("<p>a" * 5000, "<p>b" + "<p>a" * 4999, HTML, "Page très longue"),
        ("a" * (1 << 21), "b", HTML, "dépasse 1 Mio"),
        ("<p>a", "<p>a", HTML, "Les deux pages sont identiques"),
    ],
    ids=["json", "csv", "binary", "huge", "too large", "alike"],
)
def test_every_kind_of_answer_is_shown_or_says_why_not(
    house: House, one: str | bytes, other: str | bytes, kind: str, words: str
) -> None:
    assert words in house.browser("viewer").get(page_of(house, one, other, kind=kind)).text


@pytest.mark.parametrize("path", ["/-/parite/lists/pages/nonsense", "/-/parite/nothing/pages/1"])
def test_a_page_that_is_not_kept_says_so(house: House, path: str) -> None:
    answer = house.browser("viewer").get(path)

    assert answer.status_code == 404
    assert ("figuier parity lists" in answer.text) == ("lists" in path)


def test_a_page_that_is_too_old_is_gone_before_it_is_deleted(house: House) -> None:
    address = page_of(house, ONE, OTHER)
    photograph(house, address)
    house.clock.pass_by(31 * DAY_S)
    browser = house.browser("developer")

    assert browser.get(address).status_code == 404
    assert browser.get(f"{address}/php.png").status_code == 404
    assert "Aucune pour cette version du code" in browser.get("/-/parite/lists").text


def test_a_page_of_older_code_is_told(house: House) -> None:
    address = page_of(house, ONE, OTHER)
    (house.folder / "modules" / "lists").mkdir()
    (house.folder / "modules" / "lists" / "views.py").write_text("")

    assert "est d’une autre version" in house.browser("viewer").get(address).text


def test_pictures_are_for_those_who_develop(house: House) -> None:
    address = page_of(house, ONE, OTHER)
    hung = photograph(house, address, unhidden=("Un jeton.",), is_cut=True)
    viewer, developer = house.browser("viewer"), house.browser("developer")
    seen = developer.get(address).text
    answer = developer.get(f"{address}/python.png")

    assert "réservées aux rôles" in viewer.get(address).text
    assert viewer.get(f"{address}/php.png").status_code == 403
    assert all(f"{address}/{name}.png" in seen for name in ("php", "python", "ecart"))
    assert "Un jeton." in seen
    assert "la page continue plus bas" in seen
    assert (answer.data, answer.mimetype) == (hung[1], "image/png")
    assert answer.headers["Cache-Control"] == "no-store"
    assert developer.get(f"{address}/about.png").status_code == 404
    assert house.app.test_client().get(f"{address}/php.png").status_code == 303


def test_without_pictures_the_page_says_how_to_take_some(house: House) -> None:
    text = house.browser("developer").get(page_of(house, ONE, OTHER)).text

    assert "figuier parity lists --screenshots" in text
