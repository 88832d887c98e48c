"""Definitions turned into models: inheritance resolved, relations completed, behaviours applied."""

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from operator import xor
from typing import Any

from legacy_bridge.symfony1.places import Doubt, Spot
from legacy_bridge.symfony1.schema.behaviours import added_by
from legacy_bridge.symfony1.schema.definitions import Definition, merged
from legacy_bridge.symfony1.schema.inflection import tableized
from legacy_bridge.symfony1.schema.relations import relations_of
from legacy_bridge.symfony1.schema.side_tables import side_models
from legacy_bridge.symfony1.schema.values import Column, Index, IndexField, Model, Schema
from legacy_bridge.symfony1.sfyaml.files import YamlFile, laid_over

#: Inheritance whose children live in the table of their parent.
SHARED = ("column_aggregation", "simple")

#: Lengths that Doctrine gives where nothing is said. Source: Doctrine_Table::setColumn.
_LENGTHS = {"integer": 8, "int": 8, "decimal": 18}

_READ = {
    "type", "length", "size", "scale", "fixed", "primary", "autoincrement", "notnull", "unique",
    "unsigned", "default", "values", "name",
}  # fmt: skip

_TYPES = {
    "boolean", "integer", "int", "float", "double", "decimal", "string", "varchar", "char", "array",
    "object", "blob", "clob", "timestamp", "time", "date", "enum", "set", "gzip", "bit",
}  # fmt: skip


def schema_of(files: Sequence[YamlFile], defaults: Mapping[str, Any] | None = None) -> Schema:
    """The models of a project's schema files, plugins' files first.

    Shape: what is not understood is among the doubts, with its file and line.
    """
    definitions, doubts = merged(files, defaults)
    reader = _Reader(definitions, doubts)
    return Schema(reader.models(), tuple(dict.fromkeys(reader.doubts)))


