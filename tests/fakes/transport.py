"""A way to the legacy that goes nowhere: it remembers what it was sent and says what it is told."""

from collections.abc import Iterator

from proxy.backends.answers import AnswerHead
from proxy.backends.bodies import Body, Framing
from proxy.core.messages import Headers, RequestHead


class FakeAnswer:
    def __init__(self, head: AnswerHead, *pieces: bytes | Exception) -> None:
        self.head, self.pieces, self.is_closed = head, pieces, False

    def __iter__(self) -> Iterator[bytes]:
        for piece in self.pieces:
            if isinstance(piece, Exception):
                raise piece
            yield piece

    def close(self) -> None:
        self.is_closed = True


class FakeTransport:
    def __init__(self, *answers: FakeAnswer | Exception) -> None:
        self.is_closed = False
        self.answers, self.heads, self.bodies = list(answers), list[RequestHead](), list[bytes]()

    def send(self, head: RequestHead, body: Body) -> FakeAnswer:
        self.heads.append(head)
        self.bodies.append(body.read(1 << 20))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def close(self) -> None:
        self.is_closed = True


def answer(*pieces: bytes | Exception, status: int = 200, headers: Headers = ()) -> FakeAnswer:
    head = AnswerHead(status, b"OK", headers, Framing.CLOSE, 0, may_reuse=False)
    return FakeAnswer(head, *pieces)
