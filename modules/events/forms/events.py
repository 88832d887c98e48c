"""The form and the filters of evenement."""

from modules.events.models import Event
from modules.events.queries import account_choices, municipality_choices
from modules.kernel.admin.day_fields import Moment
from modules.kernel.admin.fields import Checkbox, Choice, Integer, LongText, Reference, Text
from modules.kernel.admin.filters import (
    BooleanFilter,
    ChoiceFilter,
    DateFilter,
    ReferenceFilter,
    TextFilter,
)
from modules.kernel.admin.pages import Fieldset
from modules.kernel.columns import members_of

FIELDSETS = (
    Fieldset(
        heading="Évènement",
        fields=(
            Text(attribute=Event.title, label="Titre", required=True, max_length=255),
            Choice(attribute=Event.kind, label="Type", choices=members_of(Event.kind)),
            LongText(attribute=Event.description, label="Description"),
            Moment(attribute=Event.start, label="Début", required=True),
            Moment(attribute=Event.end, label="Fin"),
            Text(attribute=Event.place, label="Lieu", max_length=255),
            Reference(
                attribute=Event.municipality_id,
                label="Commune",
                choices=municipality_choices,
                add_empty=True,
            ),
        ),
    ),
    Fieldset(
        heading="Inscriptions",
        fields=(
            Integer(attribute=Event.capacity, label="Capacité", minimum=1),
            Checkbox(attribute=Event.is_open_to_spouses, label="Ouvert aux conjoints"),
            Checkbox(attribute=Event.is_open_to_children, label="Ouvert aux enfants"),
            Moment(attribute=Event.registration_deadline, label="Limite d'inscription"),
        ),
    ),
    Fieldset(
        heading="Publication",
        fields=(
            Checkbox(attribute=Event.is_published, label="Publié"),
            Reference(
                attribute=Event.organiser_id,
                label="Organisateur",
                choices=account_choices,
                add_empty=True,
            ),
            Text(
                attribute=Event.slug,
                label="Adresse (slug)",
                max_length=255,
                help="Laissez vide : elle sera tirée du nom.",
            ),
        ),
    ),
)

FILTERS = (
    TextFilter(attribute=Event.title, label="Titre", with_empty=False),
    ChoiceFilter(attribute=Event.kind, label="Type", choices=members_of(Event.kind)),
    DateFilter(attribute=Event.start, label="Début"),
    ReferenceFilter(attribute=Event.municipality_id, label="Commune", choices=municipality_choices),
    BooleanFilter(attribute=Event.is_published, label="Publié"),
    ReferenceFilter(attribute=Event.organiser_id, label="Organisateur", choices=account_choices),
)
