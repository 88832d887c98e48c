"""One page set of the admin, described: list, filters, form, actions. What every lot writes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from sqlalchemy import Boolean, ColumnElement, Date, DateTime, Integer, Numeric
from sqlalchemy import Column as TableColumn
from sqlalchemy.orm import InstrumentedAttribute, Session

from modules.kernel.admin.actions import (
    BACK,
    DELETE,
    EDIT,
    EXPORT,
    NEW,
    SAVE,
    SAVE_AND_ADD,
    Action,
    BatchAction,
    Outcome,
    RowAction,
)
from modules.kernel.admin.fields import Field
from modules.kernel.admin.filters import Filter, NumberFilter, TextFilter
from modules.kernel.admin.messages import Message
from modules.kernel.admin.own_actions import LinkAction, OwnAction, OwnRoute
from modules.kernel.behaviours import legacy_name
from modules.kernel.columns import StoredEnum
from modules.kernel.ports import Credentials, Visit

#: What a lot describes its pages with.
__all__ = [
    "BACK", "DELETE", "EDIT", "EXPORT", "NEW", "SAVE", "SAVE_AND_ADD", "Action", "AdminPages",
    "BatchAction", "Check", "Column", "Fieldset", "LinkAction", "Outcome", "OwnAction", "OwnRoute",
    "RowAction", "RowCheck", "Titles", "css_type_of",
]  # fmt: skip

Attribute = InstrumentedAttribute[Any]


def column_of(attribute: Attribute) -> TableColumn[Any] | None:
    """The table's column of an attribute; None for a relation, or a value that is computed."""
    columns = getattr(attribute.property, "columns", [None])
    return columns[0] if isinstance(columns[0], TableColumn) else None


def css_type_of(attribute: Attribute) -> str:
    """What the admin generator calls the kind of an attribute: the word of `sf_admin_<type>`."""
    column = column_of(attribute)
    if column is None:
        return "text"
    if column.foreign_keys:
        return "foreignkey"
    kinds = ((Boolean, "boolean"), (Date | DateTime, "date"), (StoredEnum, "enum"))
    return next((word for kind, word in kinds if isinstance(column.type, kind)), "text")


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of the list, and of its export.

    Shape: an attribute that is a relation shows the related row's own name; neither it nor a
           computed one can be sorted. `date_format` is a pattern as dd/MM/yyyy; `f` is the long one.
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
        return column_of(self.attribute) is not None

    @property
    def stored_type(self) -> object:
        """The type of the column; None for a relation."""
        column = column_of(self.attribute)
        return None if column is None else column.type

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

#: The same for what the row itself and other rows decide.
RowCheck: TypeAlias = Callable[[Session, Any, Mapping[str, Any]], Mapping[str, Message]]

#: Which rows a visitor may see, in every list, form, batch and export; None for all of them.
Scope: TypeAlias = Callable[[Visit, Session], ColumnElement[bool] | None]


@dataclass(frozen=True, kw_only=True)
class AdminPages:
    """Everything that makes one module's pages.

    Shape: `module` is the legacy module: its session keys and default addresses; `prefix` is
           the collection's path; `legacy_model` names the form classes that tokens are made
           for, and the table names the forms. `action_credentials` are asked instead of
           `credentials`, by action. `after_save` runs in the transaction of a form's save.
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
    row_checks: tuple[RowCheck, ...] = ()
    after_save: Callable[[Session, Any], None] | None = None
    scope: Scope | None = None
    own_actions: tuple[OwnAction, ...] = ()
    own_routes: tuple[OwnRoute, ...] = ()

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