class _Reader:
    """The definitions, and what they make one after the other."""

    def __init__(self, definitions: Mapping[str, Definition], doubts: list[Doubt]) -> None:
        self.definitions = definitions
        self.doubts = doubts
        self.circular = set(self._circles())

    def _circles(self) -> Iterator[str]:
        """Classes that extend themselves in the end: what they say of it is left out."""
        for name, definition in self.definitions.items():
            above, seen = _extended(definition), set[str]()
            while above in self.definitions and above not in seen:
                seen.add(above)
                above = _extended(self.definitions[above])
            if name in seen:
                spot = definition.spot("inheritance")
                self.doubts.append(Doubt(spot, f"{name} extends itself; left out"))
                yield name

    def models(self) -> dict[str, Model]:
        """Every model, those of behaviours' own tables beside their owners."""
        known = {name: self._class_name(one) for name, one in self.definitions.items()}
        columns = self._columns_by_base()
        relations = relations_of(self.definitions, self.doubts)
        found: dict[str, Model] = {}
        for name, definition in self.definitions.items():
            model = self._model(definition, columns, relations)
            found[known[name]] = model
            for side in side_models(model, self._written_behaviours(definition), self.doubts):
                if side.owner == model.name and not model.parent:
                    found[side.name] = side
            if "I18n" in model.behaviours:
                found[model.name] = _without_translated(model)
        return found

    def _class_name(self, definition: Definition) -> str:
        return str(definition.values.get("className") or definition.name)

    def _inheritance(self, name: str) -> Mapping[str, Any]:
        definition = self.definitions.get(name)
        given = definition.values.get("inheritance") if definition else None
        if not isinstance(given, Mapping) or not given or name in self.circular:
            return {}
        is_aggregated = "keyField" in given or "keyValue" in given
        kind = "column_aggregation" if is_aggregated else given.get("type", "concrete")
        return {**given, "type": kind}

    def _base(self, name: str) -> str:
        """The class whose table holds this one's rows."""
        given = self._inheritance(name)
        above = str(given.get("extends") or "")
        if given.get("type") not in SHARED or above not in self.definitions:
            return name
        return self._base(above)

    def _columns_by_base(self) -> dict[str, dict[str, Column]]:
        """The declared columns of each table's owner, those of its children after its own."""
        found: dict[str, dict[str, Column]] = {}
        for name, definition in self.definitions.items():
            found[name] = self._declared(definition)
        for name, definition in self.definitions.items():
            base, given = self._base(name), self._inheritance(name)
            if base == name:
                continue
            if given["type"] == "column_aggregation":
                key = str(given.get("keyField") or "type")
                found[base].setdefault(
                    key, Column(key, "string", 255, spot=definition.spot("inheritance"))
                )
        for name in self.definitions:
            if (base := self._base(name)) != name:
                for key, column in found[name].items():
                    found[base][key] = column
                found[name] = {}
        return found

    def _declared(self, definition: Definition) -> dict[str, Column]:
        given = definition.values.get("columns")
        if not isinstance(given, Mapping):
            return {}
        columns = {}
        for key, written in given.items():
            spot = definition.spot("columns", key)
            column = column_of(key, written, spot)
            if column.kind not in _TYPES:
                text = f"{definition.name}.{key}: type {column.kind!r} goes to SQL as it is written"
                self.doubts.append(Doubt(spot, text))
            columns[column.name] = column
        return columns

    def _model(
        self,
        definition: Definition,
        columns: Mapping[str, Mapping[str, Column]],
        relations: Mapping[str, Any],
    ) -> Model:
        name, base = definition.name, self._base(definition.name)
        owner = self.definitions[base]
        inheritance = self._inheritance(name)
        table = str(owner.values.get("tableName") or tableized(self._class_name(owner)))
        declared = {**self._inherited(name, columns), **columns[base]}
        if not any(one.is_primary for one in declared.values()):
            identity = Column("id", "integer", 8, is_primary=True, counts=True, spot=owner.spot())
            declared = {"id": identity, **declared}
        indexes = [*self._indexes(owner), *self._key_index(name, table)]
        behaviours = self._behaviours(name)
        declared, indexes = self._acted_on(definition, table, behaviours, declared, indexes)
        own = relations.get(name, {})
        table_options = owner.values.get("options")
        attributes = owner.values.get("attributes")
        return Model(
            name=self._class_name(definition),
            table=table,
            columns=declared,
            indexes=tuple({index.name: index for index in indexes}.values()),
            relations={**self._relations_above(name, relations), **own},
            behaviours=behaviours,
            options=table_options if isinstance(table_options, Mapping) else {},
            exports_constraints=_exports(attributes, "constraints"),
            is_exported=_exports(attributes, "tables"),
            parent="" if base == name else base,
            inheritance=str(inheritance.get("type", "")),
            key_field=str(inheritance.get("keyField") or "type") if base != name else "",
            key_value=str(inheritance.get("keyValue") or name) if base != name else "",
            spot=definition.spot(),
        )

    def _acted_on(
        self,
        definition: Definition,
        table: str,
        behaviours: Mapping[str, Mapping[str, Any]],
        columns: Mapping[str, Column],
        indexes: Sequence[Index],
    ) -> tuple[dict[str, Column], list[Index]]:
        """The columns and indexes with those of the behaviours after them."""
        all_columns, all_indexes = dict(columns), list(indexes)
        for behaviour, options in behaviours.items():
            spot = definition.spot("actAs", behaviour)
            added = added_by(behaviour, options, table, spot)
            if added is None:
                text = f"behaviour {behaviour} is not known; columns it adds are left out"
                self.doubts.append(Doubt(spot, f"{definition.name}: {text}"))
                continue
            for column in added.columns:
                all_columns.setdefault(column.name, column)
            all_indexes += added.indexes
        return all_columns, all_indexes

    def _inherited(
        self, name: str, columns: Mapping[str, Mapping[str, Column]]
    ) -> Mapping[str, Column]:
        """What `concrete` inheritance copies from above."""
        given = self._inheritance(self._base(name))
        above = str(given.get("extends") or "")
        if not above:
            return {}
        if above not in self.definitions:
            spot = self.definitions[name].spot("inheritance")
            self.doubts.append(Doubt(spot, f"{name} extends {above}, which no schema defines"))
            return {}
        return {**self._inherited(above, columns), **columns[self._base(above)]}

    def _relations_above(self, name: str, relations: Mapping[str, Any]) -> dict[str, Any]:
        above = str(self._inheritance(name).get("extends") or "")
        if above not in self.definitions:
            return {}
        return {**self._relations_above(above, relations), **relations.get(above, {})}

    def _written_behaviours(self, definition: Definition) -> Mapping[str, Any]:
        given = definition.values.get("actAs")
        return given if isinstance(given, Mapping) else {}

    def _behaviours(self, name: str) -> dict[str, Mapping[str, Any]]:
        above = str(self._inheritance(name).get("extends") or "")
        inherited = self._behaviours(above) if above in self.definitions else {}
        own = {
            behaviour: options if isinstance(options, Mapping) else {}
            for behaviour, options in self._written_behaviours(self.definitions[name]).items()
        }
        return {**inherited, **own}

    def _indexes(self, definition: Definition) -> list[Index]:
        found: Any = {}
        for name, one in self.definitions.items():
            if self._base(name) == definition.name and isinstance(
                one.values.get("indexes"), Mapping
            ):
                found = laid_over(found, one.values["indexes"])
        indexes = []
        for name, given in found.items():
            fields = given.get("fields") if isinstance(given, Mapping) else None
            if not fields:
                spot = definition.spot("indexes", name)
                text = f"{definition.name}: index {name} names no fields; it is left out"
                self.doubts.append(Doubt(spot, text))
                continue
            indexes.append(Index(name, tuple(_index_fields(fields)), str(given.get("type") or "")))
        return indexes

    def _key_index(self, name: str, table: str) -> list[Index]:
        """The index of the column that tells the children apart, in their parent alone.

        Source: Doctrine_Record_Abstract::setSubclasses.
        """
        children = [
            one
            for one in self.definitions
            if one != name
            and self._base(one) == name
            and self._inheritance(one)["type"] == "column_aggregation"
        ]
        if not children:
            return []
        key = str(self._inheritance(children[-1]).get("keyField") or "type")
        return [Index(f"{table}_{key}", (IndexField(key),))]


