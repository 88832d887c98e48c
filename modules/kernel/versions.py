"""What Doctrine 1's Versionable does when a row is written: a number, and a copy of each state."""

from typing import Any, cast

from sqlalchemy import BigInteger, Connection, Table, event, func, insert, select
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from modules.kernel.behaviours import is_written


class Versioned:
    """version, counted from 1; each state of the row is copied to the table `<table>_version`.

    Shape:  that table is mapped in the same metadata, as a scaffolded lot maps it.
    Source: Doctrine 1.2 AuditLog/Listener.php; a deleted row takes its versions along.
    """

    version: Mapped[int | None] = mapped_column(BigInteger)


@event.listens_for(Versioned, "before_insert", propagate=True)
def _number_the_first(_: Mapper[Any], __: Connection, row: Versioned) -> None:
    row.version = 1


@event.listens_for(Versioned, "before_update", propagate=True)
def _number_the_next(mapper: Mapper[Any], connection: Connection, row: Versioned) -> None:
    if is_written(row):
        versions = _versions(mapper)
        key = mapper.primary_key[0]
        here = versions.c[key.name] == mapper.primary_key_from_instance(row)[0]
        last = connection.scalar(select(func.max(versions.c.version)).where(here))
        row.version = (last or 0) + 1


@event.listens_for(Versioned, "after_insert", propagate=True)
@event.listens_for(Versioned, "after_update", propagate=True)
def _keep_the_state(mapper: Mapper[Any], connection: Connection, row: Versioned) -> None:
    if not is_written(row):
        return
    versions = _versions(mapper)
    values = {
        column.name: getattr(row, mapper.get_property_by_column(column).key)
        for column in cast("Table", mapper.local_table).columns
        if column.name in versions.c
    }
    connection.execute(insert(versions).values(values))


def _versions(mapper: Mapper[Any]) -> Table:
    table = cast("Table", mapper.local_table)
    return table.metadata.tables[f"{table.name}_version"]
