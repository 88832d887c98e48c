"""The form and the filters of schools."""

from modules.kernel.admin.fields import Choice, Email, Reference, Text
from modules.kernel.admin.filters import ChoiceFilter, DateFilter, ReferenceFilter, TextFilter
from modules.kernel.admin.messages import Message
from modules.kernel.admin.pages import Fieldset
from modules.kernel.columns import members_of
from modules.reference_lists.forms import SLUG_HELP, SLUG_LABEL
from modules.reference_lists.models import School
from modules.reference_lists.queries import municipality_choices

UAI_HELP = "Sept chiffres et une lettre."
UAI_HINT = Message("Le code UAI compte sept chiffres et une lettre majuscule.")

IDENTITY = Fieldset(
    heading="Identité",
    fields=(
        Text(attribute=School.name, label="Nom", required=True, max_length=255),
        Choice(attribute=School.level, label="Type", choices=members_of(School.level)),
        Choice(attribute=School.status, label="Statut", choices=members_of(School.status)),
        Text(
            attribute=School.uai,
            label="Code UAI",
            max_length=8,
            pattern=r"^\d{7}[A-Z]$",
            invalid=UAI_HINT,
            help=UAI_HELP,
        ),
        Text(attribute=School.languages, label="Langues enseignées", max_length=255),
        Text(attribute=School.slug, label=SLUG_LABEL, max_length=255, help=SLUG_HELP),
    ),
)

CONTACT = Fieldset(
    heading="Coordonnées",
    fields=(
        Text(attribute=School.address, label="Adresse", max_length=255),
        Reference(
            attribute=School.municipality_id,
            label="Commune",
            choices=municipality_choices,
            add_empty=True,
        ),
        Text(
            attribute=School.phone,
            label="Téléphone",
            max_length=30,
            credentials=(("arrivants", "comptes"),),
        ),
        Email(attribute=School.email, label="Courriel"),
        Text(attribute=School.url, label="Site web", max_length=255),
    ),
)

FIELDSETS = (IDENTITY, CONTACT)

FILTERS = (
    TextFilter(attribute=School.name, label="Nom", with_empty=False),
    ChoiceFilter(attribute=School.level, label="Type", choices=members_of(School.level)),
    ChoiceFilter(attribute=School.status, label="Statut", choices=members_of(School.status)),
    ReferenceFilter(
        attribute=School.municipality_id, label="Commune", choices=municipality_choices
    ),
    TextFilter(attribute=School.uai, label="Code UAI"),
    TextFilter(attribute=School.languages, label="Langues enseignées"),
    DateFilter(attribute=School.created_at, label="Créé le"),
)
