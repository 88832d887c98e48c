"""The pages of schools."""

from modules.kernel.admin.pages import (
    DELETE,
    EXPORT,
    NEW,
    AdminPages,
    BatchAction,
    Column,
    Titles,
)
from modules.reference_lists.actions import declare_private, declare_public
from modules.reference_lists.forms.schools import FIELDSETS, FILTERS
from modules.reference_lists.models import School

SCHOOLS = AdminPages(
    model=School,
    module="etablissement",
    prefix="/etablissements",
    legacy_model="EtablissementScolaire",
    credentials=("referentiels",),
    titles=Titles(
        list="Établissements scolaires",
        new="Nouvel établissement",
        edit="Modifier l'établissement « %%name%% »",
    ),
    columns=(
        Column(attribute=School.name, label="Nom", is_link=True),
        Column(attribute=School.level, label="Type"),
        Column(attribute=School.status, label="Statut"),
        Column(attribute=School.municipality, label="Commune"),
        Column(attribute=School.uai, label="Code UAI"),
        Column(attribute=School.phone, label="Téléphone", credentials=(("arrivants", "comptes"),)),
        Column(attribute=School.updated_at, label="Mis à jour", date_format="dd/MM/yyyy HH:mm"),
    ),
    default_sort=(School.name, "asc"),
    filters=FILTERS,
    fieldsets=FIELDSETS,
    batch_actions=(
        DELETE,
        BatchAction(name="public", label="Déclarer publics", run=declare_public),
        BatchAction(name="prive", label="Déclarer privés", run=declare_private),
    ),
    list_actions=(NEW, EXPORT),
)
