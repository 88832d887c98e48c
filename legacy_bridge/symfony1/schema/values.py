"""What a schema says: models with their columns, indexes, relations and behaviours."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from legacy_bridge.symfony1.places import Doubt, Spot

#: What is in no file, such as a key that Doctrine adds.
NOWHERE = Spot("")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table, as declared or as a behaviour adds it.

    Shape: `length` and `scale` are None when nothing was said and Doctrine knows no default;
           `has_default` tells a default of NULL from none; `rest` holds what else was written,
           validators such as email included, and Doctrine's `alias` of the column; `behaviour` is who added it, "" for schema.yml.
    """

    name: str
    kind: str
    length: int | None = None
    scale: int | None = None
    is_fixed: bool = False
    is_primary: bool = False
    counts: bool = False
    is_required: bool = False
    is_unique: bool = False
    is_unsigned: bool = False
    default: Any = None
    has_default: bool = False
    members: tuple[str, ...] = ()
    rest: Mapping[str, Any] = field(default_factory=dict)
    behaviour: str = ""
    spot: Spot = NOWHERE

    @property
    def is_serialized(self) -> bool:
        """Whether it holds what PHP's serialize() wrote."""
        return self.kind in {"array", "object"}


@dataclass(frozen=True, slots=True)
class IndexField:
    """A column of an index, perhaps its first characters only."""

    name: str
    length: int | None = None
    direction: str = ""


@dataclass(frozen=True, slots=True)
class Index:
    """An index; `kind` is "", unique or fulltext."""

    name: str
    fields: tuple[IndexField, ...]
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation to another model, by its alias.

    Shape: `is_many` is Doctrine's type; through `link`, a model between the two, rows are many on
           both sides; `is_generated` marks the opposite end that Doctrine completes by itself.
    """

    alias: str
    model: str
    local: str
    foreign: str
    is_many: bool = False
    link: str = ""
    on_delete: str = ""
    on_update: str = ""
    foreign_alias: str = ""
    foreign_is_many: bool | None = None
    constraint: str = ""
    is_generated: bool = False
    spot: Spot = NOWHERE


@dataclass(frozen=True, slots=True)
class Model:
    """One class of the schema and its table.

    Shape: `columns` in database order, the implicit id and those of behaviours included;
           `parent` names the model whose table it shares or, for `concrete`, copies;
           `behaviours` hold their options by name.
    """

    name: str
    table: str
    columns: Mapping[str, Column]
    indexes: tuple[Index, ...] = ()
    relations: Mapping[str, Relation] = field(default_factory=dict)
    behaviours: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    exports_constraints: bool = True
    is_exported: bool = True
    parent: str = ""
    inheritance: str = ""
    key_field: str = ""
    key_value: str = ""
    owner: str = ""
    spot: Spot = NOWHERE

    @property
    def primary(self) -> tuple[str, ...]:
        """The columns of the primary key."""
        return tuple(one.name for one in self.columns.values() if one.is_primary)

    @property
    def is_part(self) -> bool:
        """Whether its rows are those of its parent's table that hold its key."""
        return bool(self.parent) and self.inheritance == "column_aggregation"

    def relation_of(self, column: str) -> Relation | None:
        """The relation to one row that this column holds the number of."""
        found = (
            one
            for one in self.relations.values()
            if one.local == column and not one.is_many and not one.link and not one.is_generated
        )
        return next(found, None)


@dataclass(frozen=True, slots=True)
class Schema:
    """Every model of a project, and what of it was not understood."""

    models: Mapping[str, Model]
    doubts: tuple[Doubt, ...] = ()

    def by_table(self, table: str) -> Model | None:
        """The model that owns a table."""
        found = [one for one in self.models.values() if one.table == table]
        return next((one for one in found if not one.parent), found[0] if found else None)
