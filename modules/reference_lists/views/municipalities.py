"""The pages of towns."""

from modules.kernel.admin.pages import (
    DELETE,
    EDIT,
    EXPORT,
    NEW,
    AdminPages,
    BatchAction,
    Column,
    RowAction,
    Titles,
)
from modules.reference_lists.actions import duplicate, join_metropolis
from modules.reference_lists.forms.municipalities import FIELDSETS, FILTERS
from modules.reference_lists.models import Municipality as Town

MUNICIPALITIES = AdminPages(
    model=Town,
    module="commune",
    prefix="/communes",
    legacy_model="Commune",
    credentials=("referentiels",),
    titles=Titles(
        list="Communes",
        new="Nouvelle commune",
        edit="Modifier la commune « %%name%% »",
    ),
    columns=(
        Column(attribute=Town.name, label="Nom", is_link=True),
        Column(attribute=Town.insee_code, label="Code INSEE"),
        Column(attribute=Town.postal_code, label="Code postal"),
        Column(attribute=Town.intermunicipality, label="EPCI"),
        Column(attribute=Town.latitude, label="Latitude", credentials=("comptes",)),
        Column(attribute=Town.longitude, label="Longitude", credentials=("comptes",)),
    ),
    default_sort=(Town.name, "asc"),
    filters=FILTERS,
    fieldsets=FIELDSETS,
    row_actions=(EDIT, DELETE, RowAction(name="dupliquer", label="Dupliquer", run=duplicate)),
    batch_actions=(
        DELETE,
        BatchAction(name="rattacher", label="Rattacher à Valmont Métropole", run=join_metropolis),
    ),
    list_actions=(NEW, EXPORT),
)
