"""The form and the filters of towns."""

from modules.kernel.admin.fields import Number, Text
from modules.kernel.admin.filters import TextFilter
from modules.kernel.admin.messages import Message
from modules.kernel.admin.pages import Fieldset
from modules.reference_lists.forms import SLUG_HELP, SLUG_LABEL
from modules.reference_lists.models import Municipality as Town

INSEE_HINT = Message("Le code INSEE compte cinq caractères (par exemple 59350).")
POSTAL_HINT = Message("Le code postal compte cinq chiffres.")

IDENTITY = Fieldset(
    heading="Identité",
    fields=(
        Text(attribute=Town.name, label="Nom", required=True, max_length=255),
        Text(
            attribute=Town.insee_code,
            label="Code INSEE",
            max_length=5,
            pattern=r"^\d[\dAB]\d{3}$",
            invalid=INSEE_HINT,
        ),
        Text(
            attribute=Town.postal_code,
            label="Code postal",
            max_length=5,
            pattern=r"^\d{5}$",
            invalid=POSTAL_HINT,
        ),
        Text(attribute=Town.intermunicipality, label="EPCI", max_length=255),
        Text(attribute=Town.slug, label=SLUG_LABEL, max_length=255, help=SLUG_HELP),
    ),
)

POSITION = Fieldset(
    heading="Localisation",
    fields=(
        Number(
            attribute=Town.latitude,
            label="Latitude",
            minimum=-90,
            maximum=90,
            credentials=("comptes",),
        ),
        Number(
            attribute=Town.longitude,
            label="Longitude",
            minimum=-180,
            maximum=180,
            credentials=("comptes",),
        ),
    ),
)

FIELDSETS = (IDENTITY, POSITION)

FILTERS = (
    TextFilter(attribute=Town.name, label="Nom", with_empty=False),
    TextFilter(attribute=Town.insee_code, label="Code INSEE"),
    TextFilter(attribute=Town.postal_code, label="Code postal"),
    TextFilter(attribute=Town.intermunicipality, label="EPCI"),
)
