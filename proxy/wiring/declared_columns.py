"""PHP's schema.yml in the guard's words: what each column may hold, as PHP was told."""

from legacy_bridge.symfony1.schema.values import Column, Model
from migrations.guard.operations import ColumnType

#: Doctrine's types as MariaDB's families. Source: Doctrine_DataDict_Mysql::getNativeDeclaration.
_FAMILIES = {
    "string": "varchar", "clob": "text", "blob": "blob", "integer": "int", "boolean": "tinyint",
    "array": "text", "object": "text", "gzip": "text", "timestamp": "datetime",
}  # fmt: skip


def declared_columns(model: Model) -> dict[str, ColumnType]:
    """The columns of a model, by their names in lower case."""
    return {name.lower(): _type(column) for name, column in model.columns.items()}


def _type(column: Column) -> ColumnType:
    family = _FAMILIES.get(column.kind, column.kind)
    length = column.length
    if family == "int":
        length = None
        family = _integer(column.length)
    if family == "varchar" and (length or 0) > 255:
        family = "text"
    return ColumnType(
        family,
        length=length if family in {"varchar", "char", "decimal"} else None,
        scale=column.scale,
        members=column.members if column.kind == "enum" else (),
        is_nullable=not column.is_required and not column.is_primary,
        has_default=column.has_default and column.default is not None,
        is_unsigned=column.is_unsigned,
        counts=column.counts,
    )


def _integer(bytes_wide: int | None) -> str:
    """Source: Doctrine_DataDict_Mysql::getNativeDeclaration, case integer."""
    sizes = {1: "tinyint", 2: "smallint", 3: "mediumint", 4: "int"}
    return sizes.get(bytes_wide or 8, "bigint")
