"""Groups of visitors that a lot names: digests of words, so that no cookie holds a person's name."""

import hashlib
import re
from collections.abc import Iterable

from proxy.core.visitors import MOST_WORDS, Visitor

#: What `routing.yaml` may say: a user's name, a group, an organisation.
WORD = re.compile(r"(user|group|organisation):\S(.*\S)?")

#: Whoever joins a group is in its cohort after so long without signing in again.
BELIEVED_S = 600


def digest_of(word: str) -> str:
    """What stands for a cohort word in a card and in a decision."""
    return hashlib.sha256(word.encode("utf-8", "surrogateescape")).hexdigest()[:12]


def binding(session: bytes, vocabulary: Iterable[str]) -> str:
    """What words belong to: one session, and the words that the table knows.

    Shape: `session` is the session's cookie as sent; empty without one, and so is the binding.
    """
    if not session:
        return ""
    known = "\n".join(sorted(vocabulary)).encode()
    return hashlib.sha256(session + b"\0" + known).hexdigest()[:16]


def must_ask(visitor: Visitor, bound_to: str, now: int) -> bool:
    """Whether it is not known, or no longer, which words are true of the visitor."""
    if not bound_to:
        return False
    return visitor.asked_for != bound_to or not 0 <= now - visitor.asked_at <= BELIEVED_S


def told(words: Iterable[str], vocabulary: frozenset[str]) -> frozenset[str]:
    """The digests of those words that the table knows."""
    digests = sorted({digest_of(word) for word in words} & vocabulary)
    return frozenset(digests[:MOST_WORDS])
