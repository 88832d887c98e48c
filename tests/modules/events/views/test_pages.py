"""The lot's page sets, as generator.yml and routing.yml had them."""

from modules.events.views import PAGES

EXPECTED = {
    "evenement": ("/evenements", "Evenement", "Évènements"),
    "inscription": ("/inscriptions", "Inscription", "Inscriptions"),
}


def test_a_page_set_answers_for_its_module() -> None:
    found = {one.module: (one.prefix, one.legacy_model, one.titles.list) for one in PAGES}

    assert found == EXPECTED


def test_a_page_set_shows_columns_and_fields() -> None:
    assert [one.module for one in PAGES if not (one.columns and one.fields)] == []
