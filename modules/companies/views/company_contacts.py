"""The pages of entreprise_contact."""

from modules.companies.forms.company_contacts import FIELDSETS, FILTERS
from modules.companies.models import CompanyContact
from modules.kernel.admin.pages import EXPORT, NEW, AdminPages, Column, Titles

COMPANY_CONTACTS = AdminPages(
    model=CompanyContact,
    module="entreprise_contact",
    prefix="/entreprise_contact",
    legacy_model="EntrepriseContact",
    credentials=("entreprises",),
    titles=Titles(
        list="Contacts des entreprises",
        new="Nouveau contact",
        edit="Modifier le contact %%first_name%% %%name%%",
    ),
    columns=(
        Column(attribute=CompanyContact.name, label="Nom", is_link=True),
        Column(attribute=CompanyContact.first_name, label="Prénom"),
        Column(attribute=CompanyContact.position, label="Fonction"),
        Column(attribute=CompanyContact.company, label="Entreprise"),
        Column(attribute=CompanyContact.email, label="Courriel"),
        Column(attribute=CompanyContact.phone, label="Téléphone"),
        Column(attribute=CompanyContact.is_main, label="Principal"),
    ),
    default_sort=(CompanyContact.name, "asc"),
    filters=FILTERS,
    fieldsets=FIELDSETS,
    list_actions=(NEW, EXPORT),
)
