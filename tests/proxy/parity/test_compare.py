"""Seeded defects are all found, seeded noises are all passed over."""

import json
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from proxy.parity.answers import Answer
from proxy.parity.compare import Terms, compared
from proxy.parity.differences import Part
from proxy.parity.rules_file import read_rules
from tests.fakes.two_answers import OTHER_TOKEN, ROWS, TOKEN, answer, source

ROOT = Path(__file__).resolve().parents[3]
ORIGIN = "http://gestion.localhost"

#: What the lot of these tests declares beside the masks of all lots.
LOT = """
version: 1
masks:
  - { reason: It says when it was made., selector: '#produit', matching: '.*\\d\\d/\\d\\d/\\d{4}.*' }
  - { reason: Nobody ever ordered them., unordered: '#tags' }
"""


@pytest.fixture(scope="module")
def terms(tmp_path_factory: pytest.TempPathFactory) -> Terms:
    folder = tmp_path_factory.mktemp("modules")
    (folder / "parity.yaml").write_text((ROOT / "modules/parity.yaml").read_text())
    (folder / "towns").mkdir()
    (folder / "towns" / "parity.yaml").write_text(LOT)
    return Terms(masks=read_rules(folder, "towns").masks, origin=ORIGIN)


def swap(old: str, new: str, count: int = 1) -> Callable[[Answer], Answer]:
    """The candidate whose page has this text in place of that."""

    def change(good: Answer) -> Answer:
        text = good.body.decode()
        assert old in text, old
        return replace(good, body=text.replace(old, new, count).encode())

    return change


def rows(*chosen: dict[str, str]) -> Callable[[Answer], Answer]:
    return lambda good: replace(good, body=source(chosen).encode())


def header(name: str, value: str | None) -> Callable[[Answer], Answer]:
    def change(good: Answer) -> Answer:
        kept = tuple(pair for pair in good.headers if pair[0].lower() != name.lower())
        return replace(good, headers=kept if value is None else (*kept, (name, value)))

    return change


NOM = '<input type="text" name="commune_filters[nom][text]" id="commune_filters_nom" value="" />'
EPCI = '<option value="1">Valmont Métropole</option>'

