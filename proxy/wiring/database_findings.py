"""What the database says of clocks and accounts, for `figuier session doctor`."""

import time
from collections.abc import Iterator

from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from legacy_bridge.checks.doctor import Finding, Level
from modules.kernel.clock import WallClock
from modules.kernel.database import Database
from proxy.config import Settings

#: Clocks that differ by more would sign people out early or late.
_CLOCK_TOLERANCE_S = 5


def database_findings(settings: Settings) -> Iterator[Finding]:
    """What was looked at in the settings' database."""
    if not settings.database_url:
        advice = "set FIGUIER_DATABASE_URL: without it nobody is known on Python pages"
        yield Finding(Level.FAULT, "no database", advice)
        return
    engine = Database(settings.database_url, WallClock(settings.time_zone)).engine
    try:
        with engine.connect() as connection:
            yield from _database_findings(connection)
    except SQLAlchemyError as error:
        what = f"the database does not answer: {str(error).splitlines()[0]}"
        yield Finding(Level.FAULT, what)


def _database_findings(connection: Connection) -> Iterator[Finding]:
    ahead = 0.0
    if connection.dialect.name in {"mysql", "mariadb"}:
        stamp = connection.execute(text("SELECT UNIX_TIMESTAMP(NOW(3))")).scalar_one()
        ahead = float(stamp) - time.time()
    if abs(ahead) > _CLOCK_TOLERANCE_S:
        what = f"the database's clock is {ahead:+.0f} s from ours"
        yield Finding(Level.RISK, what, "set the clocks of both machines")
    else:
        yield Finding(Level.FINE, "the database's clock agrees with ours")
    inactive = text(
        "SELECT DISTINCT u.username FROM sf_guard_user u"
        " JOIN sf_guard_remember_key k ON k.user_id = u.id WHERE u.is_active = 0"
    )
    names = sorted(str(name) for name in connection.execute(inactive).scalars())
    if names:
        what = f"switched off, yet PHP would sign them in by a remember key: {', '.join(names)}"
        yield Finding(Level.FAULT, what, "delete their rows of sf_guard_remember_key")
    else:
        yield Finding(Level.FINE, "no account that is switched off has a remember key")
