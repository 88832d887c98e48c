"""The definition of a column, whether a statement or the live table gives it."""

import sqlglot
from sqlglot import exp

from migrations.guard.operations import ColumnType

#: Types that hold text; their lengths are of characters.
TEXT = frozenset(
    {"char", "varchar", "tinytext", "text", "mediumtext", "longtext", "enum", "set", "json"}
)

#: Whole numbers by how many bytes they take.
WHOLE = {"tinyint": 1, "smallint": 2, "mediumint": 3, "int": 4, "bigint": 8}

#: Texts without a length by how many bytes they take at most.
LARGE = {"tinytext": 255, "text": 65_535, "mediumtext": 16_777_215, "longtext": 4_294_967_295}


def column_type(definition: exp.ColumnDef) -> ColumnType:
    """A column's definition in a parsed statement."""
    kind = definition.args.get("kind")
    family, is_unsigned = _family(kind)
    numbers = [one for one in _parameters(kind) if one.isdecimal()]
    has_members = family in {"enum", "set"}
    default = _constraint(definition, exp.DefaultColumnConstraint)
    counts = has_constraint(definition, exp.AutoIncrementColumnConstraint)
    not_null = _constraint(definition, exp.NotNullColumnConstraint)
    is_key = has_constraint(definition, exp.PrimaryKeyColumnConstraint)
    charset = _constraint(definition, exp.CharacterSetColumnConstraint)
    return ColumnType(
        family,
        length=int(numbers[0]) if numbers and not has_members else None,
        scale=int(numbers[1]) if len(numbers) > 1 and not has_members else None,
        members=tuple(_parameters(kind)) if has_members else (),
        is_nullable=not is_key and (not_null is None or bool(not_null.args.get("allow_null"))),
        has_default=default is not None and not isinstance(default.this, exp.Null),
        is_unsigned=is_unsigned,
        charset=charset.name.lower() if charset is not None else "",
        counts=counts,
    )


def live_type(text: str, *, is_nullable: bool, has_default: bool, charset: str) -> ColumnType:
    """A column as information_schema writes it, such as varchar(10) or enum('a','b')."""
    try:
        altered = sqlglot.parse_one(f"ALTER TABLE t ADD COLUMN c {text}", dialect="mysql")
        found = column_type(altered.args["actions"][0])
    except (sqlglot.ParseError, KeyError, IndexError, TypeError):
        found = ColumnType(text.split("(")[0].lower())
    return ColumnType(
        found.family, found.length, found.scale, found.members, is_nullable, has_default,
        found.is_unsigned, charset.lower(),
    )  # fmt: skip


def has_constraint(definition: exp.ColumnDef, kind: type[exp.Expression]) -> bool:
    """Whether a column's definition says this."""
    return _constraint(definition, kind) is not None


def _constraint(definition: exp.ColumnDef, kind: type[exp.Expression]) -> exp.Expression | None:
    for constraint in definition.args.get("constraints") or []:
        if isinstance(constraint.args.get("kind"), kind):
            found: exp.Expression = constraint.args["kind"]
            return found
    return None


def _family(kind: exp.Expression | None) -> tuple[str, bool]:
    if kind is None:
        return "", False
    name = str(getattr(kind.this, "value", kind.this)).lower()
    unsigned = {f"u{whole}": whole for whole in WHOLE} | {
        "udecimal": "decimal",
        "udouble": "double",
    }
    return unsigned.get(name, name), name in unsigned


def _parameters(kind: exp.Expression | None) -> list[str]:
    return [one.name for one in kind.expressions] if kind is not None else []
