"""One page set of the admin, described: list, filters, form, actions. What every lot writes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from sqlalchemy import Boolean, Date, DateTime, Integer, Numeric
from sqlalchemy.orm import InstrumentedAttribute, Session

from modules.kernel.admin.fields import Field
from modules.kernel.admin.filters import Filter, NumberFilter, TextFilter
from modules.kernel.admin.messages import Message
from modules.kernel.behaviours import legacy_name
from modules.kernel.columns import StoredEnum
from modules.kernel.ports import Credentials

Attribute = InstrumentedAttribute[Any]


def css_type_of(attribute: Attribute) -> str:
    """What the admin generator calls the kind of an attribute: the word of `sf_admin_<type>`."""
    if not hasattr(attribute.property, "columns"):
        return "text"
    column = attribute.property.columns[0]
    if column.foreign_keys:
        return "foreignkey"
    kinds = ((Boolean, "boolean"), (Date | DateTime, "date"), (StoredEnum, "enum"))
    return next((word for kind, word in kinds if isinstance(column.type, kind)), "text")


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of the list, and of its export.

    Shape: an attribute that is a relation shows the related row's own name, and cannot be
           sorted. `date_format` is a pattern as dd/MM/yyyy; `f` is the long one.
    """

    attribute: Attribute
    label: str
    is_link: bool = False
    date_format: str = "f"
    credentials: Credentials = ()

    @property
    def name(self) -> str:
        """The column's legacy name, used in its class and in `?sort=`."""
        return legacy_name(self.attribute)

    @property
    def is_sortable(self) -> bool:
        """Whether its heading is a link that sorts: whether it is a column of the table."""
        return hasattr(self.attribute.property, "columns")

    @property
    def stored_type(self) -> object:
        """The type of the column; None for a relation."""
        return self.attribute.property.columns[0].type if self.is_sortable else None

    @property
    def is_boolean(self) -> bool:
        """Whether cells show a tick."""
        return isinstance(self.stored_type, Boolean)

    @property
    def is_date(self) -> bool:
        """Whether cells show a date."""
        return isinstance(self.stored_type, Date | DateTime)

    @property
    def has_time(self) -> bool:
        """Whether its dates say the hour."""
        return isinstance(self.stored_type, DateTime)

    @property
    def is_decimal(self) -> bool:
        """Whether the export writes a decimal comma."""
        return isinstance(self.stored_type, Numeric)

    @property
    def css_type(self) -> str:
        """The word of `sf_admin_<type>`: what the generator calls the kind of column."""
        return css_type_of(self.attribute)


@dataclass(frozen=True, kw_only=True)
class Action:
    """A link or button that the pages offer.

    Shape: a name that begins with an underscore is one of the generator's own; `is_export`
           leads to the list as a file.
    """

    name: str
    label: str = ""
    credentials: Credentials = ()
    is_export: bool = False


EDIT, DELETE = Action(name="_edit"), Action(name="_delete")
NEW, BACK = Action(name="_new"), Action(name="_list")
SAVE, SAVE_AND_ADD = Action(name="_save"), Action(name="_save_and_add")

#: The list as a file, as every list of gestion offers it.
EXPORT = Action(name="exporter", label="Exporter (CSV)", is_export=True)


@dataclass(frozen=True, kw_only=True)
class BatchAction(Action):
    """Something done to the rows that were ticked, as "relancer" (posted as batchRelancer).

    Shape: `run` gets the session and the rows, and gives the notice shown after, in French.
    """

    run: Callable[[Session, Sequence[Any]], str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a row action did: the notice shown after, in French, and where the visitor goes.

    Shape: the form of `edited`; the list when it is None.
    """

    notice: str
    edited: Any = None


@dataclass(frozen=True, kw_only=True)
class RowAction(Action):
    """A link beside each row, as "archiver": GET /communes/3/ListArchiver."""

    run: Callable[[Session, Any], Outcome]


@dataclass(frozen=True, kw_only=True)
class Fieldset:
    """Fields of the form under one heading; a form without headings has one called NONE."""

    fields: tuple[Field, ...]
    heading: str = "NONE"


@dataclass(frozen=True, kw_only=True)
class Titles:
    """The headings of the pages; %%name%% stands for an attribute of the row."""

    list: str
    new: str
    edit: str


#: What several values together may not be: from the clean values by attribute to what is wrong,
#: by attribute. Values that were refused on their own are not there.
Check: TypeAlias = Callable[[Mapping[str, Any]], Mapping[str, Message]]


@dataclass(frozen=True, kw_only=True)
class AdminPages:
    """Everything that makes one module's pages.

    Shape: `module` is the legacy module: its session keys and default addresses; `prefix` is
           the collection's path; `legacy_model` names the form classes that tokens are made
           for, and the table names the forms. `action_credentials` are asked instead of
           `credentials`, by action.
    """

    model: type[Any]
    module: str
    prefix: str
    legacy_model: str
    titles: Titles
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...]
    fieldsets: tuple[Fieldset, ...]
    credentials: Credentials = ()
    action_credentials: Mapping[str, Credentials] = field(default_factory=dict)
    default_sort: tuple[Attribute, str] | None = None
    page_size: int = 20
    row_actions: tuple[Action, ...] = (EDIT, DELETE)
    batch_actions: tuple[Action, ...] = (DELETE,)
    list_actions: tuple[Action, ...] = (NEW,)
    form_actions: tuple[Action, ...] = (DELETE, BACK, SAVE, SAVE_AND_ADD)
    checks: tuple[Check, ...] = ()

    @property
    def fields(self) -> tuple[Field, ...]:
        """The form's fields, whatever fieldset they are in."""
        return tuple(one for fieldset in self.fieldsets for one in fieldset.fields)

    @property
    def form_name(self) -> str:
        """The name that the form is posted under."""
        return str(self.model.__table__.name)

    @property
    def filter_name(self) -> str:
        """The name that the filters are posted under."""
        return f"{self.form_name}_filters"

    @property
    def form_class(self) -> str:
        """The legacy class of the form, which its token is made for."""
        return f"{self.legacy_model}Form"

    @property
    def filter_class(self) -> str:
        """The legacy class of the filters, which their token is made for."""
        return f"{self.legacy_model}FormFilter"

    @property
    def all_filters(self) -> tuple[Filter, ...]:
        """The filters of every column, shown or not: the session keeps a value for each.

        Source: the generated filter form, which has a field for each column but the key.
        """
        shown = {one.name: one for one in self.filters}
        mapper = self.model.__mapper__
        columns = [column for column in self.model.__table__.columns if not column.primary_key]
        return tuple(
            shown.get(column.name)
            or _hidden_filter(getattr(self.model, mapper.get_property_by_column(column).key))
            for column in columns
        )


def _hidden_filter(attribute: Attribute) -> Filter:
    kind = attribute.property.columns[0].type
    if isinstance(kind, Integer | Numeric) and not attribute.property.columns[0].foreign_keys:
        return NumberFilter(attribute=attribute, label="", whole=isinstance(kind, Integer))
    return TextFilter(attribute=attribute, label="")
