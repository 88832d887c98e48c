"""A sign-out of the legacy application, told by the remember cookie that its answer takes away."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from proxy.core.messages import Headers

#: What a remember key is made of; anything else names no key (sfGuardRememberKey: base 36).
_KEY = re.compile(rb"[0-9A-Za-z]{1,64}")
_COOKIE_LINE = re.compile(rb"\r\ncookie:[ \t]*([^\r]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class GoodbyeSign:
    """How one legacy says goodbye, by the name of its remember cookie.

    Source: sfGuardSecurityUser::signOut, which always expires that cookie and never deletes the
            key's row; php-src ext/standard/head.c, which spells an empty cookie `=deleted`.
    """

    cookie: bytes
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

    def key_in(self, cookies: Iterable[bytes]) -> str | None:
        """The remember key that the visitor who left had, if the browser sent one.

        Source: php-src main/php_variables.c: of two cookies of one name, the first counts.
        """
        for part in b";".join(cookies).split(b";"):
            name, _, value = part.lstrip(b" \t").partition(b"=")
            if name == self.cookie:
                return value.decode("ascii") if _KEY.fullmatch(value) else None
        return None

    def key_in_head(self, head: bytes) -> str | None:
        """The same, from a request's head as sent, perhaps with its content behind."""
        return self.key_in(_COOKIE_LINE.findall(head.partition(b"\r\n\r\n")[0]))

    def key_of_exchange(self, asked: Headers, answered: Headers) -> str | None:
        """The key to forget after this request and its answer; None when nobody signed out."""
        if not any(n.lower() == b"set-cookie" and self.is_in(v) for n, v in answered):
            return None
        return self.key_in(value for name, value in asked if name.lower() == b"cookie")
