"""The lot's tables, as the legacy schema had them when the lot was generated."""

import pytest

from modules.events.models import Base

COLUMNS = {
    "evenement": (
        "id",
        "titre",
        "type",
        "description",
        "debut",
        "fin",
        "lieu",
        "commune_id",
        "capacite",
        "ouvert_conjoint",
        "ouvert_enfants",
        "publie",
        "inscription_limite",
        "organisateur_id",
        "media_id",
        "created_at",
        "updated_at",
        "slug",
    ),
    "inscription": (
        "id",
        "evenement_id",
        "arrivant_id",
        "conjoint",
        "nb_enfants",
        "statut",
        "commentaire",
        "created_at",
        "updated_at",
    ),
}


@pytest.mark.parametrize("table", COLUMNS)
def test_a_model_has_the_columns_of_its_legacy_table(table: str) -> None:
    mapped = Base.metadata.tables[table].columns

    assert {column.name for column in mapped} == set(COLUMNS[table])
