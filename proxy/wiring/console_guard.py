"""sfGuard's users at the console's door: those who hold a permission that a setting names."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Engine, inspect
from sqlalchemy.exc import SQLAlchemyError

from legacy_bridge.sfguard.accounts import Accounts
from legacy_bridge.sfguard.own_passwords import TABLE, OwnPasswords
from legacy_bridge.sfguard.sign_in import sign_in, sign_in_with_own
from legacy_bridge.sfguard.tables import GuardTables
from modules.kernel.clock import WallClock
from modules.kernel.database import Database
from proxy.config import Settings
from proxy.console.roles import Role, may
from proxy.console.sources import Guest, Guests
from proxy.errors import ConfigurationRefused


def console_guests(settings: Settings) -> Guests | None:
    """Who lets sfGuard's users in; None where the setting names no permission.

    Errors: ConfigurationRefused, for a role that there is not.
    """
    if not settings.console_permissions or not settings.database_url:
        return None
    clock = WallClock(settings.time_zone)
    engine = Database(settings.database_url, clock).engine
    return _Door(engine, clock, roles_in(settings.console_permissions))


def roles_in(words: tuple[str, ...]) -> Mapping[str, Role]:
    """The role of each permission, from words as console_pilotage=lead.

    Errors: ConfigurationRefused.
    """
    roles = {}
    for word in words:
        permission, _, role = word.partition("=")
        if not permission or role not in set(Role):
            told = f"{word!r} is not PERMISSION=ROLE; roles: {', '.join(Role)}"
            raise ConfigurationRefused([f"FIGUIER_CONSOLE_PERMISSIONS: {told}"])
        roles[permission] = Role(role)
    return roles


@dataclass(frozen=True, slots=True)
class _Door:
    engine: Engine
    clock: WallClock
    roles: Mapping[str, Role]

    def __call__(self, name: str, password: str) -> Guest | None:
        """Who this is, by sfGuard's own rules; nobody while its database does not answer."""
        try:
            return self._known(name, password)
        except SQLAlchemyError:
            return None

    def _known(self, name: str, password: str) -> Guest | None:
        has_own = inspect(self.engine).has_table(TABLE.name)
        with self.engine.connect() as connection:
            accounts = Accounts(connection, GuardTables.reflected(connection))
            if has_own:
                # PHP may check passwords still: nothing is added for it not to know.
                own = OwnPasswords(accounts, php_checks=True)
                now = self.clock.now().replace(tzinfo=None)
                found = sign_in_with_own(own, name, password, now)
            else:
                found = sign_in(accounts, name, password)
            account = found.account
            if account is None or found.refusal is not None:
                return None
            held = set(accounts.permissions(account.id))
            everything = account.is_super_admin
            roles = [role for word, role in self.roles.items() if everything or word in held]
        return Guest(account.username, _highest(roles)) if roles else None


def _highest(roles: list[Role]) -> Role:
    return next(role for role in reversed(Role) if any(may(each, role) for each in roles))
