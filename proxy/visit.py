"""One request's way through the WSGI door: what is known of it, and its answer on the way out."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from secrets import token_hex
from types import TracebackType
from typing import Protocol
from wsgiref.types import StartResponse, WSGIEnvironment

from proxy.access_log import Line, milliseconds_since, now, redacted, who_answered
from proxy.core.decision import Decision, Verdict
from proxy.core.messages import RequestHead
from proxy.core.sharing import unshared
from proxy.core.targets import host_name
from proxy.errors import FiguierError, LotGone
from proxy.wsgi import Client, RequestBody, cut_off

Failure = tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None] | None
Write = Callable[[bytes], object]


class Counter(Protocol):
    """Who counts visits that are over."""

    def count(self, visit: "Visit") -> None:
        """Count one; never waits and never fails."""


class Sink(Protocol):
    """Where a line goes."""

    def write(self, line: Line) -> None:
        """Take one line; never waits and never fails."""


@dataclass(slots=True)
class Visit:
    """What is known of one request so far."""

    request_id: str = field(default_factory=lambda: token_hex(8))
    began: float = field(default_factory=time.monotonic)
    client: Client = field(default_factory=lambda: Client("", "http"))
    head: RequestHead | None = None
    table: str = ""
    verdict: Verdict | None = None
    body: RequestBody | None = None
    bucket: int | None = None
    status: int = 0
    sent: int = 0
    error: str | None = None

    @property
    def method(self) -> str:
        """The request's method; GET while it is not known."""
        return self.head.method if self.head else "GET"

    def line(self) -> Line:
        """What is remembered of it."""
        head, verdict = self.head, self.verdict
        raw = head.target.decode("latin-1").partition("?")[0] if head else ""
        path = verdict.path if isinstance(verdict, Decision) else raw
        who = who_answered(verdict)
        return Line(
            at=now(),
            request_id=self.request_id,
            client=self.client.address,
            method=self.method if head else "",
            host=(host_name(head.host) if head else None) or "",
            path=redacted(path)[:500],
            status=self.status,
            bytes=self.sent,
            ms=milliseconds_since(self.began),
            backend=who.backend,
            lot=who.lot,
            route=who.route,
            stage=who.stage,
            side=who.side,
            reason=who.reason,
            table=self.table,
            error=self.error,
        )


class Noting:
    """The server's start_response, which leaves the status in the visit."""

    def __init__(self, visit: Visit, start_response: StartResponse) -> None:
        self._visit = visit
        self._start = start_response

    def __call__(
        self, status: str, headers: list[tuple[str, str]], exc_info: Failure = None, /
    ) -> Write:
        """Begin the answer."""
        self._visit.status = int(status[:3])
        return self._start(status, headers, exc_info)


class SplitAnswer:
    """A start_response for a lot that is split: no shared cache keeps it, the card goes with it."""

    def __init__(self, start_response: StartResponse, card: bytes) -> None:
        self._start = start_response
        self._card = card

    def __call__(
        self, status: str, headers: list[tuple[str, str]], exc_info: Failure = None, /
    ) -> Write:
        """Begin the answer."""
        fields = ((name.encode("latin-1"), value.encode("latin-1")) for name, value in headers)
        marked = [*unshared(tuple(fields))]
        if self._card:
            marked.append((b"Set-Cookie", self._card))
        told = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in marked]
        return self._start(status, told, exc_info)


class GoneWhenMissing:
    """A start_response that takes a retired lot's 404 for what it is: replaced by nothing."""

    def __init__(self, start_response: StartResponse, words: str = "") -> None:
        self._start = start_response
        self._words = words

    def __call__(
        self, status: str, headers: list[tuple[str, str]], exc_info: Failure = None, /
    ) -> Write:
        """Begin the answer.

        Errors: LotGone, in place of a 404.
        """
        if status.startswith("404"):
            raise LotGone("a retired address without successor", words=self._words)
        return self._start(status, headers, exc_info)


class Answering:
    """An answer on its way out, counted; cut off when it breaks after it began."""

    def __init__(
        self,
        sink: Sink,
        environ: WSGIEnvironment,
        answer: Iterable[bytes],
        visit: Visit,
        counter: Counter | None = None,
    ) -> None:
        self._sink = sink
        self._counter = counter
        self._environ = environ
        self._answer = answer
        self._visit = visit
        self._is_whole = False

    def __iter__(self) -> Iterator[bytes]:
        """The body.

        Errors: ConnectionResetError, on which the server closes without an end.
        """
        try:
            for piece in self._answer:
                self._visit.sent += len(piece)
                yield piece
        except FiguierError as error:
            self._visit.error = f"{type(error).__name__}: {error}"
            raise cut_off(self._environ, error) from error
        except Exception as error:
            self._visit.error = type(error).__name__
            raise
        self._is_whole = True

    def close(self) -> None:
        """Lets go of who answered, reads what is left of the upload, writes the line."""
        visit = self._visit
        try:
            close = getattr(self._answer, "close", None)
            if close is not None:
                close()
        finally:
            if self._is_whole and visit.body is not None:
                visit.body.discard()
            elif not self._is_whole and visit.error is None:
                visit.error = "ClientWentAway: the client left before the end of the answer"
            self._sink.write(visit.line())
            if self._counter is not None:
                self._counter.count(visit)
