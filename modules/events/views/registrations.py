"""The pages of inscription."""

from modules.events.actions import note_absent, note_present, put_on_waiting_list, refuse_second
from modules.events.forms.registrations import FIELDSETS, FILTERS
from modules.events.models import Registration
from modules.kernel.admin.pages import (
    DELETE,
    EXPORT,
    NEW,
    AdminPages,
    BatchAction,
    Column,
    Titles,
)

REGISTRATIONS = AdminPages(
    model=Registration,
    module="inscription",
    prefix="/inscriptions",
    legacy_model="Inscription",
    credentials=("evenements",),
    titles=Titles(
        list="Inscriptions", new="Nouvelle inscription", edit="Modifier l'inscription n° %%id%%"
    ),
    columns=(
        Column(attribute=Registration.id, label="N°", is_link=True),
        Column(attribute=Registration.event, label="Évènement"),
        Column(attribute=Registration.newcomer, label="Arrivant"),
        Column(attribute=Registration.with_spouse, label="Avec conjoint"),
        Column(attribute=Registration.child_count, label="Enfants"),
        Column(attribute=Registration.status, label="Statut"),
        Column(
            attribute=Registration.created_at, label="Inscrit le", date_format="dd/MM/yyyy HH:mm"
        ),
    ),
    default_sort=(Registration.created_at, "desc"),
    page_size=30,
    filters=FILTERS,
    fieldsets=FIELDSETS,
    batch_actions=(
        DELETE,
        BatchAction(name="present", label="Marquer présents", run=note_present),
        BatchAction(name="absent", label="Marquer absents", run=note_absent),
    ),
    list_actions=(NEW, EXPORT),
    row_checks=(refuse_second,),
    after_save=put_on_waiting_list,
)
