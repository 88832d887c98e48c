"""The pages of evenement."""

from modules.events.forms.events import FIELDSETS, FILTERS
from modules.events.models import Event
from modules.kernel.admin.pages import DELETE, EDIT, EXPORT, NEW, AdminPages, Column, Titles

EVENTS = AdminPages(
    model=Event,
    module="evenement",
    prefix="/evenements",
    legacy_model="Evenement",
    credentials=("evenements",),
    titles=Titles(
        list="Évènements", new="Nouvel évènement", edit="Modifier l'évènement « %%title%% »"
    ),
    columns=(
        Column(attribute=Event.title, label="Titre", is_link=True),
        Column(attribute=Event.kind, label="Type"),
        Column(attribute=Event.start, label="Début", date_format="dd/MM/yyyy HH:mm"),
        Column(attribute=Event.place, label="Lieu"),
        Column(attribute=Event.municipality, label="Commune"),
        Column(attribute=Event.capacity, label="Capacité"),
        Column(attribute=Event.is_published, label="Publié"),
    ),
    default_sort=(Event.start, "desc"),
    filters=FILTERS,
    fieldsets=FIELDSETS,
    row_actions=(EDIT, DELETE),
    batch_actions=(DELETE,),
    list_actions=(NEW, EXPORT),
)
