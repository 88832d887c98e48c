"""One session looked at: what it is, whose, and what each side would make of it. Writes nothing."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from legacy_bridge.php.draft import SessionDraft
from legacy_bridge.php.errors import PhpFormatError
from legacy_bridge.php.formats import SessionFormat
from legacy_bridge.php.session import PhpSession
from legacy_bridge.php.values import PhpObject, PhpReference, PhpValue
from legacy_bridge.sfguard.accounts import Account
from legacy_bridge.sfguard.remember import KeyRefusal
from legacy_bridge.stores.ids import is_legal_id
from legacy_bridge.stores.store import SessionStore
from legacy_bridge.symfony1.keys import AUTHENTICATED
from legacy_bridge.symfony1.rules import SessionRules
from legacy_bridge.symfony1.user import SfUser

_NO_ID = "no session id"
_ANONYMOUS = "answers an anonymous visitor"


@dataclass(frozen=True, slots=True)
class SeenKey:
    """One key of the session; `value` is only given when asked for.

    Units: `size` counts PHP's bytes.
    """

    key: str
    kind: str
    size: int
    value: PhpValue = None


@dataclass(frozen=True, slots=True)
class SeenSession:
    """What was found.

    Shape: `fault` is why it cannot be read; `php`, `python` and `remarks` are sentences.
    Units: `idle_s` since the last request, None when it is not known.
    """

    is_stored: bool
    size: int = 0
    fault: str = ""
    readable_as: tuple[SessionFormat, ...] = ()
    keys: tuple[SeenKey, ...] = ()
    user_id: int | None = None
    username: str = ""
    credentials: tuple[str, ...] = ()
    culture: str = ""
    idle_s: int | None = None
    php: str = "starts an anonymous session under this id"
    python: str = "answers an anonymous visitor; nothing is stored under this id"
    remarks: tuple[str, ...] = ()
    is_signed_in: bool = False


def verify(
    session_id: str,
    store: SessionStore,
    rules: SessionRules,
    now: int,
    *,
    account_of: Callable[[int], Account | None] = lambda _: None,
    shows_values: bool = False,
) -> SeenSession:
    """The session of this id, read as the site's rules say; nothing is written or touched.

    Errors: what the store raises.
    """
    if not is_legal_id(session_id):
        return SeenSession(is_stored=False, fault=_NO_ID, php="answers without any session")
    data = store.read(session_id)
    if data is None:
        return SeenSession(is_stored=False)
    readable = tuple(layout for layout in SessionFormat if is_readable(data, layout))
    try:
        session = PhpSession.parse(data, rules.layout, rules.limits)
    except PhpFormatError as error:
        return SeenSession(
            is_stored=True,
            size=len(data),
            fault=str(error),
            readable_as=readable,
            php="throws this session away: anonymous",
        )
    user = SfUser(SessionDraft(session))
    account = account_of(user.user_id) if user.user_id is not None else None
    is_late = user.has_timed_out(now, rules.timeout_s)
    php, python = _decisions(user, account, is_late)
    return SeenSession(
        is_stored=True,
        size=len(data),
        readable_as=readable,
        keys=tuple(
            SeenKey(
                str(entry.key),
                kind_of(session.values[entry.key]),
                entry.end - entry.value,
                session.values[entry.key] if shows_values else None,
            )
            for entry in session.layer.entries
        ),
        user_id=user.user_id,
        username=account.username if account else "",
        credentials=user.credentials,
        culture=user.culture or "",
        idle_s=None if user.last_request is None else now - user.last_request,
        php=php,
        python=python,
        is_signed_in=user.is_authenticated and not is_late,
    )


def with_key(seen: SeenSession, owner: Account | KeyRefusal | None) -> SeenSession:
    """What the remember key of the same browser changes: it counts where nobody is signed in.

    Shape: `owner` is what the key opens, None where none was sent.
    """
    if owner is None:
        return seen
    if seen.is_signed_in:
        return replace(seen, remarks=(*seen.remarks, "the remember key is not looked at"))
    match owner:
        case Account():
            said = f"signs {owner.username} in by the remember key"
            fault = "" if seen.fault == _NO_ID else seen.fault
            return replace(
                seen, username=owner.username, php=said, python=said, fault=fault, is_signed_in=True
            )
        case KeyRefusal.UNKNOWN:
            return replace(
                seen, remarks=(*seen.remarks, f"the remember key opens nothing: {owner}")
            )
        case _:
            refused = f"refuses the remember key: {owner}"
            return replace(seen, php="signs its owner in by the remember key", python=refused)


def _decisions(user: SfUser, account: Account | None, is_late: bool) -> tuple[str, str]:  # noqa: FBT001 - both are private
    if is_late:
        return ("signs out: idle for too long",) * 2
    if not user.is_authenticated:
        said = user.draft.get((AUTHENTICATED,))
        if not _is_false(said):
            return f"answers a signed-in visitor: it takes {kind_of(said)} for true", _ANONYMOUS
        return (_ANONYMOUS,) * 2
    if account is None:
        return "answers 500 on secured pages: no such account", "refuses: no such account"
    if not account.is_active:
        return f"still answers {account.username}", "refuses: the account is switched off"
    return (f"answers {account.username}",) * 2


def _is_false(value: PhpValue) -> bool:
    """Whether PHP takes it for false; what a link leads to is not known."""
    return not isinstance(value, PhpObject) and value in (None, False, 0, "", "0", {})


def is_readable(data: bytes, layout: SessionFormat) -> bool:
    """Whether the bytes are a session of this format."""
    try:
        return bool(PhpSession.parse(data, layout).layout)
    except PhpFormatError:
        return False


def kind_of(value: PhpValue) -> str:
    """What a value is, without saying it."""
    match value:
        case None:
            return "null"
        case PhpObject():
            return f"object {value.class_name}"
        case PhpReference():
            return "reference"
        case dict():
            return f"array of {len(value)}"
        case _:
            return {bool: "bool", int: "int", str: "string"}.get(type(value), "float")
