"""Answers that depend on the visitor, kept out of every cache that several visitors share."""

from proxy.core.messages import Headers

#: What only some caches read, each before Cache-Control (nginx, Varnish, RFC 9213).
_OF_ONE_CACHE = frozenset({b"x-accel-expires", b"surrogate-control", b"edge-control"})
_TARGETED = b"cdn-cache-control"
_SHARED = frozenset({b"public", b"s-maxage"})


def unshared(headers: Headers) -> Headers:
    """An answer's fields, with the word that it is one visitor's.

    Shape:  what forbids sharing already stays as it is; what allows it by name is not stored at
            all; both sides of a lot say the same, so that no cache keeps one for the other's
            visitors.
    Source: RFC 9111 sections 3, 4.1 and 5.2.2; RFC 9213.
    """
    kept = [field for field in headers if not _is_targeted(field[0].lower())]
    said = _directives(kept, b"cache-control")
    if said & _SHARED:
        kept = [field for field in kept if field[0].lower() != b"cache-control"]
        kept.append((b"Cache-Control", b"private, no-store"))
    elif not said & {b"private", b"no-store"}:
        kept.append((b"Cache-Control", b"private"))
    if not _directives(kept, b"vary") & {b"*", b"cookie"}:
        kept.append((b"Vary", b"Cookie"))
    return tuple(kept)


def _is_targeted(name: bytes) -> bool:
    return name in _OF_ONE_CACHE or name.endswith(_TARGETED)


def _directives(headers: list[tuple[bytes, bytes]], wanted: bytes) -> set[bytes]:
    """The words of a field; one with a value loses it only where the value widens nothing."""
    parts = (p for name, value in headers if name.lower() == wanted for p in value.split(b","))
    words: set[bytes] = set()
    for part in parts:
        name, equals, _ = part.strip(b" \t").lower().partition(b"=")
        # private="Set-Cookie" lets the rest be shared.
        words.add(name + equals if name == b"private" else name)
    return words
