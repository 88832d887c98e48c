"""The pages of childcare."""

from modules.kernel.admin.pages import EXPORT, NEW, AdminPages, Column, Titles
from modules.reference_lists.forms.childcare import FIELDSETS, FILTERS
from modules.reference_lists.models import Childcare

CHILDCARE = AdminPages(
    model=Childcare,
    module="mode_garde",
    prefix="/modes_garde",
    legacy_model="ModeGarde",
    credentials=("referentiels",),
    titles=Titles(
        list="Modes de garde",
        new="Nouveau mode de garde",
        edit="Modifier le mode de garde « %%name%% »",
    ),
    columns=(
        Column(attribute=Childcare.name, label="Nom", is_link=True),
        Column(attribute=Childcare.kind, label="Type"),
        Column(attribute=Childcare.capacity, label="Capacité"),
        Column(attribute=Childcare.municipality, label="Commune"),
        Column(attribute=Childcare.opening_hours, label="Horaires"),
    ),
    default_sort=(Childcare.name, "asc"),
    filters=FILTERS,
    fieldsets=FIELDSETS,
    list_actions=(NEW, EXPORT),
)
