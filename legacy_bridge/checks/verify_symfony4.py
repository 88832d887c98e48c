"""One Symfony 4 session looked at: its bags, its user, and what each side would make of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from legacy_bridge.checks.verify import SeenKey, SeenSession, is_readable, kind_of
from legacy_bridge.php.draft import SessionDraft
from legacy_bridge.php.errors import PhpFormatError
from legacy_bridge.php.formats import SessionFormat
from legacy_bridge.php.session import PhpSession
from legacy_bridge.php.values import PhpValue
from legacy_bridge.php.writing import encode
from legacy_bridge.stores.ids import is_legal_id
from legacy_bridge.stores.store import SessionStore
from legacy_bridge.symfony4.bags import ATTRIBUTES, FLASHES, SymfonyBags
from legacy_bridge.symfony4.identity import (
    IdentityRules,
    Provider,
    Refused,
    SignedInUser,
    identified,
    remembered,
)
from legacy_bridge.symfony4.sessions import SymfonyRules

_CSRF = "_csrf/"
_BOTH_ANONYMOUS = ("answers an anonymous visitor",) * 2


@dataclass(frozen=True, slots=True)
class Symfony4Site:
    """What is known of the site; without a `provider` nobody can be looked up."""

    store: SessionStore
    rules: SymfonyRules
    identity: IdentityRules
    provider: Provider | None = None
    secret: str = ""


def verify_symfony4(
    session_id: str,
    site: Symfony4Site,
    now: int,
    *,
    remember_cookie: str | None = None,
    shows_values: bool = False,
) -> SeenSession:
    """The session of this id, read as the site's rules say; nothing is written or touched.

    Errors: what the store raises.
    """
    remarks = tuple(_remarks_on_cookie(remember_cookie, site, now))
    if not is_legal_id(session_id):
        return SeenSession(
            is_stored=False, fault="no session id", php="gives a new id", remarks=remarks
        )
    data = site.store.read(session_id)
    if not data:
        # Symfony turns strict mode on: an id without a session is nobody's.
        return SeenSession(
            is_stored=False, php="gives a new id when one is needed", remarks=remarks
        )
    readable = tuple(layout for layout in SessionFormat if is_readable(data, layout))
    seen = SeenSession(is_stored=True, size=len(data), readable_as=readable, remarks=remarks)
    try:
        session = PhpSession.parse(data, site.rules.layout, site.rules.limits)
    except PhpFormatError as error:
        return replace(seen, fault=str(error), php="throws this session away: anonymous")
    bags = SymfonyBags(SessionDraft(session), site.rules.update_threshold_s)
    user = _user(bags, site)
    php, python = _decisions(user, has_provider=site.provider is not None)
    return replace(
        seen,
        keys=tuple(_keys(session, shows_values=shows_values)),
        user_id=user.user_id if isinstance(user, SignedInUser) else None,
        username=user.identifier if user else "",
        credentials=tuple(sorted(user.roles)) if isinstance(user, SignedInUser) else (),
        culture=bags.locale or "",
        idle_s=None if bags.last_used is None else now - bags.last_used,
        php=php,
        python=python,
        remarks=(*_remarks(bags), *remarks),
    )


def _user(bags: SymfonyBags, site: Symfony4Site) -> SignedInUser | Refused | None:
    provider = site.provider or (lambda _: None)
    return identified(bags, site.identity, provider)


def _decisions(user: SignedInUser | Refused | None, *, has_provider: bool) -> tuple[str, str]:
    match user:
        case None:
            return _BOTH_ANONYMOUS
        case Refused() if not has_provider:
            return f"looks {user.identifier} up", "refuses: no database to look them up in"
        case Refused():
            return f"signs {user.identifier} out: {user.why}", f"refuses: {user.why}"
        case SignedInUser():
            return (f"answers {user.identifier}",) * 2


def _keys(session: PhpSession, *, shows_values: bool) -> Iterator[SeenKey]:
    for entry in session.layer.entries:
        value = session.values[entry.key]
        if entry.key == ATTRIBUTES and isinstance(value, dict):
            for name, each in value.items():
                yield _seen(f"{ATTRIBUTES}: {name}", each, shows_values=shows_values)
        else:
            yield _seen(str(entry.key), value, shows_values=shows_values)


def _seen(name: str, value: PhpValue, *, shows_values: bool) -> SeenKey:
    return SeenKey(name, kind_of(value), len(encode(value)), value if shows_values else None)


def _remarks(bags: SymfonyBags) -> Iterator[str]:
    forms = [str(name)[len(_CSRF) :] for name in bags.attributes() if str(name).startswith(_CSRF)]
    if forms:
        yield f"form tokens of {', '.join(sorted(forms))}"
    waiting = {str(kind): value for kind, value in bags.draft.array((FLASHES,)).items()}
    for kind, value in sorted(waiting.items()):
        yield f"{len(value) if isinstance(value, dict) else 0} messages waiting as {kind}"


def _remarks_on_cookie(cookie: str | None, site: Symfony4Site, now: int) -> Iterator[str]:
    if cookie is None:
        return
    if not site.secret or site.provider is None:
        yield "REMEMBERME cannot be checked: no secret, or no database"
        return
    found = remembered(cookie, site.secret, site.identity, site.provider, now)
    match found:
        case None:
            yield "REMEMBERME says nothing"
        case Refused():
            yield f"REMEMBERME of {found.identifier} signs nobody in: {found.why}"
        case SignedInUser():
            yield f"REMEMBERME signs {found.identifier} in on both sides"
