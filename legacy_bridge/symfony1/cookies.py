"""The session's cookie, read and written as PHP does."""

from dataclasses import dataclass
from urllib.parse import unquote_to_bytes


def first_cookie(header: str, name: str) -> str | None:
    """The value of the first cookie called `name`; later ones of the same name do not count.

    Shape: `header` is the request's Cookie line as WSGI gives it (one character a byte).
    Source: php-src main/php_variables.c: leading spaces go, the value is URL-decoded once, and a
        name that is already known is not replaced.
    """
    for part in header.split(";"):
        found, has_value, value = part.lstrip(" \t\r\n\v\f").partition("=")
        if has_value and found == name:
            return unquote_to_bytes(value.encode("latin-1", "replace")).decode("latin-1")
    return None


@dataclass(frozen=True, slots=True)
class SessionCookie:
    """What PHP says of its session cookie in php.ini and factories.yml.

    Shape: names and defaults as session.cookie_*; no life time, as symfony 1 has it.
    """

    name: str = "symfony"
    path: str = "/"
    domain: str = ""
    is_secure: bool = False
    is_http_only: bool = False
    same_site: str = ""

    def header(self, session_id: str) -> str:
        """The Set-Cookie line that gives a visitor this session.

        Source: php-src ext/session/session.c, php_session_send_cookie.
        """
        words = [f"{self.name}={session_id}", f"path={self.path}" if self.path else ""]
        words += [f"domain={self.domain}" if self.domain else ""]
        words += ["secure" if self.is_secure else "", "HttpOnly" if self.is_http_only else ""]
        words += [f"SameSite={self.same_site}" if self.same_site else ""]
        return "; ".join(word for word in words if word)
