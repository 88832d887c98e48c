"""Distinct visitors without knowing anybody: hashes under a salt that lives for a day."""

import hashlib
import re
from collections.abc import Sequence

from proxy.evidence.happenings import Happening

#: Visitors one process remembers of a day; beyond, it counts no new ones.
MOST_VISITORS = 200_000


def cookie_finder(names: Sequence[str]) -> "re.Pattern[bytes]":
    """What finds the session's cookie in the head of a request, or as much of it as is remembered."""
    spelled = b"|".join(re.escape(name.encode()) for name in names)
    return re.compile(
        rb"\r\ncookie:[^\r\n]*?[ ;:](?:%b)=([^;\r\n ]{8,128})" % spelled, re.IGNORECASE
    )


class VisitorHashes:
    """What stands for each visitor of the day: a keyed hash, useless once its salt is gone.

    Shape: a visitor is a session cookie, else the client's address.
    """

    def __init__(self, cookie_names: Sequence[str]) -> None:
        self._cookie = cookie_finder(cookie_names)
        self._salt = b""
        self.day = ""
        self._hashes: dict[bytes, str] = {}

    @property
    def has_salt(self) -> bool:
        """Whether visitors can be told apart."""
        return bool(self._salt)

    def begin(self, day: str, salt: bytes) -> None:
        """Another day, another salt: nothing of the day before is kept."""
        if (day, salt) != (self.day, self._salt):
            self.day, self._salt = day, salt
            self._hashes.clear()

    def of(self, happening: Happening) -> str | None:
        """The visitor's hash of today; None without a salt, or when there are too many."""
        found = self._cookie.search(happening.head)
        key = found[1] if found else happening.client
        known = self._hashes.get(key)
        if known is not None or not self._salt or len(self._hashes) >= MOST_VISITORS:
            return known
        digest = hashlib.blake2b(key, key=self._salt, digest_size=8).hexdigest()
        self._hashes[key] = digest
        return digest
