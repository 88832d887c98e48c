"""The form and the filters of inscription."""

from modules.events.models import Registration
from modules.events.queries import event_choices, newcomer_choices
from modules.kernel.admin.fields import Checkbox, Choice, Integer, LongText, Reference
from modules.kernel.admin.filters import BooleanFilter, ChoiceFilter, DateFilter, ReferenceFilter
from modules.kernel.admin.pages import Fieldset
from modules.kernel.columns import members_of

FIELDSETS = (
    Fieldset(
        fields=(
            Reference(
                attribute=Registration.event_id,
                label="Évènement",
                required=True,
                choices=event_choices,
            ),
            Reference(
                attribute=Registration.newcomer_id,
                label="Arrivant",
                required=True,
                choices=newcomer_choices,
                help="Numéro de la fiche.",
            ),
            Checkbox(attribute=Registration.with_spouse, label="Avec conjoint"),
            Integer(attribute=Registration.child_count, label="Enfants", minimum=0, maximum=12),
            Choice(
                attribute=Registration.status,
                label="Statut",
                choices=members_of(Registration.status),
            ),
            LongText(attribute=Registration.comment, label="Commentaire", max_length=1000),
        ),
    ),
)

FILTERS = (
    ReferenceFilter(attribute=Registration.event_id, label="Évènement", choices=event_choices),
    ChoiceFilter(
        attribute=Registration.status, label="Statut", choices=members_of(Registration.status)
    ),
    BooleanFilter(attribute=Registration.with_spouse, label="Avec conjoint"),
    DateFilter(attribute=Registration.created_at, label="Inscrit le"),
)
