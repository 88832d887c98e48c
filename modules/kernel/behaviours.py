"""What Doctrine 1's behaviours do when a row is written: dates, slugs, soft deletes."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, ClassVar, cast

from sqlalchemy import Connection, DateTime, String, event, inspect, select
from sqlalchemy.orm import (
    InstrumentedAttribute,
    Mapped,
    Mapper,
    ORMExecuteState,
    Session,
    mapped_column,
    object_session,
    with_loader_criteria,
)

from modules.kernel.clock import Clock
from modules.kernel.dates import StoredDate
from modules.kernel.slugs import free_slug


class Timestamped:
    """created_at and updated_at, written by us because the database has no default.

    Source: Doctrine 1.2 Template/Timestampable.php; a save that changes nothing writes nothing.
    """

    created_at: Mapped[StoredDate | None] = mapped_column(DateTime)
    updated_at: Mapped[StoredDate | None] = mapped_column(DateTime)


class Sluggable:
    """A slug made from one attribute when a row is written without one, and never changed after.

    Source: Doctrine 1.2 Template/Sluggable.php with its default options.
    """

    slug: Mapped[str | None] = mapped_column(String(255), unique=True)
    slug_from: ClassVar[str] = "name"


class SoftDeleted:
    """deleted_at: a deleted row stays, and no query sees it.

    Source: Doctrine 1.2 Template/SoftDelete.php.
    """

    deleted_at: Mapped[datetime | None] = mapped_column(DateTime)


def _now(row: object) -> datetime:
    session = object_session(row)
    if session is None:
        raise RuntimeError(f"{row!r} is written outside a session")
    return cast("Clock", session.info["clock"]).now()


def is_written(row: object) -> bool:
    """Whether a flush will really write the row: a touched one that is unchanged is not."""
    state = inspect(row)
    session = object_session(row)
    return not state.persistent or (
        session is not None and session.is_modified(row, include_collections=False)
    )


@event.listens_for(Timestamped, "before_insert", propagate=True)
def _date_the_birth(_: Mapper[Any], __: Connection, row: Timestamped) -> None:
    moment = _now(row)
    row.created_at = row.created_at or moment
    row.updated_at = row.updated_at or moment


@event.listens_for(Timestamped, "before_update", propagate=True)
def _date_the_change(_: Mapper[Any], __: Connection, row: Timestamped) -> None:
    if is_written(row) and not inspect(row).attrs.updated_at.history.has_changes():
        row.updated_at = _now(row)


@event.listens_for(Sluggable, "before_insert", propagate=True)
@event.listens_for(Sluggable, "before_update", propagate=True)
def _name_the_address(mapper: Mapper[Any], connection: Connection, row: Sluggable) -> None:
    if row.slug or not is_written(row):
        return
    column, key = mapper.columns["slug"], mapper.primary_key[0]
    itself = mapper.primary_key_from_instance(row)[0]

    def taken(prefix: str) -> Collection[str]:
        others = select(column).where(column.like(prefix + "%"), key != (itself or 0))
        return [slug for slug in connection.scalars(others) if slug is not None]

    length = cast("String", column.type).length or 255
    row.slug = free_slug(str(getattr(row, row.slug_from)), taken, max_length=length)


@event.listens_for(Session, "do_orm_execute")
def _hide_the_deleted(state: ORMExecuteState) -> None:
    if state.is_select and not state.execution_options.get("with_deleted", False):
        state.statement = state.statement.options(
            with_loader_criteria(
                SoftDeleted, lambda cls: cls.deleted_at.is_(None), include_aliases=True
            )
        )


def delete(session: Session, row: object) -> None:
    """Delete a row as its behaviours ask: for good, or by dating its end."""
    if isinstance(row, SoftDeleted):
        row.deleted_at = _now(row)
    else:
        session.delete(row)


def legacy_name(attribute: InstrumentedAttribute[Any]) -> str:
    """The legacy name of a model's attribute: its column, or the relation's alias.

    Shape: a relationship carries its alias as info={"legacy": "Commune"}.
    """
    prop = attribute.property
    alias = prop.info.get("legacy")
    return str(alias) if alias else str(prop.columns[0].name)