DEFECTS: dict[str, tuple[Callable[[Answer], Answer], Part]] = {
    "missing field": (swap(NOM, ""), Part.FORM),
    "wrong label": (swap(">Nom</label>", ">Nome</label>"), Part.TEXT),
    "label of another field": (swap('for="commune_filters_nom"', 'for="x"'), Part.STRUCTURE),
    "lost option": (swap(EPCI, ""), Part.FORM),
    "another option chosen": (
        swap('value="2" selected="selected"', 'value="2"'),
        Part.FORM,
    ),
    "changed option value": (swap('value="1">Valmont', 'value="9">Valmont'), Part.FORM),
    "options in another order": (
        swap('<option value=""></option>' + EPCI, EPCI + '<option value=""></option>'),
        Part.FORM,
    ),
    "changed action": (swap('action="/communes/filter/action"', 'action="/communes"'), Part.FORM),
    "get instead of post": (swap('method="post"', 'method="get"'), Part.FORM),
    "another type of field": (swap('type="text"', 'type="search"'), Part.FORM),
    "another name of field": (swap("[nom][is_empty]", "[nom][vide]"), Part.FORM),
    "ticked box": (swap('id="commune_filters_vide"', 'id="commune_filters_vide" checked'), Part.FORM),
    "value of a field": (swap('id="commune_filters_nom" value=""', 'id="commune_filters_nom" value="x"'), Part.FORM),
    "token gone": (swap(f'value="{TOKEN}"', 'value=""'), Part.FORM),
    "hidden field gone": (
        swap(f'<input type="hidden" name="commune_filters[_csrf_token]" value="{TOKEN}" />', ""),
        Part.FORM,
    ),
    "button's words": (swap('value="Filtrer"', 'value="Filter"'), Part.FORM),
    "number off by one": (swap("3 résultats", "4 résultats"), Part.TEXT),
    "decimal comma lost": (swap("234,50", "234.50"), Part.TEXT),
    "no-break space lost": (swap("1&nbsp;234", "1 234"), Part.TEXT),
    "missing row": (rows(ROWS[0], ROWS[2]), Part.TABLE),
    "one row too many": (rows(*ROWS, ROWS[1] | {"id": "4"}), Part.TABLE),
    "wrong order": (rows(ROWS[1], ROWS[0], ROWS[2]), Part.TABLE),
    "leading zero lost": (swap("09002", "9002"), Part.TABLE),
    "date shifted by a day": (swap("03/02/2025", "02/02/2025"), Part.TABLE),
    "columns exchanged": (
        swap('<th scope="col">Nom</th><th scope="col">Code</th>', '<th scope="col">Code</th><th scope="col">Nom</th>'),
        Part.TABLE,
    ),
    "lost link": (swap('<li><a href="/quartiers">Quartiers</a></li>', ""), Part.LINK),
    "link elsewhere": (swap('href="/communes/2/edit"', 'href="/communes/3/edit"'), Part.LINK),
    "link to another host": (swap('href="/quartiers"', 'href="http://gestion.localhost.evil/quartiers"'), Part.LINK),
    "confirmation gone": (swap("if (confirm('Sûr ?')) ", ""), Part.STRUCTURE),
    "truncated text": (swap("Étang-sur-Lys", "Étang-sur-"), Part.LINK),
    "mojibake": (swap("Étang", "Ã‰tang"), Part.LINK),
    "accent lost": (swap("Métropole", "Metropole"), Part.FORM),
    "escaped twice": (swap("&euro;", "&amp;euro;"), Part.TEXT),
    "title": (swap("<title>Communes", "<title>Commune"), Part.METADATA),
    "description": (swap("Communes du territoire", "Communes"), Part.METADATA),
    "language": (swap('xml:lang="fr" lang="fr"', 'xml:lang="fr" lang="en"'), Part.METADATA),
    "heading": (swap("<h1>Communes</h1>", "<h2>Communes</h2>"), Part.STRUCTURE),
    "alternative text": (swap('alt="Plan du territoire"', 'alt=""'), Part.STRUCTURE),
    "script slipped in": (swap("<h1>", "<script>alert(1)</script><h1>"), Part.STRUCTURE),
    "blank between words": (swap("<b>prix</b> moyen", "<b>prix</b>moyen"), Part.TEXT),
    "blank lines of a text area": (swap("Première ligne\n  seconde", "Première ligne seconde"), Part.FORM),
    "doctype": (swap("XHTML 1.0 Transitional//EN", "XHTML 1.0 Strict//EN"), Part.TEXT),
    "date gone": (swap("23/11/2026", "jamais"), Part.TEXT),
    "tag lost": (swap("<li>école</li>", ""), Part.STRUCTURE),
    "wrong status": (lambda good: replace(good, status=500), Part.STATUS),
    "cacheable": (header("Cache-Control", "public, max-age=60"), Part.HEADER),
    "cookie open to scripts": (header("Set-Cookie", "symfony=abc; path=/"), Part.COOKIE),
    "cookie of another path": (header("Set-Cookie", "symfony=abc; path=/x; HttpOnly"), Part.COOKIE),
    "cookie lost": (header("Set-Cookie", None), Part.COOKIE),
    "another charset": (header("Content-Type", "text/html; charset=latin1"), Part.HEADER),
    "empty page": (lambda good: replace(good, body=b""), Part.FILE),
}  # fmt: skip

