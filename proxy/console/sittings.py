"""Who is signed in: one row a browser, ended by sign-out, by idleness, or with the account."""

import hashlib
import secrets
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, update

from proxy.console.roles import Role
from proxy.console.tables import ACCOUNTS, SITTINGS

#: The moment somebody was last seen is written this often at most.
TOUCH_S = 60.0
#: However busy, somebody signs in again after this long.
LONGEST_S = 12 * 3600.0


@dataclass(frozen=True, slots=True)
class Sitting:
    """Somebody signed in."""

    name: str
    role: Role


def begin(connection: Connection, name: str, at: float) -> str:
    """The token of a new sitting, which the browser alone keeps."""
    token = secrets.token_urlsafe(32)
    row = {"digest": _digest(token), "account": name, "began_at": at, "seen_at": at}
    connection.execute(insert(SITTINGS).values(row))
    connection.execute(update(ACCOUNTS).where(ACCOUNTS.c.name == name).values(seen_at=at))
    connection.execute(delete(SITTINGS).where(SITTINGS.c.began_at < at - LONGEST_S))
    return token


def find(
    connection: Connection, token: str, at: float, idle_s: float
) -> tuple[Sitting, bool] | None:
    """The sitting of a token, and whether it is time to `touch` it; None when it is over."""
    query = (
        select(SITTINGS.c.began_at, SITTINGS.c.seen_at, ACCOUNTS.c.name, ACCOUNTS.c.role)
        .join(ACCOUNTS, ACCOUNTS.c.name == SITTINGS.c.account)
        .where(SITTINGS.c.digest == _digest(token), ACCOUNTS.c.is_disabled.is_(False))
    )
    row = connection.execute(query).first()
    if row is None or at - row.seen_at > idle_s or at - row.began_at > LONGEST_S:
        return None
    return Sitting(row.name, Role(row.role)), at - row.seen_at > TOUCH_S


def touch(connection: Connection, token: str, at: float) -> None:
    """Somebody is still there."""
    connection.execute(
        update(SITTINGS).where(SITTINGS.c.digest == _digest(token)).values(seen_at=at)
    )


def end(connection: Connection, token: str) -> None:
    """Sign out: the token is worth nothing any more, wherever a copy of it may be."""
    connection.execute(delete(SITTINGS).where(SITTINGS.c.digest == _digest(token)))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
