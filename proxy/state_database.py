"""The state database: what was counted, observed and decided; never on a request's path."""

import os
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import (
    URL,
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    event,
    make_url,
    select,
)
from sqlalchemy.dialects.mysql import insert as mysql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from proxy.config import Settings
from proxy.errors import StateDatabaseUnavailable, StateUnwritable
from proxy.flips.state_files import ensure_folder, open_state_file

#: Every table of the state database; each area defines its own on it.
METADATA = MetaData()

#: Grows when a table changes in a way that older programs cannot read.
SCHEMA_VERSION = 1

#: On MySQL, names that differ in case are two names, as everywhere else here.
MYSQL: dict[str, Any] = {"mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_bin"}

_SCHEMA = Table(
    "state_schema",
    METADATA,
    Column("name", String(32), primary_key=True),
    Column("version", Integer, nullable=False),
    **MYSQL,
)

#: Processes that may create the same tables at the same moment.
_TWINS = 50

#: How long a statement waits for another writer, and a connection for the server.
PATIENCE_S = 3

Row = Mapping[str, Any]


class StateDatabase:
    """The state database, opened at the first question asked of it.

    Shape: made without touching anything; one may be shared by threads, not across a fork.
    """

    def __init__(self, url: str, patience_s: int = PATIENCE_S) -> None:
        self._engine = _engine(url, patience_s)
        self._known_tables = 0
        self._preparing = threading.Lock()

    @property
    def name(self) -> str:
        """Where it is, without password."""
        return self._engine.url.render_as_string(hide_password=True)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection to ask questions with; an SQLite file that is not there yet holds nothing.

        Errors: StateDatabaseUnavailable, for anything the database does not answer.
        """
        with self._explained():
            if self._is_absent():
                with _empty_database() as connection:
                    yield connection
                return
            self._prepare()
            with self._engine.connect() as connection:
                yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction: all of it is kept when the block ends well, nothing otherwise.

        Errors: StateDatabaseUnavailable, for anything the database does not take.
        """
        with self._explained():
            self._prepare()
            with self._engine.begin() as connection:
                yield connection

    def close(self) -> None:
        """Give back the connections that are open."""
        self._engine.dispose()

    def _is_absent(self) -> bool:
        path = self._engine.url.database
        return self._engine.dialect.name == "sqlite" and bool(path) and not Path(str(path)).exists()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (SQLAlchemyError, sqlite3.Error, OSError, StateUnwritable) as error:
            # Somebody may have deleted it, or its tables: the next question looks again.
            self._known_tables = 0
            cause = getattr(error, "orig", None) or error
            raise StateDatabaseUnavailable(
                f"the state database {self.name} does not answer ({_first_line(cause)}): traffic"
                " does not need it; check FIGUIER_STATE_DATABASE_URL, its server and its disk"
            ) from error

    def _prepare(self) -> None:
        """Create the tables that are missing, once for each set of tables this process knows."""
        if self._known_tables == len(METADATA.tables):
            return
        with self._preparing:
            known = len(METADATA.tables)
            _give_file_to_owner(self._engine)
            _create_tables(self._engine)
            with self._engine.begin() as connection:
                version = connection.execute(
                    select(_SCHEMA.c.version).where(_SCHEMA.c.name == "figuier")
                ).scalar()
                if version is None:
                    row = {"name": "figuier", "version": SCHEMA_VERSION}
                    put(connection, _SCHEMA, [row], replace=("version",))
            if version is not None and version > SCHEMA_VERSION:
                raise StateDatabaseUnavailable(
                    f"the state database {self.name} has schema {version}, this program knows"
                    f" {SCHEMA_VERSION}: run the newer program, or give this one another database"
                )
            self._known_tables = known


def state_url(settings: Settings) -> str:
    """Where the state database is: the setting, or a file of the state directory."""
    return settings.state_database_url or f"sqlite:///{settings.state_dir / 'state.sqlite'}"


def open_state(settings: Settings) -> StateDatabase:
    """The state database of these settings; nothing is asked of it yet."""
    return StateDatabase(state_url(settings))


def put(
    connection: Connection,
    table: Table,
    rows: Sequence[Row],
    *,
    add: Sequence[str] = (),
    replace: Sequence[str] = (),
) -> None:
    """Insert rows; where one of the same key is there, add to or replace these columns of it.

    Shape: a row that is there and has nothing to add or replace stays as it is.
    """
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        lite = sqlite_insert(table)
        sums = {name: table.c[name] + lite.excluded[name] for name in add}
        news = {name: lite.excluded[name] for name in replace}
        keys = [column.name for column in table.primary_key]
        changes = {**sums, **news}
        if changes:
            connection.execute(
                lite.on_conflict_do_update(index_elements=keys, set_=changes), list(rows)
            )
        else:
            connection.execute(lite.on_conflict_do_nothing(index_elements=keys), list(rows))
        return
    full = mysql_insert(table)
    sums = {name: table.c[name] + full.inserted[name] for name in add}
    news = {name: full.inserted[name] for name in replace}
    first = next(iter(table.primary_key)).name
    changes = {**sums, **news} or {first: table.c[first]}
    connection.execute(full.on_duplicate_key_update(**changes), list(rows))


def _engine(url: str, patience_s: int) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        opens = {"creator": partial(_open_file, str(parsed.database), patience_s)}
        engine = create_engine(parsed, poolclass=NullPool, **(opens if _is_file(parsed) else {}))
        event.listen(engine, "connect", _prepare_sqlite)
        return engine
    if parsed.drivername in {"mysql", "mariadb"}:
        parsed = parsed.set(drivername="mysql+mysqldb")
    options = {
        "connect_timeout": patience_s,
        "read_timeout": 4 * patience_s,
        "write_timeout": 4 * patience_s,
        "charset": "utf8mb4",
    }
    return create_engine(
        parsed,
        hide_parameters=True,
        pool_size=4,
        pool_timeout=patience_s,
        pool_pre_ping=True,
        pool_recycle=600,
        connect_args=options,
    )


def _is_file(url: URL) -> bool:
    return url.get_backend_name() == "sqlite" and url.database not in {None, "", ":memory:"}


def _open_file(path: str, patience_s: int) -> sqlite3.Connection:
    # SQLite itself would make a file that is gone, without tables and readable by everybody.
    address = f"file:{quote(str(Path(path).absolute()))}?mode=rw"
    return sqlite3.connect(address, timeout=patience_s, uri=True, check_same_thread=False)


def _create_tables(engine: Engine) -> None:
    """Create the tables that are missing; other processes may be doing the same."""
    for _ in range(_TWINS):
        try:
            METADATA.create_all(engine)
        except DBAPIError as error:
            # Between the look and the creation somebody else was faster: look again.
            if "already exists" not in str(error.orig):
                raise
        else:
            return
    METADATA.create_all(engine)


@contextmanager
def _empty_database() -> Iterator[Connection]:
    """A database in memory: looking must not leave a file behind, least of all as root."""
    engine = create_engine("sqlite://")
    METADATA.create_all(engine)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # Readers do not wait for the recorder, nor it for them; a power cut may cost the last second.
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")


def _give_file_to_owner(engine: Engine) -> None:
    """Make an SQLite file that root creates belong to the service; its side files follow it."""
    path = engine.url.database
    if path and _is_file(engine.url):
        ensure_folder(Path(path).parent)
        os.close(open_state_file(Path(path), os.O_RDWR))


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
