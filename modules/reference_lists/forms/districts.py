"""The form and the filters of districts."""

from modules.kernel.admin.fields import LongText, Reference, Text
from modules.kernel.admin.filters import ReferenceFilter, TextFilter
from modules.kernel.admin.pages import Fieldset
from modules.reference_lists.forms import SLUG_HELP, SLUG_LABEL
from modules.reference_lists.models import District
from modules.reference_lists.queries import municipality_choices

FIELDSETS = (
    Fieldset(
        fields=(
            Reference(
                attribute=District.municipality_id,
                label="Commune",
                required=True,
                choices=municipality_choices,
            ),
            Text(attribute=District.name, label="Nom", required=True, max_length=255),
            LongText(attribute=District.description, label="Description"),
            Text(attribute=District.slug, label=SLUG_LABEL, max_length=255, help=SLUG_HELP),
        )
    ),
)

FILTERS = (
    TextFilter(attribute=District.name, label="Nom", with_empty=False),
    ReferenceFilter(
        attribute=District.municipality_id, label="Commune", choices=municipality_choices
    ),
    TextFilter(attribute=District.description, label="Description"),
)
