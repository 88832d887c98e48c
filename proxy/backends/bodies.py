"""A message's body on its way through: how it is framed, and where it is read from."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Framing(StrEnum):
    """How the end of a body is known."""

    NONE = "none"
    LENGTH = "length"
    CHUNKED = "chunked"
    CLOSE = "close"


class Body(Protocol):
    """What a client sends after its head, read once and never kept whole."""

    @property
    def framing(self) -> Framing:
        """How the client framed it: NONE, LENGTH or CHUNKED."""

    @property
    def length(self) -> int:
        """Bytes the client declared; 0 unless framed by LENGTH."""

    def read(self, size: int) -> bytes:
        """The next bytes, at most `size`; empty only at the proper end.

        Errors: ClientWentAway when the client stops early, RequestRefused when what it sends
                cannot be read or is too large.
        """

    def client_has_left(self) -> bool:
        """Whether nobody waits for the answer any more."""


@dataclass(frozen=True, slots=True)
class NoBody:
    """The body of a request that has none, from a client that waits."""

    framing: Framing = Framing.NONE
    length: int = 0

    def read(self, size: int) -> bytes:
        """Nothing."""
        del size
        return b""

    def client_has_left(self) -> bool:
        """Never known."""
        return False
