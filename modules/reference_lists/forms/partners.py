"""The form and the filters of partners."""

from modules.kernel.admin.fields import Checkbox, Choice, Email, Text
from modules.kernel.admin.filters import BooleanFilter, ChoiceFilter, DateFilter, TextFilter
from modules.kernel.admin.messages import Message
from modules.kernel.admin.pages import Fieldset
from modules.kernel.columns import members_of
from modules.reference_lists.forms import SLUG_HELP, SLUG_LABEL
from modules.reference_lists.models import Partner

URL_HINT = Message("L'adresse du site doit commencer par http://, https:// ou www.")

IDENTITY = Fieldset(
    heading="Identité",
    fields=(
        Text(attribute=Partner.name, label="Nom", required=True, max_length=255),
        Choice(attribute=Partner.category, label="Catégorie", choices=members_of(Partner.category)),
        Text(attribute=Partner.slug, label=SLUG_LABEL, max_length=255, help=SLUG_HELP),
    ),
)

CONTACT = Fieldset(
    heading="Contact",
    fields=(
        Text(attribute=Partner.contact, label="Contact", max_length=255),
        Email(attribute=Partner.email, label="Courriel"),
        Text(attribute=Partner.phone, label="Téléphone", max_length=30),
    ),
)

SITE = Fieldset(
    heading="Site web",
    fields=(
        Text(
            attribute=Partner.url,
            label="Site web",
            max_length=255,
            pattern=r"(?i)^(https?://|www\.)[^\s/]+\.[^\s]+$",
            invalid=URL_HINT,
        ),
        Checkbox(attribute=Partner.has_backlink, label="Lien réciproque"),
    ),
)

FIELDSETS = (IDENTITY, CONTACT, SITE)

FILTERS = (
    TextFilter(attribute=Partner.name, label="Nom", with_empty=False),
    ChoiceFilter(
        attribute=Partner.category, label="Catégorie", choices=members_of(Partner.category)
    ),
    BooleanFilter(attribute=Partner.has_backlink, label="Lien réciproque"),
    TextFilter(attribute=Partner.email, label="Courriel"),
    DateFilter(attribute=Partner.created_at, label="Depuis le"),
)
