"""The form and the filters of kinds of procedure."""

from modules.kernel.admin.fields import Choice, Integer, Text
from modules.kernel.admin.filters import ChoiceFilter, NumberFilter, TextFilter
from modules.kernel.admin.pages import Fieldset
from modules.kernel.columns import members_of
from modules.reference_lists.forms import SLUG_HELP, SLUG_LABEL
from modules.reference_lists.models import ProcedureKind as Kind

FIELDSETS = (
    Fieldset(
        fields=(
            Text(attribute=Kind.label, label="Libellé", required=True, max_length=255),
            Text(attribute=Kind.english_label, label="Libellé anglais", max_length=255),
            Choice(attribute=Kind.category, label="Catégorie", choices=members_of(Kind.category)),
            Integer(attribute=Kind.delay_days, label="Délai (jours)", minimum=0, maximum=365),
            Integer(attribute=Kind.rank, label="Ordre", minimum=0),
            Text(attribute=Kind.slug, label=SLUG_LABEL, max_length=255, help=SLUG_HELP),
        )
    ),
)

FILTERS = (
    TextFilter(attribute=Kind.label, label="Libellé", with_empty=False),
    ChoiceFilter(attribute=Kind.category, label="Catégorie", choices=members_of(Kind.category)),
    NumberFilter(attribute=Kind.delay_days, label="Délai (jours)"),
)
