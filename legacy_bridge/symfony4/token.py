"""Who is signed in on a Symfony 4 firewall: its security token, read without instantiating it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from legacy_bridge.php.errors import PhpError
from legacy_bridge.php.limits import Limits
from legacy_bridge.php.reading import decode
from legacy_bridge.php.references import named_value
from legacy_bridge.php.values import PhpKey, PhpObject, PhpReference, PhpValue, php_bytes

#: Where an application's user class may keep what it is called; getUserIdentifier() is code.
IDENTIFIERS = ("userIdentifier", "username", "email")
_TOKEN_LIMITS = Limits(size=256 * 1024, depth=64, count=5_000)
_ANONYMOUS = "AnonymousToken"


@dataclass(frozen=True, slots=True)
class TokenUser:
    """What a token says of its user; whether this is still so, Symfony asks its provider.

    Shape: `password` is what the user's class keeps of it, if anything.
    """

    identifier: str
    roles: tuple[str, ...]
    token_class: str
    password: str | None = field(default=None, repr=False, compare=False)


def token_user(
    attributes: Mapping[PhpKey, PhpValue],
    context: str,
    identifiers: tuple[str, ...] = IDENTIFIERS,
) -> TokenUser | None:
    """The user of the firewall `context`; None when nobody is, or the token cannot be read.

    Shape: `attributes` is the session's attribute bag; `identifiers` names the property of the
        site's own user class. Tokens of 4.4 and 5.4: user name and password, guard, remember-me,
        switched user, and those of authenticators.
    Source: Symfony's Security/Core AbstractToken::__serialize and its children.
    """
    serialized = attributes.get(f"_security_{context}")
    if not isinstance(serialized, str):
        return None
    text = php_bytes(serialized)
    try:
        token = decode(text, _TOKEN_LIMITS)
        data = _data_of(token)
        user = None if data is None else data.get(0)
        if isinstance(user, PhpReference):  # a switched user is written inside the original token
            user = named_value(text.decode("latin-1"), user.number)
    except PhpError:
        return None
    if not isinstance(token, PhpObject) or data is None:
        return None
    if token.class_name.endswith(_ANONYMOUS) or data.get(1) is not True:
        return None
    identifier = _identifier(user, identifiers)
    roles = data.get(4)
    names = roles.values() if isinstance(roles, Mapping) else ()
    if identifier is None:
        return None
    password = user.get("password") if isinstance(user, PhpObject) else None
    return TokenUser(
        identifier,
        tuple(each for each in names if isinstance(each, str)),
        token.class_name,
        password if isinstance(password, str) and password else None,
    )


def _data_of(token: PhpValue) -> Mapping[PhpKey, PhpValue] | None:
    """The five places of AbstractToken: user, authenticated, nothing, attributes, roles."""
    if not isinstance(token, PhpObject):
        return None
    data: PhpValue = dict(token.properties)
    if token.kind == "C":
        data = decode(token.payload, _TOKEN_LIMITS)
    # Each child class puts its own places first and its parent's last.
    while isinstance(data, dict) and data:
        if len(data) == 5 and isinstance(data.get(3), dict) and isinstance(data.get(4), dict):
            return data
        data = data[next(reversed(data))]
    return None


def _identifier(user: PhpValue, identifiers: tuple[str, ...]) -> str | None:
    if isinstance(user, str):
        return user or None
    if not isinstance(user, PhpObject):
        return None
    found = (user.get(name) for name in identifiers)
    return next((each for each in found if isinstance(each, str) and each), None)
