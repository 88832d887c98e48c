"""An address that somebody typed, as the request that a browser would send for it."""

import os
import re
from urllib.parse import quote_from_bytes

from proxy.core.messages import RequestHead

ABSOLUTE = re.compile(r"(?i)https?://([^/?#]*)(.*)", re.DOTALL)
#: Everything that may stand in a request line: only what could not is encoded, as browsers do.
_AS_TYPED = "".join(map(chr, range(0x21, 0x7F)))


def head_of(url: str, method: str, host: str, cookies: tuple[str, ...] = ()) -> RequestHead:
    """The head of the request that a browser would send for this URL.

    Shape: a URL's own authority wins over `host`; its fragment is not sent.
    """
    absolute = ABSOLUTE.fullmatch(url)
    authority, rest = (absolute[1], absolute[2]) if absolute else (host, url)
    origin = rest.partition("#")[0]
    if not origin.startswith("/") and origin != "*":
        origin = f"/{origin}"
    target = quote_from_bytes(os.fsencode(origin), safe=_AS_TYPED).encode("ascii")
    fields = tuple((b"Cookie", os.fsencode(cookie)) for cookie in cookies)
    return RequestHead(method, target, os.fsencode(authority), fields)
