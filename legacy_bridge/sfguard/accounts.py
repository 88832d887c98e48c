"""Who may sign in: accounts, their groups and permissions, read as sfGuard reads them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, or_, select, update

from legacy_bridge.sfguard.passwords import StoredPassword
from legacy_bridge.sfguard.tables import GuardTables


@dataclass(frozen=True, slots=True)
class Account:
    """One row of sf_guard_user."""

    id: int
    username: str
    email: str
    full_name: str
    password: StoredPassword
    is_active: bool
    is_super_admin: bool


@dataclass(frozen=True, slots=True)
class Accounts:
    """The accounts of one database, through one connection.

    Shape: `by_email` is app_sf_guard_plugin_allow_login_with_email.
    """

    connection: Connection
    tables: GuardTables
    by_email: bool = True

    def with_id(self, user_id: int) -> Account | None:
        """The account of a session, or None when it was deleted."""
        user = self.tables.user
        return self._first(select(user).where(user.c.id == user_id))

    def with_login(self, typed: str) -> Account | None:
        """The account somebody types the name or e-mail address of.

        Shape: the database compares, with its own collation: under utf8_general_ci `CLAUDE` is
            claude and `Elodie` is élodie. Of two, the first that was made.
        Source: sfGuardValidatorUser, whose string validator trims.
        """
        login = typed.strip(" \t\n\r\0\x0b")
        if not login:
            return None
        user = self.tables.user
        wanted = [user.c.username == login]
        if self.by_email and self.tables.has_email:
            wanted.append(user.c.email_address == login)
        return self._first(select(user).where(or_(*wanted)).order_by(user.c.id))

    def permissions(self, user_id: int) -> tuple[str, ...]:
        """What sfGuard copies into the session at sign-in: own permissions, then the groups'.

        Source: sfGuardUser::getAllPermissions; rows come in the order of their keys.
        """
        tables = self.tables
        own = (
            select(tables.permission.c.name)
            .join(
                tables.user_permission,
                tables.user_permission.c.permission_id == tables.permission.c.id,
            )
            .where(tables.user_permission.c.user_id == user_id)
            .order_by(tables.permission.c.id)
        )
        of_groups = (
            select(tables.permission.c.name)
            .join(
                tables.group_permission,
                tables.group_permission.c.permission_id == tables.permission.c.id,
            )
            .join(
                tables.user_group,
                tables.user_group.c.group_id == tables.group_permission.c.group_id,
            )
            .where(tables.user_group.c.user_id == user_id)
            .order_by(tables.user_group.c.group_id, tables.permission.c.id)
        )
        names = [
            name
            for query in (own, of_groups)
            for name in self.connection.execute(query).scalars()
            if name
        ]
        return tuple(dict.fromkeys(names))

    def groups(self, user_id: int) -> tuple[str, ...]:
        """The names of the account's groups."""
        tables = self.tables
        query = (
            select(tables.group.c.name)
            .join(tables.user_group, tables.user_group.c.group_id == tables.group.c.id)
            .where(tables.user_group.c.user_id == user_id)
            .order_by(tables.group.c.id)
        )
        return tuple(name for name in self.connection.execute(query).scalars() if name)

    def signed_in_at(self, user_id: int, now: datetime) -> None:
        """Note the sign-in as sfGuard does; `now` is PHP's local time, without a zone."""
        self._update(user_id, {"last_login": now, "updated_at": now})

    def change_password(self, user_id: int, password: StoredPassword, now: datetime) -> None:
        """A password that PHP accepts at once; the old one is worth nothing any more."""
        columns = {
            "algorithm": password.algorithm,
            "salt": password.salt,
            "password": password.password,
            "updated_at": now,
        }
        self._update(user_id, columns)

    def _update(self, user_id: int, columns: Mapping[str, object]) -> None:
        user = self.tables.user
        known = {name: value for name, value in columns.items() if name in user.c}
        self.connection.execute(update(user).where(user.c.id == user_id).values(known))

    def _first(self, query: Select[Any]) -> Account | None:
        row = self.connection.execute(query.limit(1)).mappings().first()
        if row is None:
            return None
        names = (row.get("first_name"), row.get("last_name"))
        return Account(
            id=int(row["id"]),
            username=row["username"],
            email=row.get("email_address") or "",
            full_name=" ".join(name for name in names if name),
            password=StoredPassword(row["algorithm"] or "", row["salt"], row["password"]),
            is_active=bool(row["is_active"]),
            is_super_admin=bool(row["is_super_admin"]),
        )
