"""The SQL that Doctrine 1 makes of a schema for MySQL, statement by statement."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from legacy_bridge.symfony1.schema.values import Column, Index, IndexField, Model, Relation, Schema

#: MySQL's longest identifier, and what VARCHAR holds in Doctrine's eyes.
_LONGEST_NAME = 64
_LONGEST_STRING = 255

_PLAIN = {
    "boolean": "TINYINT(1)", "timestamp": "DATETIME", "date": "DATE", "time": "TIME", "bit": "BIT",
}  # fmt: skip
#: By length in bytes.
_INTEGERS = {1: "TINYINT", 2: "SMALLINT", 3: "MEDIUMINT", 4: "INT"}

_UNQUOTED = {"integer", "int", "decimal", "float", "double", "bool"}


def ddl_of(schema: Schema) -> tuple[str, ...]:
    """CREATE TABLE for every model, then ALTER TABLE for every foreign key, each once.

    Shape:  in the order of the models' names, without final semicolons.
    Source: Doctrine_Export::exportSortedClassesSql, Doctrine_Export_Mysql.
    """
    writer = _Writer(schema)
    tables: list[str] = []
    constraints: list[str] = []
    for name in sorted(schema.models, key=str.lower):
        model = schema.models[name]
        if not model.is_exported:
            continue
        keys = writer.foreign_keys(model)
        tables.append(create_table(model, keys))
        constraints += [writer.constraint(model, relation) for relation in keys]
    return tuple(dict.fromkeys([*tables, *constraints]))


def create_table(model: Model, keys: tuple[Relation, ...]) -> str:
    """The statement that makes a model's table, with an index for each foreign key."""
    columns = (_declared(one) for one in model.columns.values())
    indexes = {index.name: index for index in model.indexes}
    for relation in keys:
        column = relation.local
        if column not in model.primary and not _leads(indexes, column):
            indexes[column] = Index(column, (IndexField(column),))
    parts = [*columns, *map(_index, indexes.values())]
    if model.primary:
        parts.append(f"PRIMARY KEY({', '.join(model.primary)})")
    return f"CREATE TABLE {model.table} ({', '.join(parts)}){_options(model.options)}"


def _options(options: Mapping[str, Any]) -> str:
    words = (
        ("charset", "DEFAULT CHARACTER SET "), ("collate", "COLLATE "), ("type", "ENGINE = "),
    )  # fmt: skip
    return "".join(f" {text}{options[name]}" for name, text in words if options.get(name))


def _leads(indexes: Mapping[str, Index], column: str) -> bool:
    """Whether an index has this column alone."""
    return any(
        len(one.fields) == 1 and one.fields[0].name == column and one.fields[0].length is None
        for one in indexes.values()
    )


def _index(index: Index) -> str:
    name = re.sub(r"[^a-z0-9_\-$.]", "_", index.name, flags=re.IGNORECASE)
    kind = f"{index.kind.upper()} " if index.kind else ""
    fields = ", ".join(
        one.name
        + (f"({one.length})" if one.length else "")
        + (f" {one.direction}" if one.direction else "")
        for one in index.fields
    )
    return f"{kind}INDEX {name}_idx ({fields})"


def _declared(column: Column) -> str:
    unsigned = " UNSIGNED" if column.is_unsigned else ""
    required = " NOT NULL" if column.is_required else ""
    unique = " UNIQUE" if column.is_unique else ""
    kind = sql_type(column)
    if column.kind in {"integer", "int"}:
        count = " AUTO_INCREMENT" if column.counts else ""
        default = "" if column.counts else _default(column)
        return f"{column.name} {kind}{unsigned}{default}{unique}{required}{count}"
    return f"{column.name} {kind}{_default(column)}{required}{unique}"


def _default(column: Column) -> str:
    if not column.has_default or (column.length or 0) > _LONGEST_STRING:
        return ""
    value = column.default
    if value == "":
        value = None if not column.is_required else ""
    if value is None:
        return " DEFAULT NULL"
    if isinstance(value, bool):
        value = int(value)
    if column.kind in _UNQUOTED or (column.kind in {"integer", "int"} and isinstance(value, int)):
        return f" DEFAULT {value}"
    text = str(value).replace("\\", "\\\\").replace("'", "\\'")
    return f" DEFAULT '{text}'"


