"""Every page that reads, asked of PHP and of Python with one session: they must be the same."""

import pytest

from tests.fakes.same_pages import both, same_filtered, same_forms, same_sorts
from tests.fakes.twins import Twins

pytestmark = pytest.mark.stack

#: The six lists, each with columns to sort by: shown, hidden, and one that is no column.
LISTS = {
    "communes": "nom code_insee code_postal epci latitude slug id nope",
    "quartiers": "nom description commune_id Commune",
    "etablissements": "nom type statut uai telephone updated_at created_at",
    "modes_garde": "nom type capacite horaires updated_at",
    "partenaires": "nom categorie contact email lien_reciproque created_at",
    "demarche_types": "ordre libelle libelle_en categorie delai_jours",
}

MODULES = {
    "communes": "commune",
    "quartiers": "quartier",
    "etablissements": "etablissement",
    "modes_garde": "mode_garde",
    "partenaires": "partenaire",
    "demarche_types": "demarche_type",
}

#: What is typed in the filters of each list: found, not found, empty, by number, date, choice.
FILTERS = {
    "communes": [
        {"[nom][text]": "val"},
        {"[nom][text]": "VALMONT", "[epci][text]": "métropole"},
        {"[code_insee][text]": "094", "[code_postal][is_empty]": "on"},
        {"[nom][text]": "aucune ne s'appelle ainsi"},
        {"[nom][text]": "%"},
        {"[nom][text]": "_'\\"},
        {"[nom][text]": "é🙂"},
    ],
    "quartiers": [
        {"[commune_id]": "1"},
        {"[commune_id]": "2", "[nom][text]": "centre"},
        {"[description][is_empty]": "on"},
    ],
    "etablissements": [
        {"[type]": "college", "[statut]": "public"},
        {"[langues][text]": "occitan"},
        {
            "[created_at][from][day]": "1",
            "[created_at][from][month]": "1",
            "[created_at][from][year]": "2024",
        },
        {
            "[created_at][to][day]": "31",
            "[created_at][to][month]": "12",
            "[created_at][to][year]": "2030",
        },
        {"[uai][is_empty]": "on"},
    ],
    "modes_garde": [
        {"[capacite][text]": "20"},
        {"[capacite][is_empty]": "on"},
        {"[type]": "creche", "[commune_id]": "1"},
        {
            "[updated_at][from][day]": "1",
            "[updated_at][from][month]": "6",
            "[updated_at][from][year]": "2022",
        },
    ],
    "partenaires": [
        {"[lien_reciproque]": "1"},
        {"[lien_reciproque]": "0", "[categorie]": "emploi"},
        {"[email][text]": "EXAMPLE.NET"},
        {"[nom][text]": "œ"},
    ],
    "demarche_types": [
        {"[delai_jours][text]": "5"},
        {"[categorie]": "sante"},
        {"[libelle][text]": "ouverture"},
    ],
}


@pytest.mark.parametrize("prefix", LISTS)
def test_the_list_is_the_same_on_every_page(admin, prefix: str) -> None:
    first = both(admin, f"/{prefix}")
    for number in (2, 3, 99, 1):
        both(admin, f"/{prefix}?page={number}")

    assert first.html.get_element_by_id("sf_admin_container") is not None


@pytest.mark.parametrize("prefix", LISTS)
def test_every_sort_is_the_same(admin, prefix: str) -> None:
    same_sorts(admin, f"/{prefix}", LISTS[prefix])
    both(admin, f"/{prefix}?sort=id")
    both(admin, f"/{prefix}?sort=id&sort_type=DESC")
    both(admin, f"/{prefix}?sort[]=id&page[]=2")


@pytest.mark.parametrize("prefix", LISTS)
def test_the_export_is_the_same_byte_for_byte(admin, prefix: str) -> None:
    page = both(admin, f"/{prefix}.csv")

    assert page.body.startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    "prefix, fields",
    [
        pytest.param(p, f, id=f"{p} {i}")
        for p, cases in FILTERS.items()
        for i, f in enumerate(cases)
    ],
)
def test_a_filtered_list_and_its_export_are_the_same(twins: Twins, prefix: str, fields) -> None:
    visitor = twins.visitor()

    assert same_filtered(visitor, f"/{prefix}", fields).status == 302
    both(visitor, f"/{prefix}?page=2")


@pytest.mark.parametrize("prefix", LISTS)
def test_the_empty_form_is_the_same(admin, prefix: str) -> None:
    both(admin, f"/{prefix}/new")


@pytest.mark.parametrize("prefix", LISTS)
def test_the_form_of_every_row_is_the_same(twins: Twins, admin, prefix: str) -> None:
    table = {"etablissements": "etablissement_scolaire"}.get(prefix, MODULES[prefix])

    assert same_forms(twins, admin, f"/{prefix}", table) > 10


@pytest.mark.parametrize("prefix", LISTS)
def test_default_routes_are_the_same(admin, prefix: str) -> None:
    module = MODULES[prefix]
    for path in ("", "/index", "/INDEX", "/index/page/2", "/new", "/edit/id/3", "/nope"):
        both(admin, f"/{module}{path}")


@pytest.mark.parametrize("prefix", LISTS)
@pytest.mark.parametrize(
    "path, status",
    [
        pytest.param("/999999/edit", 404, id="no such row"),
        pytest.param("/007/edit", 200, id="leading zeros"),
        pytest.param("/3/nope", 404, id="no such action"),
        pytest.param("/3", 404, id="no page shows a row"),
        pytest.param("/", 404, id="final slash"),
        pytest.param("/new/", 404, id="final slash after new"),
        pytest.param("/x/edit", 404, id="no number"),
        pytest.param("/batch/action", 404, id="collection actions are posted"),
        pytest.param(".json", 500, id="a format without template"),
        pytest.param("/new.json", 500, id="a format without template for the form"),
        pytest.param("/999999/edit.json", 404, id="a 404 is html whatever was asked"),
    ],
)
def test_odd_addresses_are_the_same(admin, prefix: str, path: str, status: int) -> None:
    assert both(admin, f"/{prefix}{path}").status == status


@pytest.mark.parametrize("prefix", LISTS)
def test_what_a_script_asks_has_no_frame(admin, prefix: str) -> None:
    for path in ("", "/new", "/3/edit"):
        page = both(admin, f"/{prefix}{path}", X_Requested_With="XMLHttpRequest")

        assert not page.html.xpath("//*[@id='entete']")


def test_another_language_is_the_same(twins: Twins) -> None:
    visitor = twins.visitor()
    for path in ("/partenaires?sf_culture=en", "/partenaires", "/communes/new", "/communes/3/edit"):
        page = both(visitor, path)

        assert page.html.get("lang") == "en"
    both(visitor, "/communes?sf_culture=fr")


def test_a_conseiller_sees_fewer_columns_on_both_sides(twins: Twins) -> None:
    visitor = twins.visitor("claire.martin")
    page = both(visitor, "/communes")

    assert not page.html.xpath("//*[contains(@class, 'list_th_latitude')]")
    both(visitor, "/communes.csv")
    both(visitor, "/etablissements")
