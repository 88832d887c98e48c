"""The pages of partners."""

from modules.kernel.admin.pages import (
    DELETE,
    EXPORT,
    NEW,
    AdminPages,
    BatchAction,
    Column,
    Titles,
)
from modules.reference_lists.actions import record_backlinks
from modules.reference_lists.forms.partners import FIELDSETS, FILTERS
from modules.reference_lists.models import Partner

PARTNERS = AdminPages(
    model=Partner,
    module="partenaire",
    prefix="/partenaires",
    legacy_model="Partenaire",
    credentials=("referentiels",),
    titles=Titles(
        list="Partenaires",
        new="Nouveau partenaire",
        edit="Modifier le partenaire « %%name%% »",
    ),
    columns=(
        Column(attribute=Partner.name, label="Nom", is_link=True),
        Column(attribute=Partner.category, label="Catégorie"),
        Column(attribute=Partner.contact, label="Contact"),
        Column(attribute=Partner.email, label="Courriel"),
        Column(attribute=Partner.has_backlink, label="Lien réciproque"),
        Column(attribute=Partner.created_at, label="Depuis le", date_format="dd/MM/yyyy"),
    ),
    default_sort=(Partner.name, "asc"),
    filters=FILTERS,
    fieldsets=FIELDSETS,
    batch_actions=(
        DELETE,
        BatchAction(name="lien_obtenu", label="Lien réciproque obtenu", run=record_backlinks),
    ),
    list_actions=(NEW, EXPORT),
)
