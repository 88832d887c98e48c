"""The one canonical address of a request target, per kind of legacy."""

import re
from dataclasses import dataclass
from urllib.parse import quote_from_bytes, unquote_to_bytes

from proxy.core.table import Backend, BackendKind, spelled_controller

#: What every reader reads alike: no escape, no empty or dot segment, no reserved surprise.
_PLAIN = re.compile(rb"/|(?:/[A-Za-z0-9_~!$&'()*+,;=:@-][A-Za-z0-9_~!$&'()*+,;=:@.-]*)+/?")
_BAD_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_ESCAPE = re.compile(rb"%[0-9A-Fa-f]{2}")
#: RFC 3986 section 2.3: what means the same without its escape.
_NEEDLESS = re.compile(rb"%(?:2[DEde]|3[0-9]|[46][1-9A-Fa-f]|[57][0-9Aa]|5[Ff]|7[Ee])")
#: RFC 9112 section 3.2: spaces and controls end or split a request line; a fragment is never sent.
_NEVER_SENT = re.compile(rb"[\x00-\x20\x7f#]")
#: Bytes after which PHP, nginx and Python do not agree on one page; PHP answers 404 to them.
_HOSTILE = re.compile(rb"[\\\x00-\x1f\x7f]")
_ABSOLUTE = re.compile(rb"(?i)https?://([^/?#]*)(.*)", re.DOTALL)
_HOST = re.compile(rb"(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?)")
_SCRIPT = re.compile(r"/[^/]+\.php(?:/|\Z)")
#: RFC 3986 section 3.3: what a path segment may hold unescaped.
_UNESCAPED = "/~!$&'()*+,;=:@"


@dataclass(frozen=True, slots=True)
class Address:
    """What a request asks for, as its legacy application reads it.

    Shape: `controller` is the front controller's file name when the target names it; `path` is
           decoded (bytes that are not UTF-8 as surrogates), with single slashes and no dot
           segment; `query` is raw. `other_path` is what PHP reads when it may differ from what
           the web server reads. `is_canonical` says that the target is spelled the one way that
           every reader reads alike.
    """

    application: str
    controller: str
    path: str
    query: bytes
    is_canonical: bool
    other_path: str | None = None


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """A target that has no single reading, and why."""

    why: str


def host_name(authority: bytes) -> str | None:
    """The host of a Host field: lower case, without port or final dot; None when malformed.

    Source: RFC 9110 section 7.2, RFC 3986 section 3.2.2.
    """
    host, colon, port = authority.rpartition(b":")
    if not colon or port.endswith(b"]"):
        host, port = authority, b""
    if port and not (port.isdigit() and len(port) <= 5 and int(port) <= 65535):
        return None
    host = host.removesuffix(b".")
    if not _HOST.fullmatch(host) or b".." in host:
        return None
    return host.decode("ascii").lower()


def split_target(target: bytes) -> tuple[bytes | None, bytes]:
    """The authority of an absolute-form target (None otherwise), and its origin form.

    Source: RFC 9112 sections 3.2.1 and 3.2.2; the authority then replaces the Host field.
    """
    if target[:1] == b"/":
        return None, target
    absolute = _ABSOLUTE.fullmatch(target)
    if not absolute:
        return None, target
    rest = absolute[2]
    return absolute[1], rest if rest[:1] == b"/" else b"/" + rest


def asked_target(method: str, target: bytes) -> tuple[bytes | None, bytes]:
    """As `split_target`, with `*` where OPTIONS names a server and no path of it.

    Source: RFC 9112 section 3.2.4.
    """
    authority, origin = split_target(target)
    if authority is not None and method == "OPTIONS" and target.endswith(b"//" + authority):
        origin = b"*"
    return authority, origin


def canonical_address(backend: Backend, target: bytes) -> Address | Ambiguity:
    """What the backend's legacy application would answer to this request target.

    Shape:  decode once, merge slashes, remove dot segments, strip the front controller (which
            names the application), cut at a decoded `?` for Symfony 1.
    Errors: an Ambiguity where the readers of the chain do not agree or would refuse.
    Source: docs/decisions/0001-canonical-path.md.
    """
    raw, _, query = split_target(target)[1].partition(b"?")
    if b"#" in query:
        return Ambiguity("the request target holds a fragment")
    if _PLAIN.fullmatch(raw):
        path = raw.decode("ascii")
        if ".php" not in path:
            return Address(backend.default_application, "", path, query, is_canonical=True)
        return _address(backend, raw, path, query, is_plain=True)
    if raw[:1] != b"/":
        return Ambiguity("the request target is not a path")
    if _NEVER_SENT.search(raw):
        return Ambiguity("the request target holds a control byte, a space or a fragment")
    if _BAD_ESCAPE.search(raw):
        return Ambiguity("a percent sign is not followed by two hexadecimal digits")
    decoded = unquote_to_bytes(raw)
    if b"\x00" in decoded:
        return Ambiguity("the path holds an encoded NUL")
    clean = _without_dots(decoded)
    if clean is None:
        return Ambiguity("the path climbs above its root")
    # An escaped slash or question mark reads differently in a server that does not decode first.
    is_plain = clean == decoded and b"%2f" not in raw.lower() and not _is_hostile(decoded)
    if max(raw) > 0x7F or (backend.kind is BackendKind.SYMFONY1 and _ESCAPE.search(clean)):
        is_plain = False
    return _address(
        backend, raw, clean.decode("utf-8", "surrogateescape"), query, is_plain=is_plain
    )


