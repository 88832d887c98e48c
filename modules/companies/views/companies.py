"""The pages of entreprise."""

from modules.companies.actions import declare_partners
from modules.companies.forms.companies import FIELDSETS, FILTERS
from modules.companies.models import Company
from modules.companies.queries import own_companies
from modules.companies.views.own import completion, contacts, merging
from modules.kernel.admin.pages import (
    EDIT,
    EXPORT,
    Action,
    AdminPages,
    BatchAction,
    Column,
    LinkAction,
    OwnAction,
    OwnRoute,
    Titles,
)

#: What one needs to write companies.
KEEPERS = ("accompagnements",)

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
    row_actions=(
        EDIT,
        Action(name="_delete", credentials=KEEPERS),
        LinkAction(name="contacts", label="Contacts", path="/{id}/contacts"),
    ),
    batch_actions=(
        Action(name="_delete", credentials=KEEPERS),
        BatchAction(
            name="partenaires",
            label="Déclarer partenaires",
            credentials=KEEPERS,
            run=declare_partners,
        ),
    ),
    list_actions=(
        Action(name="_new", credentials=KEEPERS),
        EXPORT,
        LinkAction(
            name="fusion", label="Fusionner des doublons", credentials=KEEPERS, path="/fusion"
        ),
    ),
    scope=own_companies,
    own_actions=(
        OwnAction(name="contacts", answer=contacts, writes=True),
        OwnAction(name="autocomplete", answer=completion),
        OwnAction(name="fusion", answer=merging, writes=True),
    ),
    own_routes=(
        OwnRoute(pattern="/fusion", action="fusion"),
        OwnRoute(pattern="/autocomplete", action="autocomplete"),
        OwnRoute(pattern=r"/(?P<id>\d+)/contacts", action="contacts"),
    ),
)
