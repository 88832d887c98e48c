"""Symfony 4's form tokens: kept in the session, shown as they are or veiled."""

import base64
import binascii
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from itertools import cycle

from legacy_bridge.php.values import php_bytes
from legacy_bridge.symfony4.bags import SymfonyBags


@dataclass(frozen=True, slots=True)
class CsrfTokens:
    """The tokens of one session.

    Shape: `is_https` as the request PHP sees: such tokens are kept apart.
    Source: Symfony's Security/Csrf CsrfTokenManager, SessionTokenStorage.
    """

    bags: SymfonyBags
    is_https: bool = False

    def token(self, token_id: str, *, is_veiled: bool = False) -> str:
        """The token of a form, made when there is none; veiled as Symfony 5 does it."""
        name = self._name(token_id)
        found = self.bags.attribute(name)
        if not isinstance(found, str) or not found:
            found = secrets.token_urlsafe(32)
            self.bags.put_attribute(name, found)
        return _veiled(found) if is_veiled else found

    def accepts(self, token_id: str, given: str) -> bool:
        """Whether a form came with its token, bare (4.4) or veiled (5.x); in constant time."""
        found = self.bags.attribute(self._name(token_id))
        if not isinstance(found, str) or not found:
            return False
        return hmac.compare_digest(_unveiled(given), php_bytes(found))

    def _name(self, token_id: str) -> str:
        return f"_csrf/{'https-' if self.is_https else ''}{token_id}"


def _veiled(token: str) -> str:
    key = secrets.token_bytes(32)
    head = hashlib.md5(key, usedforsecurity=False).hexdigest()[: 1 + key[0] % 32]
    return ".".join((head, _text(key), _text(_xor(php_bytes(token), key))))


def _unveiled(given: str) -> bytes:
    parts = given.split(".")
    if len(parts) == 3:
        try:
            key, value = _bytes(parts[1]), _bytes(parts[2])
        except (binascii.Error, ValueError):
            return b""
        if key:
            return _xor(value, key)
    return given.encode("utf-8", "surrogateescape")


def _xor(value: bytes, key: bytes) -> bytes:
    return bytes(one ^ other for one, other in zip(value, cycle(key), strict=False))


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text.replace("-", "+").replace("_", "/") + "=" * (-len(text) % 4))