NOISES: dict[str, Callable[[Answer], Answer]] = {
    "nothing": lambda good: good,
    "another form token": lambda good: replace(good, body=source(token=OTHER_TOKEN).encode()),
    "another moment": swap("23/11/2026 à 15:04:05", "24/11/2026 à 01:02:03"),
    "another build of the style sheet": swap("main.3f2a9c1d.css", "main.99ff00aa.css"),
    "another version of a script": swap("liste.js?v=11", "liste.js?v=12"),
    "attributes in another order": swap(
        '<input type="text" name="commune_filters[nom][text]"',
        '<input name="commune_filters[nom][text]" type="text"',
    ),
    "classes in another order": swap(
        'class="sf_admin_text sf_admin_list_td_nom"', 'class="sf_admin_list_td_nom  sf_admin_text"'
    ),
    "attribute names in capitals": swap('class="total"', 'CLASS="total"'),
    "element names in capitals": swap("<h1>Communes</h1>", "<H1>Communes</H1>"),
    "quotes of another kind": swap('id="menu"', "id='menu'"),
    "no quotes": swap('id="menu"', "id=menu"),
    "void elements closed otherwise": swap(" />", ">", 99),
    "a flag spelled shortly": swap('selected="selected"', "selected"),
    "the default type not written": swap('<input type="text"', "<input"),
    "the method in capitals": swap('method="post"', 'method="POST"'),
    "an entity for a letter": swap("Étang", "&Eacute;tang"),
    "a number for a letter": swap("Étang", "&#201;tang"),
    "a letter for an entity": swap("&nbsp;", "\xa0"),
    "a letter for the euro": swap("&euro;", "€"),
    "no blanks between elements": swap("</li>\n      <li>", "</li><li>"),
    "more blanks between words": swap("résultats, <b>", "résultats,\n     <b>"),
    "blanks at the edges of a cell": swap(">09002<", ">  09002\n <"),
    "lines that end as on Windows": lambda good: replace(
        good, body=good.body.replace(b"\n<", b"\r\n<")
    ),
    "a comment": swap("<h1>", "<!-- titre --><h1>"),
    "no tbody written": lambda good: replace(
        good, body=good.body.replace(b"<tbody>", b"").replace(b"</tbody>", b"")
    ),
    "an order nobody promised": swap(
        "<li>emploi</li><li>école</li>", "<li>école</li><li>emploi</li>"
    ),
    "an address with the site's own name": swap('href="/quartiers"', f'href="{ORIGIN}/quartiers"'),
    "another session id": header("Set-Cookie", "symfony=zzz999; path=/; HttpOnly"),
    "attributes of a cookie in another order": header(
        "Set-Cookie", "symfony=abc123; httponly; Path=/"
    ),
    "directives in another order": header("Cache-Control", "must-revalidate, no-cache,no-store"),
    "a charset in capitals": header("Content-Type", "text/html;charset=UTF-8"),
    "a header nobody declared": header("X-Powered-By", "PHP/5.3"),
    "header names in capitals": lambda good: replace(
        good, headers=tuple((name.upper(), value) for name, value in good.headers)
    ),
    "an empty class": swap('<p id="produit"', '<p class="" id="produit"'),
    "an end of a list item not written": swap("Communes</a></li>", "Communes</a>"),
    "no blanks around a table": swap(
        '    <table summary="Communes">\n', '<table summary="Communes">'
    ),
    "a selected option without its value's quotes": swap('value="2" selected', "value=2 selected"),
    "a class written twice": swap('class="total"', 'class="total total"'),
    "an apostrophe by its number": swap("confirm('Sûr ?')", "confirm(&#039;Sûr ?&#039;)"),
    "a cookie's flag with blanks": header("Set-Cookie", "symfony=abc123;  path=/;   HttpOnly "),
    "a comment before the doctype": lambda good: replace(good, body=b"<!-- x -->" + good.body),
}


def test_there_are_forty_of_each() -> None:
    assert min(len(DEFECTS), len(NOISES)) >= 40


@pytest.mark.parametrize("name", DEFECTS)
def test_a_seeded_defect_is_found(terms: Terms, name: str) -> None:
    change, part = DEFECTS[name]
    good = answer()

    found = compared(good, change(good), terms)

    assert part in {each.part for each in found.differences}, found.differences
    assert len(found.differences) < 20


@pytest.mark.parametrize("name", NOISES)
def test_a_seeded_noise_is_passed_over(terms: Terms, name: str) -> None:
    good = answer()

    assert compared(good, NOISES[name](good), terms).differences == ()


