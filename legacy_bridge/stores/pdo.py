"""Sessions in a database table, where sfPDOSessionStorage and PdoSessionHandler keep them."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    and_,
    cast,
    delete,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from legacy_bridge.stores.errors import SessionBusy, SessionStoreDown
from legacy_bridge.stores.ids import checked_id
from legacy_bridge.stores.store import Rewrite

#: MySQL's and MariaDB's words for "somebody else holds that row": wait over, and no wait wanted.
_HELD = {1205, 3572}


@dataclass(frozen=True, slots=True)
class PdoTable:
    """The table and its columns; factories.yml renames them.

    Shape: `lifetime` is PdoSessionHandler's column, "" where there is none (symfony 1).
    Units: `lifetime_s` is session.gc_maxlifetime; the column holds the time when the session ends
        (Symfony 4.4 and later), or with `has_duration` how long it lasts.
    """

    name: str = "session"
    id: str = "sess_id"
    data: str = "sess_data"
    time: str = "sess_time"
    lifetime: str = ""
    lifetime_s: int = 1440
    has_duration: bool = False


class PdoSessionStore:
    """Sessions in rows.

    Shape: symfony 1 locks nothing: between Python's own workers no change is lost, yet a page of
        PHP writes the session as it found it, whatever was written meanwhile. PdoSessionHandler
        locks the row, and is waited for. A row with empty data is an anonymous session: symfony
        leaves one behind at each sign-in.
    Units: `wait_s` bounds the wait for a row, in whole seconds.
    """

    def __init__(
        self,
        engine: Engine,
        table: PdoTable | None = None,
        *,
        wait_s: int = 10,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.engine = engine
        self.names = table or PdoTable()
        self.wait_s = wait_s
        self.clock = clock
        names = self.names
        columns: list[Column[Any]] = [
            Column(names.id, String, key="id"),
            Column(names.data, LargeBinary, key="data"),
            Column(names.time, Integer, key="time"),
        ]
        columns += [Column(names.lifetime, Integer, key="lifetime")] if names.lifetime else []
        self.table = Table(names.name, MetaData(), *columns)

    def read(self, session_id: str) -> bytes | None:
        """The session as last written; nobody waits."""
        with self._transaction(session_id) as connection:
            return self._data(connection, session_id)

    def create(self, session_id: str, data: bytes) -> None:
        """A new row."""
        with self._transaction(session_id) as connection:
            self._insert(connection, session_id, data)

    def update(self, session_id: str, rewrite: Rewrite) -> bytes | None:
        """What `rewrite` made of the session, its row held; None when it is gone."""
        with self._transaction(session_id, wait_s=self.wait_s) as connection:
            return self._rewritten(connection, session_id, rewrite)

    def refresh(self, session_id: str, rewrite: Rewrite) -> bool:
        """Whether the row was free, and the session rewritten."""
        try:
            with self._transaction(session_id) as connection:
                return (
                    self._rewritten(connection, session_id, rewrite, is_patient=False) is not None
                )
        except SessionBusy:
            return False

    def move(self, old_id: str, new_id: str, rewrite: Rewrite) -> bool:
        """Whether the session was there to be moved; its old row is removed."""
        with self._transaction(old_id, wait_s=self.wait_s) as connection:
            data = self._data(connection, old_id, holds=True)
            if data is None:
                return False
            self._insert(connection, new_id, rewrite(data))
            connection.execute(delete(self.table).where(self._is(old_id)))
        return True

    def delete(self, session_id: str) -> None:
        """No row of this id."""
        with self._transaction(session_id, wait_s=self.wait_s) as connection:
            connection.execute(delete(self.table).where(self._is(session_id)))

    def _is(self, session_id: str) -> ColumnElement[bool]:
        # The first half finds the row by its key, the second knows abc from ABC.
        column = self.table.c.id
        return and_(column == session_id, cast(column, LargeBinary) == session_id.encode())

    @contextmanager
    def _transaction(self, session_id: str, *, wait_s: int = 0) -> Iterator[Connection]:
        checked_id(session_id)
        try:
            with self.engine.begin() as connection:
                if wait_s and connection.dialect.name in {"mysql", "mariadb"}:
                    connection.execute(text(f"SET innodb_lock_wait_timeout = {int(wait_s)}"))
                yield connection
        except DBAPIError as error:
            code = error.orig.args[0] if error.orig is not None and error.orig.args else None
            if code in _HELD:
                raise SessionBusy("This session's row is held") from error
            raise SessionStoreDown(f"{self.names.name}: {error.orig}") from error
        except SQLAlchemyError as error:
            raise SessionStoreDown(f"{self.names.name}: {error}") from error

    def _data(
        self,
        connection: Connection,
        session_id: str,
        *,
        holds: bool = False,
        is_patient: bool = True,
    ) -> bytes | None:
        columns = self.table.c
        # A TEXT column would be decoded on the way; its bytes are what PHP wrote.
        query = select(cast(columns.data, LargeBinary))
        query = query.where(self._is(session_id))
        if holds:
            query = query.with_for_update(nowait=not is_patient)
        found = connection.execute(query).first()
        return None if found is None else bytes(found[0] or b"")

    def _rewritten(
        self, connection: Connection, session_id: str, rewrite: Rewrite, *, is_patient: bool = True
    ) -> bytes | None:
        old = self._data(connection, session_id, holds=True, is_patient=is_patient)
        if old is None:
            return None
        new = rewrite(old)
        query = update(self.table).where(self._is(session_id))
        connection.execute(query.values(self._row(new)))
        self._check(connection, session_id, new)
        return new

    def _insert(self, connection: Connection, session_id: str, data: bytes) -> None:
        row = {"id": session_id, **self._row(data)}
        connection.execute(insert(self.table).values(row))
        self._check(connection, session_id, data)

    def _row(self, data: bytes) -> dict[str, object]:
        now = int(self.clock())
        row: dict[str, object] = {"data": data, "time": now}
        if self.names.lifetime:
            start = 0 if self.names.has_duration else now
            row["lifetime"] = start + self.names.lifetime_s
        return row

    def _check(self, connection: Connection, session_id: str, data: bytes) -> None:
        # A TEXT column cuts at the first byte that is no text of its charset, without an error.
        if self._data(connection, session_id) != data:
            raise SessionStoreDown(f"{self.names.name} cannot hold this session whole; use a BLOB")
