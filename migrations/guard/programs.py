"""Views, triggers, routines and events of the live database: they read and write tables too."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, text

_PROGRAMS = text(
    "SELECT 'view' AS kind, TABLE_NAME AS name, '' AS of_table, VIEW_DEFINITION AS body"
    " FROM information_schema.VIEWS WHERE TABLE_SCHEMA = DATABASE()"
    " UNION ALL SELECT 'trigger', TRIGGER_NAME, EVENT_OBJECT_TABLE, ACTION_STATEMENT"
    " FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE()"
    " UNION ALL SELECT LOWER(ROUTINE_TYPE), ROUTINE_NAME, '', ROUTINE_DEFINITION"
    " FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE()"
    " UNION ALL SELECT 'event', EVENT_NAME, '', EVENT_DEFINITION"
    " FROM information_schema.EVENTS WHERE EVENT_SCHEMA = DATABASE()"
)


@dataclass(frozen=True, slots=True)
class Program:
    """SQL that the database keeps and runs by itself.

    Shape: `table` is the one whose rows fire a trigger; an empty `body` may not be read.
    """

    kind: str
    name: str
    table: str
    body: str

    def __str__(self) -> str:
        """In words."""
        return f"{self.kind} {self.name}"


def programs(connection: Connection) -> Iterator[Program]:
    """Every program of the database.

    Errors: SQLAlchemyError.
    """
    for kind, name, table, body in connection.execute(_PROGRAMS):
        yield Program(kind, name, str(table).lower(), body or "")
