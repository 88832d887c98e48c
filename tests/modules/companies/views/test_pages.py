"""The lot's page sets, as generator.yml and routing.yml had them."""

from modules.companies.views import PAGES

EXPECTED = {
    "entreprise": ("/entreprises", "Entreprise", "Entreprises"),
    "entreprise_contact": ("/entreprise_contact", "EntrepriseContact", "Contacts des entreprises"),
}


def test_a_page_set_answers_for_its_module() -> None:
    found = {one.module: (one.prefix, one.legacy_model, one.titles.list) for one in PAGES}

    assert found == EXPECTED


def test_a_page_set_shows_columns_and_fields() -> None:
    assert [one.module for one in PAGES if not (one.columns and one.fields)] == []
