"""Session ids: which ones are legal, and new ones."""

import re
import secrets

from legacy_bridge.stores.errors import SessionIdIllegal

#: Source: php-src ext/session/session.c, php_session_valid_key.
_LEGAL = re.compile(r"[A-Za-z0-9,-]{1,256}", re.ASCII)


def is_legal_id(text: str) -> bool:
    """Whether PHP would look for a session of this id at all."""
    return _LEGAL.fullmatch(text) is not None


def checked_id(text: str) -> str:
    """The same id.

    Errors: SessionIdIllegal, before any store is touched.
    """
    if not is_legal_id(text):
        raise SessionIdIllegal("A session id may hold letters, digits, comma and dash, up to 256")
    return text


def new_session_id() -> str:
    """An id nobody can guess: 128 bits, in the form every PHP version accepts."""
    return secrets.token_hex(16)
