"""The form and the filters of entreprise_contact."""

from modules.companies.models import CompanyContact
from modules.companies.queries import company_choices
from modules.kernel.admin.fields import Checkbox, Email, Reference, Text
from modules.kernel.admin.filters import BooleanFilter, TextFilter
from modules.kernel.admin.pages import Fieldset

COMPANY = Reference(
    attribute=CompanyContact.company_id, label="Entreprise", required=True, choices=company_choices
)
#: Those that a company's own page has as well.
OWN_FIELDS = (
    Text(attribute=CompanyContact.title, label="Civilité", max_length=5),
    Text(attribute=CompanyContact.name, label="Nom", required=True, max_length=100),
    Text(attribute=CompanyContact.first_name, label="Prénom", max_length=100),
    Text(attribute=CompanyContact.position, label="Fonction", max_length=255),
    Email(attribute=CompanyContact.email, label="Courriel"),
    Text(attribute=CompanyContact.phone, label="Téléphone", max_length=30),
    Checkbox(attribute=CompanyContact.is_main, label="Principal"),
)

FIELDSETS = (Fieldset(fields=(COMPANY, *OWN_FIELDS)),)

FILTERS = (
    TextFilter(attribute=CompanyContact.name, label="Nom", with_empty=False),
    TextFilter(attribute=CompanyContact.position, label="Fonction"),
    BooleanFilter(attribute=CompanyContact.is_main, label="Principal"),
)
