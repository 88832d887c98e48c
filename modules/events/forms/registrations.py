"""The form and the filters of inscription."""

from dataclasses import replace

from modules.events.models import Newcomer, Registration
from modules.events.queries import event_choices
from modules.kernel.admin.fields import (
    Checkbox,
    Choice,
    Integer,
    LongText,
    Reference,
    RowNumber,
)
from modules.kernel.admin.filters import BooleanFilter, ChoiceFilter, DateFilter, ReferenceFilter
from modules.kernel.admin.pages import Fieldset
from modules.kernel.columns import members_of

EVENT = Reference(
    attribute=Registration.event_id, label="Évènement", required=True, choices=event_choices
)
NEWCOMER = RowNumber(
    attribute=Registration.newcomer_id,
    label="Arrivant",
    required=True,
    model=Newcomer,
    help="Numéro de la fiche.",
)
WITH_SPOUSE = Checkbox(attribute=Registration.with_spouse, label="Avec conjoint")
CHILDREN = Integer(attribute=Registration.child_count, label="Enfants", minimum=0, maximum=12)
STATUS = Choice(
    attribute=Registration.status, label="Statut", choices=members_of(Registration.status)
)
COMMENT = LongText(attribute=Registration.comment, label="Commentaire", max_length=1000)

FIELDSETS = (Fieldset(fields=(EVENT, NEWCOMER, WITH_SPOUSE, CHILDREN, STATUS, COMMENT)),)

#: On an event's own page, which knows the event.
CHILD_FIELDS = (
    replace(NEWCOMER, label="Arrivant (numéro de fiche)", help=""),
    WITH_SPOUSE,
    CHILDREN,
    STATUS,
    COMMENT,
)

FILTERS = (
    ReferenceFilter(attribute=Registration.event_id, label="Évènement", choices=event_choices),
    ChoiceFilter(
        attribute=Registration.status, label="Statut", choices=members_of(Registration.status)
    ),
    BooleanFilter(attribute=Registration.with_spouse, label="Avec conjoint"),
    DateFilter(attribute=Registration.created_at, label="Inscrit le"),
)
