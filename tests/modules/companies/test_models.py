"""The lot's tables, as the legacy schema had them when the lot was generated."""

import pytest

from modules.companies.models import Base

COLUMNS = {
    "entreprise": (
        "id",
        "raison_sociale",
        "siret",
        "naf",
        "effectif",
        "adresse",
        "commune_id",
        "telephone",
        "site_web",
        "est_partenaire",
        "referent_id",
        "notes",
        "created_at",
        "updated_at",
        "slug",
        "deleted_at",
    ),
    "entreprise_contact": (
        "id",
        "entreprise_id",
        "civilite",
        "nom",
        "prenom",
        "fonction",
        "email",
        "telephone",
        "principal",
        "created_at",
        "updated_at",
    ),
}


@pytest.mark.parametrize("table", COLUMNS)
def test_a_model_has_the_columns_of_its_legacy_table(table: str) -> None:
    mapped = Base.metadata.tables[table].columns

    assert {column.name for column in mapped} == set(COLUMNS[table])
