"""Sessions to start from, in PHP's own words."""

from legacy_bridge.php.draft import SessionDraft
from legacy_bridge.php.formats import SessionFormat
from legacy_bridge.php.session import PhpSession


def php_draft(data: bytes) -> SessionDraft:
    return SessionDraft(PhpSession.parse(data, SessionFormat.PHP))


def sf_session(
    attributes: bytes = b"a:0:{}",
    *,
    last: int = 1_000_000,
    signed_in: bool = False,
    credentials: bytes = b"a:0:{}",
) -> bytes:
    """The five keys of sfUser, and one more that is nobody's."""
    return (
        b"symfony/user/sfUser/lastRequest|i:%d;symfony/user/sfUser/authenticated|b:%d;"
        b"symfony/user/sfUser/credentials|%bsymfony/user/sfUser/attributes|%b"
        b'symfony/user/sfUser/culture|s:2:"fr";hors_symfony|s:2:"\xff\0";'
    ) % (last, signed_in, credentials, attributes)