def _extended(definition: Definition) -> str:
    given = definition.values.get("inheritance")
    return str(given.get("extends") or "") if isinstance(given, Mapping) else ""


def column_of(key: str, written: Mapping[str, Any], spot: Spot) -> Column:
    """A column as a schema writes it, with Doctrine's own lengths where it says none."""
    kind = str(written.get("type") or "")
    length = written.get("length")
    name, _, alias = (part.strip() for part in str(written.get("name") or key).partition(" as "))
    members = written.get("values")
    default = written.get("default")
    return Column(
        name=name,
        kind=kind,
        length=int(length) if length else _LENGTHS.get(kind),
        scale=int(written["scale"]) if written.get("scale") else None,
        is_fixed=bool(written.get("fixed")),
        is_primary=bool(written.get("primary")),
        counts=bool(written.get("autoincrement")),
        is_required=bool(written.get("notnull")),
        is_unique=bool(written.get("unique")),
        is_unsigned=bool(written.get("unsigned")),
        default=default,
        has_default=default is not None,
        members=tuple(map(str, members)) if isinstance(members, list) else (),
        rest={word: value for word, value in written.items() if word not in _READ}
        | ({"alias": alias} if alias and alias != name else {}),
        spot=spot,
    )


def _index_fields(fields: Any) -> list[IndexField]:
    if isinstance(fields, Mapping):
        return [
            IndexField(
                name,
                int(given["length"])
                if isinstance(given, Mapping) and given.get("length")
                else None,
                str(given.get("sorting") or "").upper() if isinstance(given, Mapping) else "",
            )
            for name, given in fields.items()
        ]
    return [IndexField(str(name)) for name in (fields if isinstance(fields, list) else [fields])]


#: What the words of the `export` attribute stand for; they are joined by exclusive or.
#: Source: Doctrine_Core::EXPORT_*, Doctrine_Import_Builder::buildAttributes.
_EXPORTS = {"none": 0, "tables": 1, "constraints": 2, "plugins": 4, "all": 7}


def _exports(attributes: Any, what: str) -> bool:
    """Whether the class lets the export make this, as its `export` attribute says."""
    given = attributes.get("export") if isinstance(attributes, Mapping) else None
    if given is None:
        return True
    words = given if isinstance(given, list) else [given]
    bits = reduce(xor, (_EXPORTS.get(str(word), 0) for word in words), 0)
    return bool(bits & _EXPORTS[what])


def _without_translated(model: Model) -> Model:
    """The model whose translated columns have moved to the table of translations."""
    fields = model.behaviours["I18n"].get("fields") or []
    kept = {name: one for name, one in model.columns.items() if name not in fields}
    parts = {name: getattr(model, name) for name in Model.__slots__}
    return Model(**{**parts, "columns": kept})
