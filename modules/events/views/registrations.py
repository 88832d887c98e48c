"""The pages of inscription."""

from modules.events.forms.registrations import FIELDSETS, FILTERS
from modules.events.models import Registration
from modules.kernel.admin.pages import DELETE, EXPORT, NEW, AdminPages, Column, Titles

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
    batch_actions=(DELETE,),
    list_actions=(NEW, EXPORT),
)
