"""The legacy database through SQLAlchemy: one session a request, and what is a failure of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import create_engine, make_url
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from sqlalchemy.orm import Session

from modules.kernel.clock import Clock
from modules.kernel.dates import CONVERSIONS

#: The mode that PHP's connection works in: what does not fit is cut, as visitors are used to.
LAX = ""

#: The mode for a lot that has no PHP writer left: what does not fit is refused.
STRICT = "STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO"

#: Server and client errors after which the same request may work a moment later: too many
#: connections, shutting down, read-only, refused, gone. Source: MariaDB error codes.
_PASSING = {1040, 1053, 1203, 1226, 1290, 1836, 2002, 2003, 2005, 2006, 2012, 2013, 2055}


class Database:
    """The legacy database, opened on the first question asked of it.

    Units: seconds; a connection that takes longer than `connect_timeout_s`, or a pool that
           stays empty that long, is a database that is not there. `read_timeout_s` bounds one
           statement, as PHP's own default_socket_timeout does.
    """

    def __init__(  # each is a setting of its own
        self,
        url: str,
        clock: Clock,
        *,
        sql_mode: str = LAX,
        connect_timeout_s: int = 1,
        read_timeout_s: int = 30,
        pool_size: int = 8,
    ) -> None:
        self._clock = clock
        self.engine: Engine = create_engine(
            _with_driver(url),
            **_options(url, sql_mode, connect_timeout_s, read_timeout_s, pool_size),
        )

    def session(self) -> Session:
        """A session for one request; the caller closes it."""
        return Session(self.engine, expire_on_commit=False, info={"clock": self._clock})


def _with_driver(url: str) -> str:
    """The URL with mysqlclient as its driver, unless it names one."""
    parsed = make_url(url)
    if parsed.drivername in {"mysql", "mariadb"}:
        parsed = parsed.set(drivername=f"{parsed.drivername}+mysqldb")
    return parsed.render_as_string(hide_password=False)


def _options(
    url: str, sql_mode: str, connect_timeout_s: int, read_timeout_s: int, pool_size: int
) -> dict[str, Any]:
    if not make_url(url).drivername.startswith(("mysql", "mariadb")):
        return {}
    return {
        "pool_pre_ping": True,
        "pool_recycle": 600,
        "pool_size": pool_size,
        "max_overflow": pool_size,
        "pool_timeout": connect_timeout_s,
        "connect_args": {
            "charset": "utf8mb4",
            "conv": CONVERSIONS,
            "connect_timeout": connect_timeout_s,
            "read_timeout": read_timeout_s,
            "write_timeout": read_timeout_s,
            "init_command": f"SET SESSION sql_mode = '{sql_mode}'",
        },
    }


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
    except BaseException:
        session.rollback()
        raise
