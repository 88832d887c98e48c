"""The visitor's card: a cookie of ours that nobody else can write, and that PHP never sees."""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable, Iterator

from proxy.core.visitors import BUCKETS, Mark, Override, Visitor

NAME = b"figuier_visitor"
#: A longer one is not ours.
LONGEST = 1024
#: 400 days, the most that browsers grant.
LIFE_S = 400 * 86400

_VISITOR = b"figuier visitor 1\n"
_TESTER = b"figuier tester 1\n"
_BUCKET = b"figuier bucket 1\n"
_SIGNATURE = 22
#: version . bucket . asked for . asked at . words . overrides . marks
_CARD = re.compile(
    r"1\.([0-9]{1,4})\.([0-9a-f]{0,16})\.([0-9]{1,12})\.((?:[0-9a-f]{12}~)*)"
    r"\.((?:[a-z][a-z0-9_]*-[pl]-[0-9]{1,12}~)*)\.((?:[a-z][a-z0-9_]*-[plc]-[0-9]{1,12}~)*)"
)
_OVERRIDE = re.compile(r"([a-z][a-z0-9_]*)-([pl])-([0-9]{1,12})")


def card_in(cookies: Iterable[bytes], key: bytes) -> Visitor | None:
    """The visitor whose card is among these Cookie values; None when there is none to believe.

    Shape: what is forged, signed by another key or too long counts for nothing; of two true cards
           that differ, neither does.
    """
    if not key:
        return None
    found = {value for value in _values(cookies) if _is_signed(value, key, _VISITOR)}
    return _visitor(found.pop()) if len(found) == 1 else None


def sealed(visitor: Visitor, key: bytes) -> bytes:
    """The card of a visitor who has a bucket; its oldest marks go when it would be too long."""
    words = "".join(f"{word}~" for word in sorted(visitor.words))
    overrides = "".join(f"{_spelled(override)}~" for override in visitor.overrides)
    marks = [f"{m.journey}-{_side(m)}-{m.at}~" for m in visitor.marks]
    head = f"1.{visitor.bucket}.{visitor.asked_for}.{visitor.asked_at}.{words}.{overrides}."
    while marks and len(head) + sum(map(len, marks)) + _SIGNATURE >= LONGEST:
        marks.pop()
    return _signed((head + "".join(marks)).encode(), key, _VISITOR)


def set_cookie(card: bytes, *, is_secure: bool) -> bytes:
    """The value of the Set-Cookie field that gives a visitor the card."""
    secure = b"; Secure" if is_secure else b""
    return b"%b=%b; Max-Age=%d; Path=/; HttpOnly; SameSite=Lax%b" % (NAME, card, LIFE_S, secure)


def without_card(value: bytes) -> bytes:
    """A Cookie value as PHP may see it; every other byte of it stays."""
    parts = value.split(b";")
    kept = [part for part in parts if part.partition(b"=")[0].strip(b" \t") != NAME]
    return value if len(kept) == len(parts) else b";".join(kept).lstrip(b" \t")


def override_token(override: Override, key: bytes) -> str:
    """What a tester's address ends with: one word without dots, which logs take for a key."""
    token = _signed(_spelled(override).encode(), key, _TESTER).decode("ascii")
    return token.replace(".", "~")


def override_in(token: str, key: bytes) -> Override | None:
    """The override that an address grants; None for one that `figuier tester` did not make."""
    text = token.replace("~", ".").encode("utf-8", "replace")
    if not key or not _is_signed(text, key, _TESTER):
        return None
    match = _OVERRIDE.fullmatch(text.rpartition(b".")[0].decode())
    return _override(*match.groups()) if match else None


def bucket_of(session: bytes, key: bytes) -> int:
    """The bucket of a visitor who has a session but no card yet, whatever process is asked first.

    Shape: `session` is not empty; nobody can tell the bucket from it without the key.
    """
    digest = hmac.digest(key, _BUCKET + session, hashlib.sha256)
    return int.from_bytes(digest[:8], "big") % BUCKETS


def session_in(cookies: Iterable[bytes], name: bytes) -> bytes:
    """The first cookie of that name, as PHP takes it; empty without one."""
    for part in b";".join(cookies).split(b";"):
        found, _, value = part.lstrip(b" \t").partition(b"=")
        if found == name:
            return value
    return b""


def _values(cookies: Iterable[bytes]) -> Iterator[bytes]:
    for value in cookies:
        for part in value.split(b";"):
            name, _, text = part.strip(b" \t").partition(b"=")
            if name == NAME and len(text) <= LONGEST:
                yield text


def _visitor(card: bytes) -> Visitor | None:
    match = _CARD.fullmatch(card.rpartition(b".")[0].decode())
    if match is None or int(match[1]) >= BUCKETS:
        return None
    overrides = (_override(*each.split("-")) for each in match[5].split("~")[:-1])
    marks = (_mark(*each.split("-")) for each in match[6].split("~")[:-1])
    return Visitor(
        bucket=int(match[1]),
        words=frozenset(match[4].split("~")[:-1]),
        asked_for=match[2],
        asked_at=int(match[3]),
        overrides=tuple(overrides),
        marks=tuple(marks),
    )


def _override(lot: str, side: str, until: str) -> Override:
    return Override(lot, side == "p", int(until))


def _mark(journey: str, side: str, at: str) -> Mark:
    return Mark(journey, side != "l", int(at), side == "c")


def _side(mark: Mark) -> str:
    if not mark.is_python:
        return "l"
    return "c" if mark.by_cohort else "p"


def _spelled(override: Override) -> str:
    return f"{override.lot}-{'p' if override.is_python else 'l'}-{override.until}"


def _signed(text: bytes, key: bytes, purpose: bytes) -> bytes:
    return text + b"." + _signature(text, key, purpose)


def _is_signed(value: bytes, key: bytes, purpose: bytes) -> bool:
    text, _, signature = value.rpartition(b".")
    return hmac.compare_digest(_signature(text, key, purpose), signature)


def _signature(text: bytes, key: bytes, purpose: bytes) -> bytes:
    digest = hmac.digest(key, purpose + text, hashlib.sha256)
    return base64.urlsafe_b64encode(digest)[:_SIGNATURE]
