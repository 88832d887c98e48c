"""A mention: a line of a file that uses a table or a column."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from legacy_bridge.symfony1.places import Spot
from legacy_bridge.symfony1.schema.values import Schema
from legacy_bridge.symfony1.usage.entities import Entity


class How(StrEnum):
    """What the line does with it."""

    READS = "reads"
    WRITES = "writes"
    DECLARES = "declares"


@dataclass(frozen=True, slots=True)
class Mention:
    """One use, with its place.

    Shape: `column` is empty for the table as such and `*` for all its columns; `module` is the
           symfony module the file belongs to, empty for shared code; `is_certain` is False when
           other tables have such a column too.
    """

    table: str
    column: str
    how: How
    spot: Spot
    module: str = ""
    is_certain: bool = True


@dataclass(frozen=True, slots=True)
class Dictionary:
    """The names by which code may mean a table or a column.

    Shape: classes and columns are found without their case and underscores, as getCodePostal
           means code_postal.
    """

    tables: frozenset[str]
    columns: Mapping[str, frozenset[str]]
    classes: Mapping[str, str]
    by_column: Mapping[str, frozenset[tuple[str, str]]] = field(repr=False)
    _asked: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(
        cls,
        schema: Schema,
        live: Mapping[str, Iterable[str]] | None = None,
        entities: Iterable[Entity] = (),
    ) -> "Dictionary":
        """The names of a schema, of entities, and of live tables that no model stands for."""
        columns: dict[str, set[str]] = {}
        classes: dict[str, str] = {}
        for model in schema.models.values():
            columns.setdefault(model.table.lower(), set()).update(map(str.lower, model.columns))
            classes[model.name.lower()] = model.table.lower()
        for entity in entities:
            columns.setdefault(entity.table, set()).update(name for name, _ in entity.columns)
            classes.setdefault(entity.name.lower(), entity.table)
        for table, names in (live or {}).items():
            columns.setdefault(table.lower(), set()).update(map(str.lower, names))
        by_column: dict[str, set[tuple[str, str]]] = {}
        for table, names in columns.items():
            for name in names:
                by_column.setdefault(folded(name), set()).add((table, name))
        for model in schema.models.values():
            for column in model.columns.values():
                if alias := column.rest.get("alias"):
                    place = (model.table.lower(), column.name.lower())
                    by_column.setdefault(folded(str(alias)), set()).add(place)
        return cls(
            frozenset(columns),
            {table: frozenset(names) for table, names in columns.items()},
            classes,
            {name: frozenset(found) for name, found in by_column.items()},
        )

    def table_of_class(self, name: str) -> str:
        """The table of a class, of its table class or its form; empty for another class."""
        # The same few thousand names are asked for over and over in a large project.
        known = self._asked.get(name)
        if known is None:
            known = self._asked[name] = self._table_of(name.lower())
        return known

    def _table_of(self, lower: str) -> str:
        for suffix in ("", "table", "form", "formfilter", "query", "peer"):
            if suffix and not lower.endswith(suffix):
                continue
            stem = lower[: len(lower) - len(suffix)]
            for candidate in (stem, stem.removeprefix("base")):
                if candidate in self.classes:
                    return self.classes[candidate]
        return ""


def folded(name: str) -> str:
    """A name as accessors compare it: lower case, without underscores."""
    return name.replace("_", "").lower()