@pytest.mark.parametrize("name", DEFECTS)
def test_a_defect_is_found_among_all_noises(terms: Terms, name: str) -> None:
    change, part = DEFECTS[name]
    good = answer()
    bad = change(good)
    noisy = bad.body.replace(b" />", b">").replace(TOKEN.encode(), OTHER_TOKEN.encode())

    found = compared(good, replace(bad, body=noisy), terms)

    assert part in {each.part for each in found.differences}


def kinds() -> list[object]:
    """Body kind, control, candidate, the fields that differ; none for noises."""
    two = {"lignes": [{"id": 1, "nom": "É"}, {"id": 2}], "total": 2}
    csv = "\ufeffid;nom;code\r\n1;Étang;09001\r\n2;Montclar;09002\r\n"
    return [
        pytest.param("application/json", json.dumps(two), json.dumps(two, indent=2), [], id="json blanks"),
        pytest.param("application/json", json.dumps(two), json.dumps(two, ensure_ascii=False), [], id="json escapes"),
        pytest.param("application/json", json.dumps(two), json.dumps(dict(reversed(two.items()))), [], id="json order of names"),
        pytest.param("application/json", json.dumps(two), json.dumps(two | {"total": 3}), ["json.total"], id="json value"),
        pytest.param("application/json", json.dumps(two), json.dumps(two | {"total": "2"}), ["json.total"], id="json type"),
        pytest.param("application/json", '{"a": 1.5}', '{"a": "1.5"}', ["json.a"], id="json number as text"),
        pytest.param("application/json", "[" * 3000 + "]" * 3000, "[" * 3000 + "1" + "]" * 3000, ["text line"], id="json very deep"),
        pytest.param("application/json", json.dumps(two), json.dumps({"total": 2}), ["json.lignes"], id="json name gone"),
        pytest.param("application/json", json.dumps([1, 2]), json.dumps([2, 1]), ["json[]", "json[]"], id="json order of a list"),
        pytest.param("application/json", json.dumps([1, 2]), json.dumps([1]), ["json[]"], id="json item gone"),
        pytest.param("application/json", "{", "{}", ["text line"], id="json that is none"),
        pytest.param("text/csv", csv, csv.replace("\r\n", "\n"), [], id="csv ends of lines"),
        pytest.param("text/csv", csv, csv.replace("Étang", '"Étang"'), [], id="csv quotes"),
        pytest.param("text/csv", csv, csv.replace(";", ","), ["csv separator"], id="csv separator"),
        pytest.param("text/csv", csv, csv[1:], ["csv byte order mark"], id="csv mark"),
        pytest.param("text/csv", "a;b\n" + "x" * 200_000 + ";2", "a;b\n" + "x" * 200_000 + ";3", ["csv b"], id="csv long cell"),
        pytest.param("text/csv", csv, csv.replace("09001", "9001"), ["csv code"], id="csv zero lost"),
        pytest.param("text/csv", csv, csv + "3;Valmont;09003\r\n", ["csv row"], id="csv scope leak"),
        pytest.param("text/csv", csv, csv.replace("2;Montclar;09002\r\n", ""), ["csv row"], id="csv row gone"),
        pytest.param("text/csv", csv, csv.replace("nom;code", "code;nom"), ["csv nom", "csv code"], id="csv columns"),
        pytest.param("text/plain", "a\nb\n", "a\r\nb\r\n", [], id="text ends of lines"),
        pytest.param("text/plain", "a\nb\n", "a\nc\n", ["text line"], id="text line"),
        pytest.param("text/calendar", "DTSTART:1\n", "DTSTART:2\n", ["text line"], id="calendar"),
        pytest.param("image/png", b"\x89PNG1", b"\x89PNG1", [], id="same file"),
        pytest.param("image/png", b"\x89PNG1", b"\x89PNG2", ["file"], id="another file"),
    ]  # fmt: skip


@pytest.mark.parametrize("kind, control, candidate, fields", kinds())
def test_data_is_compared_by_kind(
    terms: Terms, kind: str, control: str | bytes, candidate: str | bytes, fields: list[str]
) -> None:
    found = compared(answer(control, kind=kind), answer(candidate, kind=kind), terms)

    assert [each.field for each in found.differences] == fields


