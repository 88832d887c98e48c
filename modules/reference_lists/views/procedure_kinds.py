"""The pages of kinds of procedure."""

from modules.kernel.admin.pages import (
    DELETE,
    EDIT,
    EXPORT,
    NEW,
    AdminPages,
    Column,
    RowAction,
    Titles,
)
from modules.reference_lists.actions import move_up
from modules.reference_lists.forms.procedure_kinds import FIELDSETS, FILTERS
from modules.reference_lists.models import ProcedureKind as Kind

PROCEDURE_KINDS = AdminPages(
    model=Kind,
    module="demarche_type",
    prefix="/demarche_types",
    legacy_model="DemarcheType",
    credentials=("referentiels",),
    titles=Titles(
        list="Types de démarche",
        new="Nouveau type de démarche",
        edit="Modifier le type de démarche « %%label%% »",
    ),
    columns=(
        Column(attribute=Kind.rank, label="Ordre"),
        Column(attribute=Kind.label, label="Libellé", is_link=True),
        Column(attribute=Kind.english_label, label="Libellé anglais"),
        Column(attribute=Kind.category, label="Catégorie"),
        Column(attribute=Kind.delay_days, label="Délai (jours)"),
    ),
    default_sort=(Kind.rank, "asc"),
    filters=FILTERS,
    fieldsets=FIELDSETS,
    row_actions=(EDIT, DELETE, RowAction(name="monter", label="Monter", run=move_up)),
    list_actions=(NEW, EXPORT),
)
