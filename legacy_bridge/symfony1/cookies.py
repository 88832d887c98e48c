"""The session's cookie, read and written as PHP does."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from urllib.parse import unquote_to_bytes


def first_cookie(header: str, name: str) -> str | None:
    """The value of the first cookie called `name`; later ones of the same name do not count.

    Shape: `header` is the request's Cookie line as WSGI gives it (one character a byte). A cookie
        without `=` is empty; where any is called `name[…]`, PHP has an array and no text: None.
    Source: php-src main/php_variables.c: leading spaces go, the value is URL-decoded once, and a
        name that is already known is not replaced, but by an array.
    """
    first: str | None = None
    for part in header.split(";"):
        found, _, value = part.lstrip(" \t\r\n\v\f").partition("=")
        if found == name and first is None:
            first = unquote_to_bytes(value.encode("latin-1", "replace")).decode("latin-1")
        elif found.startswith(f"{name}[") and "]" in found:
            return None
    return first


@dataclass(frozen=True, slots=True)
class SessionCookie:
    """What php.ini and factories.yml say of the session's cookie.

    Shape: names and defaults as session.cookie_*. `signing_secret` is sfCacheSessionStorage's
        session_cookie_secret: the cookie is then the id, a colon and a signature.
    Units: `lifetime_s` 0 is a cookie that goes with the browser.
    """

    name: str = "symfony"
    path: str = "/"
    domain: str = ""
    is_secure: bool = False
    is_http_only: bool = False
    same_site: str = ""
    lifetime_s: int = 0
    signing_secret: str = ""

    def session_id(self, value: str) -> str | None:
        """The id a cookie's value names; None when it was not signed by the site."""
        if not self.signing_secret:
            return value
        session_id, _, signature = value.partition(":")
        made = self._signature(session_id)
        signed = signature.encode("utf-8", "surrogateescape")
        return session_id if hmac.compare_digest(signed, made.encode()) else None

    def header(self, session_id: str, now: float = 0) -> str:
        """The Set-Cookie line that gives a visitor this session.

        Source: php-src ext/session/session.c, php_session_send_cookie; ext/standard/head.c.
        """
        value = session_id
        if self.signing_secret:
            value = f"{session_id}:{self._signature(session_id)}"
        words = [f"{self.name}={value}"]
        if self.lifetime_s:
            until = datetime.fromtimestamp(int(now), UTC) + timedelta(seconds=self.lifetime_s)
            words += [f"expires={format_datetime(until, usegmt=True)}"]
            words += [f"Max-Age={self.lifetime_s}"]
        words += [f"path={self.path}"] if self.path else []
        words += [f"domain={self.domain}"] if self.domain else []
        words += ["secure"] if self.is_secure else []
        words += ["HttpOnly"] if self.is_http_only else []
        words += [f"SameSite={self.same_site}"] if self.same_site else []
        return "; ".join(words)

    def _signature(self, session_id: str) -> str:
        # Source: sfCacheSessionStorage::initialize; sha1 is what the other side computes.
        text = f"{session_id}:{self.signing_secret}".encode("utf-8", "surrogateescape")
        return hashlib.sha1(text, usedforsecurity=False).hexdigest()
