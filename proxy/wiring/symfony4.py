"""Where the settings say that the Symfony 4 site keeps its sessions, and who its people are."""

from collections.abc import Callable

from legacy_bridge.php.formats import SessionFormat
from legacy_bridge.sfguard.accounts import Accounts
from legacy_bridge.stores.store import SessionStore
from legacy_bridge.symfony1.cookies import SessionCookie
from legacy_bridge.symfony4.identity import FreshUser, IdentityRules, Provider
from legacy_bridge.symfony4.security import AccessUnreadable, SymfonyAccess
from legacy_bridge.symfony4.sessions import SymfonyRules
from proxy.config import Settings
from proxy.errors import ConfigurationRefused
from proxy.wiring.file_sessions import file_store
from proxy.wiring.no_sessions import NoSessions

#: The sites of this kind that lots may answer for.
SITES = frozenset({"vitrine"})


def symfony_rules(settings: Settings) -> SymfonyRules:
    """What both sides must agree on about sessions."""
    return SymfonyRules(
        SessionFormat(settings.symfony4_session_format),
        SessionCookie(settings.symfony4_session_cookie, is_http_only=True, same_site="lax"),
    )


def symfony_store(settings: Settings) -> SessionStore:
    """The site's own session files; nothing is kept when the settings do not say where."""
    if settings.symfony4_session_dir is None:
        return NoSessions()
    layout = SessionFormat(settings.symfony4_session_format)
    return file_store(settings.symfony4_session_dir, layout, settings.symfony1_session_wait_s)


def symfony_access(settings: Settings) -> SymfonyAccess:
    """What security.yaml says; no rule when the settings do not name it.

    Errors: ConfigurationRefused.
    """
    path = settings.symfony4_security_file
    try:
        return SymfonyAccess() if path is None else SymfonyAccess.of_file(path)
    except AccessUnreadable as error:
        raise ConfigurationRefused([f"FIGUIER_SYMFONY4_SECURITY_FILE: {error}"]) from error


def identity_rules(settings: Settings) -> IdentityRules:
    """Whose token counts, and what roles imply.

    Errors: ConfigurationRefused.
    """
    return IdentityRules(settings.symfony4_firewall, symfony_access(settings).hierarchy)


def provider(settings: Settings, accounts: Callable[[], Accounts]) -> Provider:
    """The site's user provider: accounts by their user name, and their roles by the settings."""
    words = [each.partition("=") for each in settings.symfony4_roles]

    def found(identifier: str) -> FreshUser | None:
        rows = accounts()
        account = rows.with_login(identifier)
        if account is None or account.username != identifier:
            return None
        roles = None
        if words:
            groups = rows.groups(account.id)
            given = {name: role for name, is_pair, role in words if is_pair}
            held = {given[name] if name in given else given.get("*") for name in groups}
            held |= {given.get("super_admin")} if account.is_super_admin else set()
            held |= {name for name, is_pair, _ in words if not is_pair}
            roles = frozenset(role for role in held if role)
        stored = account.password
        return FreshUser(
            account.id,
            account.full_name,
            stored.password or "",
            account.is_active,
            roles,
            stored.algorithm,
        )

    return found