@pytest.mark.parametrize(
    "control, candidate, fields",
    [
        pytest.param("/communes/3/edit", f"{ORIGIN}/communes/3/edit", [], id="own name"),
        pytest.param("/communes/3/edit", "/communes", ["header location"], id="elsewhere"),
        pytest.param("/communes/3/edit", "", ["header location"], id="lost"),
    ],
)
def test_redirects_are_compared(
    terms: Terms, control: str, candidate: str, fields: list[str]
) -> None:
    found = compared(answer("", 302, Location=control), answer("", 302, Location=candidate), terms)

    assert [each.field for each in found.differences] == fields


def test_cookies_of_one_name_are_told_apart_by_their_paths(terms: Terms) -> None:
    both = Answer(200, (("Set-Cookie", "s=1; path=/a"), ("Set-Cookie", "s=2; path=/")))

    assert compared(both, both, terms).is_match
    assert not compared(both, replace(both, headers=both.headers[1:]), terms).is_match


def pdf(text: str, *, packed: bool) -> bytes:
    """A page that shows one line."""
    stream = f"BT /F1 12 Tf 50 700 Td ({text}) Tj ET".encode("cp1252")
    filtered = " /Filter /FlateDecode" if packed else ""
    data = zlib.compress(stream) if packed else stream
    head = f"%PDF-1.4\n4 0 obj <</Length {len(data)}{filtered}>> stream\n".encode()
    return head + data + b"\nendstream endobj\n/CreationDate (D:20261123)\n%%EOF"


@pytest.mark.parametrize(
    "candidate, fields",
    [
        pytest.param(pdf("Émargement", packed=True), [], id="packed otherwise"),
        pytest.param(pdf("Émargement ", packed=True).replace(b"20261123", b"20261124"), ["pdf line"], id="words"),
        pytest.param(b"%PDF-1.4 nothing", ["file"], id="unreadable"),
    ],
)  # fmt: skip
def test_pdfs_are_compared_by_what_they_show(
    terms: Terms, candidate: bytes, fields: list[str]
) -> None:
    control = answer(pdf("Émargement", packed=False), kind="application/pdf")

    found = compared(control, answer(candidate, kind="application/pdf"), terms)

    assert [each.field for each in found.differences] == fields


def test_what_screen_readers_are_told_is_shown_apart(terms: Terms) -> None:
    good = answer()
    spoken = compared(good, swap('alt="Plan du territoire"', 'alt=""')(good), terms).differences
    seen = compared(good, swap("3 résultats", "4 résultats")(good), terms).differences

    assert [each.is_accessibility for each in spoken] == [True]
    assert [each.is_accessibility for each in seen] == [False]


def test_a_difference_says_which_row_and_shares_its_cause_with_the_other_rows(terms: Terms) -> None:
    good = answer()
    first = compared(good, swap("09002", "9002")(good), terms).differences
    second = compared(good, swap("09003", "9003")(good), terms).differences

    assert [each.at for each in first + second] == ["row 3", "row 4"]
    assert first[0].cause == second[0].cause


def test_pages_that_share_nothing_have_a_bounded_list(terms: Terms) -> None:
    many = "<html><body>" + "<p>x</p><a href='/y'>y</a>" * 2000 + "</body></html>"

    assert 0 < len(compared(answer(), answer(many), terms).differences) <= 200


def test_what_a_template_holds_is_compared(terms: Terms) -> None:
    page = "<template><p id='x' class='a b'>Ligne</p></template>"

    assert compared(answer(page), answer(page.replace("a b", "b a")), terms).is_match
    assert not compared(answer(page), answer(page.replace("Ligne", "Linge")), terms).is_match


def test_a_very_deep_page_is_compared(terms: Terms) -> None:
    deep = "<div>" * 3000 + "fond" + "</div>" * 3000

    assert compared(answer(deep), answer(deep + " "), terms).is_match
    assert not compared(answer(deep), answer(deep.replace("fond", "font")), terms).is_match