def sql_type(column: Column) -> str:
    """The type that a column has in MySQL.

    Source: Doctrine_DataDict_Mysql::getNativeDeclaration, native enums off.
    """
    kind, length = column.kind, column.length
    if kind in _PLAIN:
        return _PLAIN[kind]
    match kind:
        case "enum" | "set":
            return f"VARCHAR({length or 255})"
        case "string" | "varchar" | "gzip" | "char":
            return _string(column)
        case "array" | "object" | "clob":
            return _sized(length, "TEXT", "LONGTEXT")
        case "blob":
            return _sized(length, "BLOB", "LONGBLOB")
        case "integer" | "int":
            return _INTEGERS.get(length or 4, "BIGINT")
        case "float" | "double" | "decimal":
            return f"{kind.upper()}({length or 18}, {column.scale or 2})"
    return kind + (f"({length})" if length else "")


def _string(column: Column) -> str:
    length = column.length
    if length is None and column.has_default:
        length = _LONGEST_STRING
    fits = length if length and length <= _LONGEST_STRING else None
    if column.is_fixed or column.kind == "char":
        return f"CHAR({fits or _LONGEST_STRING})"
    return f"VARCHAR({fits})" if fits else "TEXT"


def _sized(length: int | None, word: str, longest: str) -> str:
    if not length:
        return longest
    if length <= 255:
        return f"TINY{word}"
    if length <= 65532:
        return word
    return f"MEDIUM{word}" if length <= 16777215 else longest


class _Writer:
    """The foreign keys of a schema, each with a name of its own."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.names: dict[tuple[str, ...], str] = {}

    def foreign_keys(self, model: Model) -> tuple[Relation, ...]:
        """The relations that become constraints of a model's table.

        Source: Doctrine_Table::getExportableFormat, Doctrine_Relation_Parser.
        """
        if not model.exports_constraints:
            return ()
        return tuple(self._local_keys(model))

    def _local_keys(self, model: Model) -> Iterator[Relation]:
        seen: dict[tuple[str, str, str], Relation] = {}
        for relation in model.relations.values():
            target = self.schema.models.get(relation.model)
            if target is None or relation.link or not target.is_exported:
                continue
            if relation.local not in model.columns or not self._holds(model, relation):
                continue
            if target.table == model.table and relation.local in model.primary:
                continue
            key = (relation.local, target.table, relation.foreign)
            if key not in seen:
                seen[key] = relation
        yield from seen.values()

    def _holds(self, model: Model, relation: Relation) -> bool:
        """Whether the model's own column points to the other table."""
        if model.owner:
            return True
        if len(model.primary) > 1:
            return not relation.is_generated or not relation.is_many
        return relation.local not in model.primary and not relation.is_many

    def constraint(self, model: Model, relation: Relation) -> str:
        """The statement that makes a foreign key."""
        target = self.schema.models[relation.model]
        name = relation.constraint or self._name(model, relation, target)
        updated = f" ON UPDATE {relation.on_update}" if relation.on_update else ""
        deleted = f" ON DELETE {relation.on_delete}" if relation.on_delete else ""
        return (
            f"ALTER TABLE {model.table} ADD CONSTRAINT {name} FOREIGN KEY ({relation.local})"
            f" REFERENCES {target.table}({relation.foreign}){updated}{deleted}"
        )

    def _name(self, model: Model, relation: Relation, target: Model) -> str:
        """The constraint's name; of one that is too long, the first letters of its parts.

        Source: Doctrine_Connection_UnitOfWork's generateUniqueName.
        """
        parts = (model.table, relation.local, target.table, relation.foreign)
        key = (*parts, relation.on_delete, relation.on_update)
        if key in self.names:
            return self.names[key]
        name = "_".join(parts)
        if len(name) > _LONGEST_NAME:
            name = "".join(part[0] for part in parts)
        taken = set(self.names.values())
        while name in taken:
            stem, _, last = name.rpartition("_")
            name = f"{stem}_{int(last) + 1}" if last.isdecimal() and stem else f"{name}_1"
        self.names[key] = name
        return name
