"""The form and the filters of childcare."""

from modules.kernel.admin.fields import Choice, Integer, Reference, Text
from modules.kernel.admin.filters import (
    ChoiceFilter,
    DateFilter,
    NumberFilter,
    ReferenceFilter,
    TextFilter,
)
from modules.kernel.admin.pages import Fieldset
from modules.kernel.columns import members_of
from modules.reference_lists.forms import SLUG_HELP, SLUG_LABEL
from modules.reference_lists.models import Childcare
from modules.reference_lists.queries import municipality_choices

IDENTITY = Fieldset(
    heading="Identité",
    fields=(
        Text(attribute=Childcare.name, label="Nom", required=True, max_length=255),
        Choice(attribute=Childcare.kind, label="Type", choices=members_of(Childcare.kind)),
        Integer(attribute=Childcare.capacity, label="Capacité", minimum=0, maximum=500),
        Text(attribute=Childcare.opening_hours, label="Horaires", max_length=255),
        Text(attribute=Childcare.slug, label=SLUG_LABEL, max_length=255, help=SLUG_HELP),
    ),
)

CONTACT = Fieldset(
    heading="Coordonnées",
    fields=(
        Text(attribute=Childcare.address, label="Adresse", max_length=255),
        Reference(
            attribute=Childcare.municipality_id,
            label="Commune",
            choices=municipality_choices,
            add_empty=True,
        ),
        Text(attribute=Childcare.phone, label="Téléphone", max_length=30),
    ),
)

FIELDSETS = (IDENTITY, CONTACT)

FILTERS = (
    TextFilter(attribute=Childcare.name, label="Nom", with_empty=False),
    ChoiceFilter(attribute=Childcare.kind, label="Type", choices=members_of(Childcare.kind)),
    NumberFilter(attribute=Childcare.capacity, label="Capacité"),
    ReferenceFilter(
        attribute=Childcare.municipality_id, label="Commune", choices=municipality_choices
    ),
    DateFilter(attribute=Childcare.updated_at, label="Mis à jour"),
)
