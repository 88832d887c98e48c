"""The legacy database through SQLAlchemy: one session a request, and what is a failure of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from select import POLLIN, poll
from typing import Any

import MySQLdb
from sqlalchemy import create_engine, event, make_url
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError, DisconnectionError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from sqlalchemy.orm import Session

from modules.kernel.clock import Clock
from modules.kernel.dates import CONVERSIONS
from modules.kernel.statements import watch

#: The mode that PHP's connection works in: what does not fit is cut, as visitors are used to.
LAX = ""

#: The mode for a lot that has no PHP writer left: what does not fit is refused.
STRICT = "STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO"

#: How long a pooled connection may take to say that it lives.
PING_TIMEOUT_S = 0.5

#: Server and client errors after which the same request may work a moment later: too many
#: connections, shutting down, read-only, refused, gone. Source: MariaDB error codes.
_PASSING = {1040, 1053, 1203, 1226, 1290, 1836, 2002, 2003, 2005, 2006, 2012, 2013, 2055}


@dataclass(frozen=True, slots=True)
class ConnectionRules:
    """How a site speaks to its database.

    Units: seconds; a connection that takes longer than `connect_timeout_s`, or a pool that
           stays empty that long, is a database that is not there. `read_timeout_s` bounds one
           statement.
    """

    sql_mode: str = LAX
    connect_timeout_s: int = 1
    read_timeout_s: int = 30
    pool_size: int = 10


#: As PHP works, and not waiting for a database that is not there.
LEGACY_RULES = ConnectionRules()


#: Where a request's session says that it saved rows.
SAVED = "has_saved"


class Database:
    """The legacy database, opened on the first question asked of it."""

    def __init__(self, url: str, clock: Clock, rules: ConnectionRules = LEGACY_RULES) -> None:
        self._clock = clock
        self.engine: Engine = create_engine(
            _with_driver(url), hide_parameters=True, **_options(url, rules)
        )
        if self.engine.dialect.driver == "mysqldb":
            event.listen(self.engine, "checkout", _ask_whether_it_lives)
        watch(self.engine)

    def session(self) -> Session:
        """A session for one request; the caller closes it."""
        return Session(self.engine, expire_on_commit=False, info={"clock": self._clock})


def _with_driver(url: str) -> str:
    """The URL with mysqlclient as its driver, unless it names one."""
    parsed = make_url(url)
    if parsed.drivername in {"mysql", "mariadb"}:
        parsed = parsed.set(drivername=f"{parsed.drivername}+mysqldb")
    return parsed.render_as_string(hide_password=False)


def _options(url: str, rules: ConnectionRules) -> dict[str, Any]:
    if not make_url(url).drivername.startswith(("mysql", "mariadb")):
        return {}
    return {
        "pool_recycle": 600,
        "pool_size": rules.pool_size,
        "max_overflow": rules.pool_size,
        "pool_timeout": rules.connect_timeout_s,
        "connect_args": {
            "charset": "utf8mb4",
            "conv": CONVERSIONS,
            "connect_timeout": rules.connect_timeout_s,
            "read_timeout": rules.read_timeout_s,
            "write_timeout": rules.read_timeout_s,
            "init_command": f"SET SESSION sql_mode = '{rules.sql_mode}'",
        },
    }


def _ask_whether_it_lives(connection: Any, *_: object) -> None:
    """Drop a pooled connection whose server does not answer at once.

    Errors: DisconnectionError; the pool then makes a new connection.
    Source: SQLAlchemy's own pre-ping waits as long as a statement may take: a server that hangs
            would hold the visitor that long.
    """
    try:
        connection.send_query(b"DO 1")
        answers = poll()
        answers.register(connection.fileno(), POLLIN)
        if answers.poll(PING_TIMEOUT_S * 1000):
            connection.read_query_result()
            return
    except MySQLdb.Error:
        pass
    raise DisconnectionError


def is_unavailable(error: SQLAlchemyError) -> bool:
    """Whether the database is away for the moment, rather than the request wrong."""
    if isinstance(error, PoolExhausted):
        return True
    if not isinstance(error, DBAPIError) or error.orig is None:
        return False
    code = error.orig.args[0] if error.orig.args else None
    return error.connection_invalidated or code in _PASSING


@contextmanager
def transaction(session: Session) -> Iterator[None]:
    """What is done inside is kept whole, or not at all."""
    try:
        yield
        session.commit()
        session.info[SAVED] = True
    except BaseException:
        session.rollback()
        raise