def _is_hostile(decoded: bytes) -> bool:
    if _HOSTILE.search(decoded):
        return True
    try:
        decoded.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


def _without_dots(decoded: bytes) -> bytes | None:
    """Single slashes and no dot segment, as nginx; None when the path climbs above its root."""
    kept: list[bytes] = []
    segments = decoded.split(b"/")[1:]
    for segment in segments:
        if segment == b"..":
            if not kept:
                return None
            kept.pop()
        elif segment not in {b"", b"."}:
            kept.append(segment)
    if kept and segments[-1] in {b"", b".", b".."}:
        kept.append(b"")
    return b"/" + b"/".join(kept)


def _address(backend: Backend, raw: bytes, path: str, query: bytes, *, is_plain: bool) -> Address:
    first, slash, rest = path[1:].partition("/")
    application = _started_application(backend, first)
    controller = ""
    other: str | None = None
    if application is None:
        # Another script of the web root: no application of the table answers for it.
        application = "" if names_script(path) else backend.default_application
    else:
        controller, path = first, "/" + rest
        is_plain = is_plain and controller == spelled_controller(backend, application)
        if not slash and raw != b"/" + first.encode():
            other = _php_fallback(raw)
    if backend.kind is BackendKind.SYMFONY1:
        # `$` accepts one line end after the path, in nginx's rewriting as in sfRoute's patterns.
        whole, path = path, path.partition("?")[0].removesuffix("\n") or "/"
        is_plain = is_plain and whole == path
    elif not is_plain:
        other = _undotted_reading(backend, raw)
    if other == path:
        other = None
    return Address(application, controller, path, query, is_plain, other)


def _started_application(backend: Backend, name: str) -> str | None:
    """The application that a front controller starts, declared or Symfony's own development one."""
    application = backend.controllers.get(name)
    if application is None and name.endswith("_dev.php"):
        stem = name.removesuffix("_dev.php")
        return stem if stem in backend.controllers.values() else None
    return application


def _php_fallback(raw: bytes) -> str:
    """Symfony 1's path when PATH_INFO is empty: the raw request URI, slashes merged.

    Source: sfWebRequest::getPathInfo, sfPatternRouting::normalizeUrl.
    """
    return re.sub("/+", "/", raw.decode("utf-8", "surrogateescape"))


def _undotted_reading(backend: Backend, raw: bytes) -> str:
    """Symfony 4's path: the raw request URI, decoded once, dot segments kept.

    Source: Symfony HttpFoundation Request::preparePathInfo, Routing UrlMatcher::match.
    """
    path = re.sub(b"/+", b"/", unquote_to_bytes(raw)).decode("utf-8", "surrogateescape")
    first, _, rest = path[1:].partition("/")
    return "/" + rest if first in backend.controllers else path


def canonical_target(backend: Backend, address: Address) -> bytes | None:
    """The one spelling of an address, to redirect to; None when it has none.

    Shape: an origin-form path without query; never starts with two slashes.
    """
    path = address.path.encode("utf-8", "surrogateescape")
    if _is_hostile(path) or address.other_path is not None:
        return None
    # Symfony 1 decodes the variables of a route once more: nothing else would read them so.
    if backend.kind is BackendKind.SYMFONY1 and _ESCAPE.search(path):
        return None
    controller = spelled_controller(backend, address.application)
    if not controller and names_script(address.path) != (address.application == ""):
        return None
    prefix = b"/" + controller.encode() if controller else b""
    return prefix + quote_from_bytes(path, safe=_UNESCAPED).encode()


def is_plainly_spelled(target: bytes) -> bool:
    """Whether nothing in the target's path is escaped that could stand for itself."""
    return not _NEEDLESS.search(split_target(target)[1].partition(b"?")[0])


def names_script(path: str) -> bool:
    """Whether a path starts with a PHP file, which then answers it: nothing below is a route."""
    return bool(_SCRIPT.match(path))
