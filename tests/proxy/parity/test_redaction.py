"""Nothing that is kept says who somebody is."""

import pytest

from proxy.parity.redaction import redacted_target, redacted_value


@pytest.mark.parametrize(
    "text, field, kept",
    [
        pytest.param("Durand", "form /x › arrivant[nom]@value", "Xxxxxx", id="a name"),
        pytest.param("Zoë 12", "td.sf_admin_list_td_prenom", "Xxx 99", id="a first name in a cell"),
        pytest.param("1980-01-02", "csv date_naissance", "9999-99-99", id="a birth date"),
        pytest.param("Né le 3", "form /x › arrivant[notes]", "Xx xx 9", id="notes"),
        pytest.param("09001", "csv code_insee", "09001", id="a code"),
        pytest.param("a b@c.example d", "text", "a ‹mail› d", id="a mail address"),
        pytest.param("tel 06 12 34 56 78.", "text", "tel ‹phone›.", id="a telephone number"),
        pytest.param("06-12-34-56-78", "text", "‹phone›", id="a telephone number with hyphens"),
        pytest.param("0033612345678", "text", "‹phone›", id="a telephone number from abroad"),
        pytest.param("+33 (0)6 12 34 56 78", "text", "‹phone›", id="a telephone number either way"),
        pytest.param("+32 475 12 34 56", "text", "‹phone›", id="a foreign telephone number"),
        pytest.param("01-02-2026 10:00", "text", "01-02-2026 10:00", id="a moment"),
        pytest.param("Alice D", "csv Référent", "Xxxxx X", id="a column of people"),
        pytest.param(
            "Alice D", "td.sf_admin_list_td_Arrivant › a", "Xxxxx X", id="a cell of people"
        ),
        pytest.param("1; Durand", "csv row", "9; Xxxxxx", id="a row of an export"),
        pytest.param('{"a": "Zoë"}', "json.people[]", '{"x": "Xxx"}', id="an item of a list"),
        pytest.param(
            "7: id '7', nom 'Du\\'rand",
            "rows person deleted",
            "7: id '9', nom 'Xx\\'xxxx",
            id="a row",
        ),
        pytest.param("2", "json.total", "2", id="a number"),
        pytest.param("12", "form /x › inscription[arrivant_id]@value", "12", id="an id"),
        pytest.param("Alice D", "csv Commentaires", "Xxxxx X", id="comments"),
        pytest.param("x " + "a1" * 16, "text", "x ‹token›", id="a token"),
        pytest.param("Logement", "text", "Logement", id="a word"),
    ],
)
def test_a_value_is_kept_without_the_person(text: str, field: str, kept: str) -> None:
    assert redacted_value(text, field) == kept


@pytest.mark.parametrize(
    "target, kept",
    [
        ("/towns", "/towns"),
        ("/towns/12/edit?page=2&sort=nom", "/towns/12/edit?page=2&sort=nom"),
        ("/x?q=Durand&tel=0612345678", "/x?q=‹value›&tel=‹value›"),
        ("/x?nom=Durand&q=un+mot", "/x?nom=‹value›&q=‹value›"),
        ("/forgot/" + "a1" * 16, "/forgot/‹token›"),
    ],
)
def test_an_address_is_kept_without_what_was_typed(target: str, kept: str) -> None:
    assert redacted_target(target) == kept


@pytest.mark.parametrize(
    "text, field, kept",
    [
        ('<tr class="odd x1">Durand 12', "form /x › tr <tr>", '<tr class="odd x1">Xxxxxx 99'),
        ("<tr>", "tr <tr>", "<tr>"),
        ("Durand", "tr <tr>", "Xxxxxx"),
        ("<h1>Villes", "html › h1 <h1>", "<h1>Villes"),
        ("Nom", "form /x › div.form_field_nom › label", "Nom"),
        ("<label>Nom", "form /x › div.form_field_nom › label <label>", "<label>Nom"),
    ],
    ids=["a row", "an empty one", "cut", "a heading", "a label", "a whole label"],
)
def test_words_of_a_whole_row_lose_their_letters_and_labels_keep_theirs(
    text: str, field: str, kept: str
) -> None:
    assert redacted_value(text, field) == kept
