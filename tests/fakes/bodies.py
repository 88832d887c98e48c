"""A client's body held in memory, and a client that can leave."""

from proxy.backends.bodies import Framing
from proxy.errors import ClientWentAway


class FakeBody:
    """Gives its pieces one read at a time; a None among them is the client leaving."""

    def __init__(
        self,
        *pieces: bytes | None,
        framing: Framing = Framing.LENGTH,
        length: int | None = None,
        has_left: bool = False,
    ) -> None:
        self._pieces = list(pieces)
        self.framing = framing
        self.length = sum(map(len, filter(None, pieces))) if length is None else length
        self.has_left = has_left
        self.reads = 0

    def read(self, size: int) -> bytes:
        self.reads += 1
        piece = self._pieces.pop(0) if self._pieces else b""
        if piece is None:
            raise ClientWentAway("the client left in the middle of its request")
        if len(piece) > size:
            self._pieces.insert(0, piece[size:])
        return piece[:size]

    def client_has_left(self) -> bool:
        return self.has_left
