"""The pages of entreprise."""

from modules.companies.forms.companies import FIELDSETS, FILTERS
from modules.companies.models import Company
from modules.kernel.admin.pages import EDIT, EXPORT, Action, AdminPages, Column, Titles

COMPANIES = AdminPages(
    model=Company,
    module="entreprise",
    prefix="/entreprises",
    legacy_model="Entreprise",
    credentials=("entreprises",),
    action_credentials={
        "new": ("entreprises", "accompagnements"),
        "create": ("entreprises", "accompagnements"),
        "update": ("entreprises", "accompagnements"),
        "delete": ("entreprises", "accompagnements"),
        "fusion": ("entreprises", "accompagnements"),
    },
    titles=Titles(
        list="Entreprises", new="Nouvelle entreprise", edit="Modifier l'entreprise « %%name%% »"
    ),
    columns=(
        Column(attribute=Company.name, label="Raison sociale", is_link=True),
        Column(attribute=Company.siret, label="SIRET"),
        Column(attribute=Company.municipality, label="Commune"),
        Column(attribute=Company.headcount, label="Effectif"),
        Column(attribute=Company.is_partner, label="Partenaire"),
        Column(attribute=Company.referent, label="Référent"),
        Column(attribute=Company.phone, label="Téléphone", credentials=("demandes",)),
        Column(attribute=Company.updated_at, label="Mis à jour", date_format="dd/MM/yyyy"),
    ),
    default_sort=(Company.name, "asc"),
    filters=FILTERS,
    fieldsets=FIELDSETS,
    row_actions=(EDIT, Action(name="_delete", credentials=("accompagnements",))),
    batch_actions=(Action(name="_delete", credentials=("accompagnements",)),),
    list_actions=(Action(name="_new", credentials=("accompagnements",)), EXPORT),
)
