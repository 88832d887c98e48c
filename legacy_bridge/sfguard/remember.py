"""sfRemember: the key a browser keeps so as not to sign in each time."""

import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from enum import StrEnum

from sqlalchemy import Connection, delete, insert, select

from legacy_bridge.sfguard.accounts import Account, Accounts
from legacy_bridge.sfguard.tables import GuardTables

#: Fifteen days, app_sf_guard_plugin_remember_key_expiration_age.
DEFAULT_AGE_S = 15 * 24 * 3600
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_KEY = re.compile(r"[0-9A-Za-z]{1,32}", re.ASCII)


class KeyRefusal(StrEnum):
    """Why a key opens nothing here; PHP itself would take the last two."""

    UNKNOWN = "no such key"
    INACTIVE = "account switched off"
    EXPIRED = "older than the site keeps keys"


@dataclass(frozen=True, slots=True)
class RememberCookie:
    """What app.yml says of the cookie.

    Units: seconds of age. Source: sfGuardSecurityUser::signIn; PHP sends no HttpOnly, we do.
    """

    name: str = "sfRemember"
    age_s: int = DEFAULT_AGE_S
    path: str = "/"
    is_http_only: bool = True
    is_secure: bool = False

    def header(self, key: str, now: datetime) -> str:
        """The Set-Cookie line that gives a browser its key; `now` has a zone."""
        until = now.astimezone(UTC) + timedelta(seconds=self.age_s)
        words = f"{self.name}={key}; expires={format_datetime(until, usegmt=True)}"
        flags = ("; secure" if self.is_secure else "") + ("; HttpOnly" * self.is_http_only)
        return f"{words}; Max-Age={self.age_s}; path={self.path}{flags}"

    def removal(self) -> str:
        """The Set-Cookie line of a sign-out, as PHP writes it."""
        past = "Thu, 01 Jan 1970 00:00:01 GMT"
        return f"{self.name}=deleted; expires={past}; Max-Age=0; path={self.path}"


@dataclass(frozen=True, slots=True)
class RememberKeys:
    """The rows of sf_guard_remember_key.

    Units: `now` is PHP's local time, without a zone, as the columns hold it.
    """

    connection: Connection
    tables: GuardTables
    age_s: int = DEFAULT_AGE_S

    def owner(self, key: str, now: datetime) -> Account | KeyRefusal:
        """Whose key this is. Stricter than PHP: age and `is_active` are looked at.

        Shape: the database finds the row without regard to case; the key must match exactly.
        """
        if not _KEY.fullmatch(key):
            return KeyRefusal.UNKNOWN
        rows = self.tables.remember_key
        query = select(rows.c.remember_key, rows.c.user_id, rows.c.created_at)
        for found, user_id, made in self.connection.execute(
            query.where(rows.c.remember_key == key)
        ):
            if not hmac.compare_digest(found.encode(), key.encode()) or user_id is None:
                continue
            if made is None or made <= now - timedelta(seconds=self.age_s):
                return KeyRefusal.EXPIRED
            account = Accounts(self.connection, self.tables).with_id(user_id)
            if account is None:
                return KeyRefusal.UNKNOWN
            return account if account.is_active else KeyRefusal.INACTIVE
        return KeyRefusal.UNKNOWN

    def issue(self, user_id: int, address: str, now: datetime) -> str:
        """A new key; the user's other keys and everybody's old ones go, as in sfGuard."""
        rows = self.tables.remember_key
        too_old = rows.c.created_at < now - timedelta(seconds=self.age_s)
        self.connection.execute(delete(rows).where(too_old | (rows.c.user_id == user_id)))
        key = "".join(secrets.choice(_DIGITS) for _ in range(32))
        columns = {
            "user_id": user_id, "remember_key": key, "ip_address": address[:50],
            "created_at": now, "updated_at": now,
        }  # fmt: skip
        known = {name: value for name, value in columns.items() if name in rows.c}
        self.connection.execute(insert(rows).values(known))
        return key

    def revoke_with(self, key: str) -> int:
        """How many keys went, with this one all those of its user, whatever their age.

        Shape: for a sign-out of PHP's, which leaves the row; a key that is not there is no fault.
        """
        if not _KEY.fullmatch(key):
            return 0
        rows = self.tables.remember_key
        query = select(rows.c.remember_key, rows.c.user_id).where(rows.c.remember_key == key)
        owners = {
            owner
            for found, owner in self.connection.execute(query)
            if owner is not None and hmac.compare_digest(found.encode(), key.encode())
        }
        return sum(self.revoke(owner) for owner in owners)

    def revoke(self, user_id: int) -> int:
        """How many keys of this user were thrown away: what sfGuard forgets at sign-out."""
        rows = self.tables.remember_key
        return self.connection.execute(delete(rows).where(rows.c.user_id == user_id)).rowcount
