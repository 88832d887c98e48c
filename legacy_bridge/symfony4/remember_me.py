"""REMEMBERME: the signed cookie by which Symfony 4 knows a visitor again."""

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass

_DELIMITER = ":"


@dataclass(frozen=True, slots=True)
class RememberMe:
    """What a cookie claims; worth something only once `is_signed`.

    Units: `expires` in seconds since 1970.
    """

    user_class: str
    identifier: str
    expires: int
    signature: str

    def is_signed(self, secret: str, password_hash: str, now: float) -> bool:
        """Whether the site signed this for the password the user has now, and it still counts.

        Shape: `secret` is kernel.secret; `password_hash` the column as Symfony reads it.
        Source: TokenBasedRememberMeServices (4.4), SignatureHasher (5.4).
        """
        if not secret or self.expires < now:
            return False
        given = self.signature.encode("utf-8", "surrogateescape")
        is_of_4 = hmac.compare_digest(given, self._signature(secret, password_hash).encode())
        of_5 = self._signature_of_5(secret, password_hash)
        return hmac.compare_digest(given, of_5.encode()) or is_of_4

    def _signature(self, secret: str, password_hash: str) -> str:
        words = (self.user_class, self.identifier, str(self.expires), password_hash)
        return _hmac(secret, _DELIMITER.join(words)).hex()

    def _signature_of_5(self, secret: str, password_hash: str) -> str:
        fields = f":{base64.b64encode(password_hash.encode()).decode()}"
        of_fields = _text(hashlib.sha256(fields.encode()).digest())
        return _text(_hmac(secret, f"{of_fields}:{self.expires}:{self.identifier}")) + of_fields


def remember_me(cookie: str) -> RememberMe | None:
    """What the cookie says; None when it says nothing.

    Shape: 4.4 base64 of `class:base64(identifier):expires:signature`; 5.4 the same words, bare.
    """
    if len(cookie) > 4096:
        return None
    try:
        text = cookie if _DELIMITER in cookie else _bytes(cookie).decode()
        user_class, identifier, expires, signature = text.split(_DELIMITER, 3)
        found = _bytes(identifier).decode()
    except (ValueError, binascii.Error):
        return None
    if not expires.isascii() or not expires.isdigit() or not found:
        return None
    return RememberMe(user_class.replace(".", "\\"), found, int(expires[:12]), signature)


def _hmac(secret: str, text: str) -> bytes:
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).digest()


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode().translate(str.maketrans("+/=", "-_~"))


def _bytes(text: str) -> bytes:
    return base64.b64decode(text.translate(str.maketrans("-_~", "+/=")), validate=True)
