"""A sign-out of the legacy application, told by the remember cookie that its answer takes away."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from proxy.core.messages import Headers

#: What a remember key is made of; anything else names no key (sfGuardRememberKey: base 36).
_KEY = re.compile(rb"[0-9A-Za-z]{1,64}")
#: What PHP takes for a session id, and the signature that symfony's cache puts behind it.
_SESSION = re.compile(rb"[0-9A-Za-z,-]{1,256}(:[0-9a-f]{40})?")
#: Between the key, if the browser sent one, and the session's cookie; no key has this sign.
SESSION_MARK = ":"
#: Before the cookie of a session that a visitor was just given in place of another.
MET_MARK = "+"
_COOKIE_LINE = re.compile(rb"\r\ncookie:[ \t]*([^\r]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class GoodbyeSign:
    """How one legacy says goodbye, by the names of its remember and its session cookie.

    Source: sfGuardSecurityUser::signOut, which always expires that cookie and never deletes the
            key's row; php-src ext/standard/head.c, which spells an empty cookie `=deleted`.
    """

    cookie: bytes
    session: bytes = b""
    marks: tuple[bytes, bytes] = field(init=False)

    def __post_init__(self) -> None:
        """Prepare the two spellings of a cookie that is taken away."""
        object.__setattr__(self, "marks", (self.cookie + b"=deleted;", self.cookie + b"=;"))

    def is_in(self, value: bytes) -> bool:
        """Whether this Set-Cookie value takes the remember cookie away."""
        return value.startswith(self.marks)

    def is_line(self, line: bytes) -> bool:
        """Whether this whole field line does; called for rare lines only."""
        name, _, value = line.partition(b":")
        return name.lower() == b"set-cookie" and self.is_in(value.lstrip(b" \t"))

    def met_in(self, cookies: Iterable[bytes], value: bytes) -> str | None:
        """MET_MARK and the session this Set-Cookie value gives, to a visitor who had another.

        Shape: so PHP answers a sign-in; who has no session yet is nobody to be known.
        Source: sfSessionStorage::regenerate.
        """
        if not self.session or value.partition(b"=")[0] != self.session:
            return None
        given = _first((value,), self.session, _SESSION)
        had = _first(cookies, self.session, _SESSION)
        return f"{MET_MARK}{given}" if given and had and given != had else None

    def met_in_line(self, line: bytes, head: bytes) -> str | None:
        """The same, from one field line of an answer and the head it answers."""
        name, _, value = line.partition(b":")
        if name.lower() != b"set-cookie":
            return None
        return self.met_in(_cookies_of(head), value.lstrip(b" \t"))

    def met_in_exchange(self, asked: Headers, answered: Headers) -> str | None:
        """The same, from all fields of a request and its answer."""
        cookies = tuple(value for name, value in asked if name.lower() == b"cookie")
        given = (self.met_in(cookies, v) for n, v in answered if n.lower() == b"set-cookie")
        return next((each for each in given if each), None)

    def key_in(self, cookies: Iterable[bytes]) -> str | None:
        """The remember key that the visitor who left had, if the browser sent one.

        Source: php-src main/php_variables.c: of two cookies of one name, the first counts, and its
            value is URL-decoded once.
        """
        return _first(cookies, self.cookie, _KEY)

    def who_in(self, cookies: Iterable[bytes]) -> str | None:
        """The remember key, SESSION_MARK and the session's cookie, as far as sent: who left.

        Shape: both, as the key may be dead while the session was signed in.
        """
        lines = tuple(cookies)
        session = _first(lines, self.session, _SESSION) if self.session else None
        behind = f"{SESSION_MARK}{session}" if session else ""
        return f"{self.key_in(lines) or ''}{behind}" or None

    def who_in_head(self, head: bytes) -> str | None:
        """The same, from a request's head as sent, perhaps with its content behind."""
        return self.who_in(_cookies_of(head))

    def who_in_exchange(self, asked: Headers, answered: Headers) -> str | None:
        """Who left with this request and its answer; None when nobody signed out."""
        if not any(n.lower() == b"set-cookie" and self.is_in(v) for n, v in answered):
            return None
        return self.who_in(value for name, value in asked if name.lower() == b"cookie")


def _cookies_of(head: bytes) -> list[bytes]:
    found: list[bytes] = _COOKIE_LINE.findall(head.partition(b"\r\n\r\n")[0])
    return found


def _first(cookies: Iterable[bytes], wanted: bytes, kind: re.Pattern[bytes]) -> str | None:
    for part in b";".join(cookies).split(b";"):
        name, _, raw = part.lstrip(b" \t").partition(b"=")
        if name == wanted:
            value = unquote_to_bytes(raw)
            return value.decode("ascii") if kind.fullmatch(value) else None
    return None
