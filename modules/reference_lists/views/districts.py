"""The pages of districts."""

from modules.kernel.admin.pages import (
    DELETE,
    EXPORT,
    NEW,
    AdminPages,
    BatchAction,
    Column,
    Titles,
)
from modules.reference_lists.actions import clear_descriptions
from modules.reference_lists.forms.districts import FIELDSETS, FILTERS
from modules.reference_lists.models import District

DISTRICTS = AdminPages(
    model=District,
    module="quartier",
    prefix="/quartiers",
    legacy_model="Quartier",
    credentials=("referentiels",),
    titles=Titles(
        list="Quartiers",
        new="Nouveau quartier",
        edit="Modifier le quartier « %%name%% »",
    ),
    columns=(
        Column(attribute=District.name, label="Nom", is_link=True),
        Column(attribute=District.municipality, label="Commune"),
        Column(attribute=District.description, label="Description"),
    ),
    default_sort=(District.name, "asc"),
    filters=FILTERS,
    fieldsets=FIELDSETS,
    batch_actions=(
        DELETE,
        BatchAction(
            name="effacer_description", label="Effacer la description", run=clear_descriptions
        ),
    ),
    list_actions=(NEW, EXPORT),
)
