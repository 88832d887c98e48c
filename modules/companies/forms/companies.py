"""The form and the filters of entreprise."""

from modules.companies.models import Company
from modules.companies.queries import account_choices, municipality_choices
from modules.kernel.admin.fields import Checkbox, Integer, LongText, Reference, Text
from modules.kernel.admin.filters import BooleanFilter, NumberFilter, ReferenceFilter, TextFilter
from modules.kernel.admin.messages import Message
from modules.kernel.admin.pages import Fieldset

FIELDSETS = (
    Fieldset(
        heading="Identité",
        fields=(
            Text(attribute=Company.name, label="Raison sociale", required=True, max_length=200),
            Text(
                attribute=Company.siret,
                label="SIRET",
                max_length=20,
                pattern=r"^(\d\s*){14}$",
                invalid=Message("Le SIRET compte quatorze chiffres."),
            ),
            Text(attribute=Company.activity_code, label="Code NAF", max_length=5),
            Integer(attribute=Company.headcount, label="Effectif", minimum=0),
            Checkbox(attribute=Company.is_partner, label="Partenaire"),
            Text(
                attribute=Company.slug,
                label="Adresse (slug)",
                max_length=255,
                help="Laissez vide : elle sera tirée du nom.",
            ),
        ),
    ),
    Fieldset(
        heading="Coordonnées",
        fields=(
            Text(attribute=Company.address, label="Adresse", max_length=255),
            Reference(
                attribute=Company.municipality_id,
                label="Commune",
                choices=municipality_choices,
                add_empty=True,
            ),
            Text(
                attribute=Company.phone, label="Téléphone", max_length=30, credentials=("demandes",)
            ),
            Text(attribute=Company.website, label="Site web", max_length=255),
        ),
    ),
    Fieldset(
        heading="Suivi",
        fields=(
            Reference(
                attribute=Company.referent_id,
                label="Référent",
                choices=account_choices,
                add_empty=True,
            ),
            LongText(attribute=Company.notes, label="Notes", credentials=("accompagnements",)),
        ),
    ),
)

FILTERS = (
    TextFilter(attribute=Company.name, label="Raison sociale", with_empty=False),
    TextFilter(attribute=Company.siret, label="SIRET"),
    ReferenceFilter(
        attribute=Company.municipality_id, label="Commune", choices=municipality_choices
    ),
    NumberFilter(attribute=Company.headcount, label="Effectif"),
    BooleanFilter(attribute=Company.is_partner, label="Partenaire"),
    ReferenceFilter(attribute=Company.referent_id, label="Référent", choices=account_choices),
)
