"""The pages of evenement."""

from modules.events.actions import publish, withdraw
from modules.events.forms.events import FIELDSETS, FILTERS
from modules.events.models import Event
from modules.events.rules import ends_after_start
from modules.events.views.own import attendance_sheet, calendar, invitations, registrations
from modules.kernel.admin.pages import (
    DELETE,
    EDIT,
    EXPORT,
    NEW,
    AdminPages,
    BatchAction,
    Column,
    LinkAction,
    OwnAction,
    OwnRoute,
    Titles,
)

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
        Column(attribute=Event.registered, label="Inscrits"),
        Column(attribute=Event.is_published, label="Publié"),
    ),
    default_sort=(Event.start, "desc"),
    filters=FILTERS,
    fieldsets=FIELDSETS,
    row_actions=(
        EDIT,
        DELETE,
        LinkAction(name="inscriptions", label="Inscriptions", path="/{id}/inscriptions"),
        LinkAction(name="inviter", label="Inviter", path="/{id}/inviter"),
        LinkAction(name="emargement", label="Émargement", path="/{id}/emargement.pdf"),
    ),
    batch_actions=(
        DELETE,
        BatchAction(name="publier", label="Publier", run=publish),
        BatchAction(name="depublier", label="Dépublier", run=withdraw),
    ),
    list_actions=(NEW, EXPORT),
    checks=(ends_after_start,),
    own_actions=(
        OwnAction(name="inscriptions", answer=registrations, writes=True),
        OwnAction(name="inviter", answer=invitations, writes=True),
        OwnAction(name="emargement", answer=attendance_sheet),
        OwnAction(name="calendrier", answer=calendar),
    ),
    own_routes=(
        OwnRoute(pattern=r"/(?P<id>\d+)/inscriptions", action="inscriptions"),
        OwnRoute(pattern=r"/(?P<id>\d+)/inviter", action="inviter"),
        OwnRoute(
            pattern=r"/(?P<id>\d+)/emargement\.(?P<sf_format>pdf)",
            action="emargement",
            methods=frozenset({"GET"}),
        ),
        OwnRoute(
            pattern=r"/(?P<id>\d+)\.(?P<sf_format>ics)",
            action="calendrier",
            methods=frozenset({"GET"}),
        ),
    ),
)
