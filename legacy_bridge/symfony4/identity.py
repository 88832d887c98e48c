"""Who a Symfony 4 session says is signed in, and whether Symfony would still believe it."""

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from legacy_bridge.php.values import php_bytes
from legacy_bridge.symfony4.bags import SymfonyBags
from legacy_bridge.symfony4.remember_me import remember_me
from legacy_bridge.symfony4.token import IDENTIFIERS, TokenUser, token_user


@dataclass(frozen=True, slots=True)
class FreshUser:
    """What the site's user provider finds now.

    Shape: `password` is the stored digest, which Symfony compares with the session's; `roles` is
        None where we do not know how the site gives them, and the session's then count.
    """

    user_id: int
    name: str
    password: str
    is_active: bool
    roles: frozenset[str] | None = None
    algorithm: str = ""


#: What Symfony calls somebody whom no remember-me cookie brought.
FULLY = "IS_AUTHENTICATED_FULLY"

#: From the identifier in the session to the account as it is now; None when there is none.
Provider = Callable[[str], FreshUser | None]


@dataclass(frozen=True, slots=True)
class SignedInUser:
    """Somebody whom Symfony would let in."""

    identifier: str
    user_id: int
    name: str
    roles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Refused:
    """Somebody the session names, and Symfony would sign out at the next page."""

    identifier: str
    why: str


@dataclass(frozen=True, slots=True)
class IdentityRules:
    """What security.yaml says of who is who.

    Shape: `context` is the firewall's; `hierarchy` gives the roles that each role implies;
        `identifiers` are properties of the site's user class.
    """

    context: str = "main"
    hierarchy: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    identifiers: tuple[str, ...] = IDENTIFIERS


def identified(
    bags: SymfonyBags, rules: IdentityRules, provider: Provider
) -> SignedInUser | Refused | None:
    """The session's user, looked up again as Symfony does at each request; None for nobody.

    Source: Symfony's ContextListener::refreshUser, AbstractToken::hasUserChanged.
    """
    token = token_user(bags.attributes(), rules.context, rules.identifiers)
    if token is None:
        return None
    fresh = provider(token.identifier)
    if fresh is None:
        return Refused(token.identifier, "no such account")
    if not fresh.is_active:
        return Refused(token.identifier, "the account is switched off")
    if not _is_same_password(token, fresh):
        return Refused(token.identifier, "the password was changed since the sign-in")
    if fresh.roles is not None and fresh.roles != frozenset(token.roles):
        return Refused(token.identifier, "the roles were changed since the sign-in")
    roles = reachable(frozenset(token.roles), rules.hierarchy)
    if not token.token_class.endswith("RememberMeToken"):
        roles |= {FULLY}
    return SignedInUser(token.identifier, fresh.user_id, fresh.name, roles)


def remembered(
    cookie: str, secret: str, rules: IdentityRules, provider: Provider, now: float
) -> SignedInUser | Refused | None:
    """Whom REMEMBERME signs in, for this request; Symfony's next page writes it into the session.

    Shape: the password may be stored as the digest alone or as "algorithm:digest"; roles that we do
        not know are none.
    """
    found = remember_me(cookie)
    if found is None:
        return None
    fresh = provider(found.identifier)
    if fresh is None or not fresh.is_active:
        return Refused(found.identifier, "no such account, or it is switched off")
    forms = (fresh.password, f"{fresh.algorithm}:{fresh.password}")
    if not any(found.is_signed(secret, form, now) for form in forms):
        return Refused(found.identifier, "REMEMBERME is not signed for this password, or too old")
    roles = reachable(fresh.roles or frozenset(), rules.hierarchy)
    return SignedInUser(found.identifier, fresh.user_id, fresh.name, roles)


def reachable(roles: frozenset[str], hierarchy: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """These roles and all that they imply, from one to the next.

    Source: Symfony's RoleHierarchy.
    """
    found, waiting = set(roles), list(roles)
    while waiting:
        for role in hierarchy.get(waiting.pop(), ()):
            if role not in found:
                found.add(role)
                waiting.append(role)
    return frozenset(found)


def _is_same_password(token: TokenUser, fresh: FreshUser) -> bool:
    """A user class may write its password as "algorithm:digest", or leave it out."""
    if token.password is None:
        return True
    kept = php_bytes(token.password.rpartition(":")[2])
    return hmac.compare_digest(kept, php_bytes(fresh.password))
