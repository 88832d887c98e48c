"""The tables as the database has them now, and where they differ from schema.yml."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import create_engine, inspect, make_url, text
from sqlalchemy.dialects.mysql import ENUM
from sqlalchemy.engine import Connection
from sqlalchemy.exc import NoSuchTableError, SQLAlchemyError

from legacy_bridge.symfony1.places import Doubt
from legacy_bridge.symfony1.schema.ddl import sql_type
from legacy_bridge.symfony1.schema.values import Column, Model

#: Dates that MySQL stores and no calendar has.
_UNREAL = "(CAST(`{0}` AS CHAR) LIKE '%-00%' OR CAST(`{0}` AS CHAR) LIKE '0000%')"


@dataclass(frozen=True, slots=True)
class LiveColumn:
    """A column of a live table; `unreal` counts dates that are no days."""

    name: str
    sql_type: str
    is_nullable: bool
    members: tuple[str, ...] = ()
    unreal: int = 0


@dataclass(frozen=True, slots=True)
class LiveTable:
    """A live table: its columns in order."""

    name: str
    columns: Mapping[str, LiveColumn]


class DatabaseAway(ValueError):
    """The live tables cannot be read; the message says why, without the password."""


def live_tables(url: str, names: Sequence[str]) -> dict[str, LiveTable]:
    """Those of the named tables that the database has; nothing is written.

    Errors: DatabaseAway.
    """
    parsed = make_url(url)
    if parsed.drivername in {"mysql", "mariadb"}:
        parsed = parsed.set(drivername=f"{parsed.drivername}+mysqldb")
    engine = create_engine(parsed, hide_parameters=True)
    try:
        with engine.connect() as connection:
            found = ((name, _live_table(connection, name)) for name in dict.fromkeys(names))
            return {name: table for name, table in found if table}
    except SQLAlchemyError as error:
        where = parsed.render_as_string(hide_password=True)
        raise DatabaseAway(f"{where} cannot be read: {type(error).__name__}") from error
    finally:
        engine.dispose()


def _live_table(connection: Connection, name: str) -> LiveTable | None:
    try:
        given = inspect(connection).get_columns(name)
    except NoSuchTableError:
        return None
    columns = {one["name"]: _live_column(connection, name, one) for one in given}
    return LiveTable(name, columns)


def _live_column(connection: Connection, table: str, given: Any) -> LiveColumn:
    kind = given["type"]
    unreal = 0
    if str(kind).upper() in {"DATE", "DATETIME"} and connection.dialect.name in {
        "mysql",
        "mariadb",
    }:
        condition = _UNREAL.format(given["name"])
        counted = connection.scalar(text(f"SELECT COUNT(*) FROM `{table}` WHERE {condition}"))  # noqa: S608  # names of the schema
        unreal = int(counted or 0)
    return LiveColumn(
        name=given["name"],
        sql_type=_plain(str(kind.compile(dialect=connection.dialect))),
        is_nullable=bool(given["nullable"]),
        members=tuple(kind.enums) if isinstance(kind, ENUM) else (),
        unreal=unreal,
    )


def _plain(kind: str) -> str:
    """The type without its collation and display width."""
    word = kind.partition(" COLLATE")[0].partition(" CHARACTER SET")[0].upper()
    word = word.replace("INTEGER", "INT")
    is_number = word.startswith(("BIGINT", "INT", "SMALLINT", "MEDIUMINT"))
    return (
        word.partition("(")[0] + (" UNSIGNED" if "UNSIGNED" in word else "") if is_number else word
    )


def differences(model: Model, table: LiveTable | None) -> Iterator[Doubt]:
    """Where a live table is not what its schema says, each with the schema's file and line."""
    if table is None:
        yield Doubt(model.spot, f"the database has no table {model.table}")
        return
    for name, column in model.columns.items():
        live = table.columns.get(name)
        if live is None:
            yield Doubt(column.spot, f"{model.table}.{name}: the database has no such column")
            continue
        yield from _column_differences(model, column, live)
    for name, live in table.columns.items():
        if name not in model.columns:
            text_ = f"{model.table}.{name} {live.sql_type}: in the database, not in the schema"
            yield Doubt(model.spot, text_)


def _column_differences(model: Model, column: Column, live: LiveColumn) -> Iterator[Doubt]:
    where = f"{model.table}.{column.name}"
    expected = _plain(sql_type(column) + (" UNSIGNED" if column.is_unsigned else ""))
    if column.kind == "enum" and live.members:
        if live.members != column.members:
            said, has = ", ".join(column.members), ", ".join(live.members)
            yield Doubt(column.spot, f"{where}: enum of {said} here, of {has} in the database")
    elif _spaced(expected) != _spaced(live.sql_type) and not _is_same_boolean(column, live):
        text_ = f"{where}: {expected} here, {live.sql_type} in the database, which is taken"
        yield Doubt(column.spot, text_)
    is_nullable = not (column.is_required or column.is_primary)
    if is_nullable != live.is_nullable:
        here, there = (" NULL" if one else " NOT NULL" for one in (is_nullable, live.is_nullable))
        yield Doubt(column.spot, f"{where}:{here} here,{there} in the database, which is taken")
    if live.unreal:
        text_ = f"{where}: {live.unreal} rows hold a date that is no day; it is kept as it is"
        yield Doubt(column.spot, text_)


def _spaced(kind: str) -> str:
    return kind.replace(" ", "")


def _is_same_boolean(column: Column, live: LiveColumn) -> bool:
    return column.kind == "boolean" and live.sql_type.startswith("TINYINT")
