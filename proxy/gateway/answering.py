"""The answering half of a client connection: what comes from the upstream, or from ourselves."""

import asyncio
from math import inf
from typing import Final

from proxy.errors import ClientWentAway, FiguierError, LegacyFailed
from proxy.gateway.answers import interim_lines, tunnel_lines
from proxy.gateway.carrying import BODY, CLOSED, HEAD, LINGER, TUNNEL, WAIT, CarryingConnection
from proxy.gateway.destination import Destination
from proxy.gateway.familiar import Acquaintance
from proxy.gateway.heads import ResponseHead
from proxy.gateway.own_answers import OwnAnswer, failed
from proxy.gateway.services import WorkerServices
from proxy.gateway.sockets import break_off, owed_to, was_reset
from proxy.gateway.visitors import VisitorAddress
from proxy.parity.shadow.tap import Capture

#: RFC 9110 section 9.2.2: a second delivery changes nothing.
_IDEMPOTENT: Final = frozenset({b"GET", b"HEAD", b"OPTIONS", b"PUT", b"DELETE"})
#: A draining worker keeps an idle connection for so long: a request that is on its way when the
#: worker is told to end is still answered, and told that it was the last.
_LAST_CALL_S: Final = 1.0


class AnsweringConnection(CarryingConnection):
    """What the upstream's side asks of a client, and the ends of a request."""

    __slots__ = (
        "acquaintance", "asked_upgrade", "bucket", "buffer", "capture", "card", "destination", "head_size", "is_half_ended", "is_head",
        "is_http_10", "keeps_alive", "lingers_until", "method", "peer", "queued_until", "request_id", "started_at", "status",
        "visitor",
    )  # fmt: skip

    def __init__(self, services: WorkerServices) -> None:
        super().__init__(services)
        self.acquaintance = Acquaintance()
        self.destination: Destination | None = None
        self.buffer = self.method = self.request_id = b""
        self.status = self.head_size = 0
        #: The visitor's bucket in canary lots; -1 for one who has none.
        self.bucket = -1
        #: The card to give with an answer of a split lot, empty for none; None for other lots.
        self.card: bytes | None = None
        #: Keeps the answer for the shadow, for the few requests that it looks at.
        self.capture: Capture | None = None
        self.started_at = self.queued_until = self.lingers_until = 0.0
        self.is_head = self.is_http_10 = self.asked_upgrade = False
        self.is_half_ended = False
        self.keeps_alive = True
        #: Who connected, and who it speaks for in the present request.
        self.peer: VisitorAddress
        self.visitor: VisitorAddress

    # -- waiting for an upstream connection -----------------------------------------------------

    def still_waits_for(self, pool: object) -> bool:
        return self.waits_for is pool

    def connected(self) -> None:
        self.waits_for = None
        self.resume_reading()

    def may_send_again(self) -> bool:
        """Whether all of a request is at hand whose repetition changes nothing (RFC 9110 9.2.2)."""
        return self.method in _IDEMPOTENT and self.request_is_whole and self.may_repeat

    def send_again(self) -> None:
        assert self.destination is not None
        assert self.destination.pool is not None
        self.may_repeat = False
        self.upstream = None
        self.waits_for = self.destination.pool
        self.destination.pool.send_anew(self)

    # -- the answer -----------------------------------------------------------------------------

    def answer_started(self, status: int) -> None:
        self.status = status
        if not self.request_is_whole:
            # The answer did not wait for the whole request: nothing may follow on this connection.
            self.keeps_alive = False

    def rewritten(self, line: bytes) -> bytes:
        assert self.destination is not None
        if self.services.farewells is not None and self.destination.public is not None:
            self.services.farewells.in_line(line, self.outgoing)
        return self.destination.rewritten(line)

    def write_body(self, data: bytes) -> None:
        self.sent += len(data)
        self.transport.write(data)
        if self.capture is not None:
            self.capture.take(data)

    def relay_interim(self, response: ResponseHead) -> None:
        if not self.is_http_10:
            self.transport.write(b"\r\n".join(interim_lines(response)))

    def begin_tunnel(self, response: ResponseHead, rest: bytes) -> None:
        head = b"\r\n".join(tunnel_lines(response))
        self.head_size = len(head)
        self.state = TUNNEL
        self.status = 101
        self.deadline = inf
        self.write_body(head + rest)
        if self.buffer and self.upstream is not None:
            self.upstream.transport.write(self.buffer)
        self.buffer = b""
        self.is_half_ended = False
        self.resume_reading()

    def half_ended(self, *, by_client: bool) -> bool:
        """Pass on that one side has said its last; whether the other may still speak."""
        assert self.upstream is not None
        if by_client and was_reset(self.transport):
            self.end_tunnel(is_broken=True)
            return False
        listener = self.upstream.transport if by_client else self.transport
        if not listener.is_closing():
            listener.write_eof()
        if self.is_half_ended:
            self.end_tunnel()
            return False
        self.is_half_ended = True
        return True

    def end_tunnel(self, *, is_broken: bool = False) -> None:
        if self.upstream is not None:
            self.upstream.finish(is_broken=is_broken)
            self.upstream = None
        self.services.record(self, self.services.clock())
        self.close()
        if is_broken:
            break_off(self.transport)

    def answer_complete(self, now: float, *, close: bool = False) -> None:
        self.upstream = None
        self.services.record(self, now)
        if self.capture is not None:
            self.capture.end(self.sent)
            self.capture = None
        if self.state not in (BODY, WAIT):
            return
        if close or not self.keeps_alive:
            self._say_goodbye()
        else:
            self.await_next(now)

    def await_next(self, now: float) -> None:
        self.state = HEAD
        self.outgoing = b""
        if self.is_choked:
            # Its next request would only pile up answers that it does not read.
            self.pause_reading()
            return
        limits = self.services.limits
        patience = _LAST_CALL_S if self.services.is_draining else limits.client_idle_s
        self.deadline = now + patience
        if self.buffer or self.is_paused:
            asyncio.get_running_loop().call_soon(self._take_pipelined)

    def _take_pipelined(self) -> None:
        if self.state != HEAD or self.is_choked:
            return
        self.resume_reading()
        if self.buffer:
            data, self.buffer = self.buffer, b""
            self.data_received(data)

    def upstream_failed(self, error: LegacyFailed) -> None:
        self.upstream = None
        self.let_go()
        if self.state not in (BODY, WAIT):
            self.transport.abort()
            return
        if self.sent:
            # Part of the answer has left: only a broken connection tells that it is not whole.
            self.services.record(self, self.services.clock(), f"{type(error).__name__}: {error}")
            self.state = CLOSED
            break_off(self.transport)
            return
        self.answer_error(error)

    def answer_error(self, error: FiguierError, status: int | None = None) -> None:
        """Answer with the page of this error, and log it."""
        page = failed(error, self.request_id, self.method, status)
        self.answer(page, f"{type(error).__name__}: {error}")

    def answer(self, own: OwnAnswer, error: str = "") -> None:
        """Answer without any upstream; the connection goes on when the request is whole."""
        self.status = own.status
        if not self.request_is_whole:
            self.keeps_alive = False
        data = own.message(is_head=self.is_head, keeps_alive=self.keeps_alive)
        self.sent = len(data)
        self.head_size = data.find(b"\r\n\r\n") + 4
        self.transport.write(data)
        now = self.services.clock()
        self.services.record(self, now, error)
        if self.keeps_alive:
            self.await_next(now)
        else:
            self._say_goodbye()

    # -- ends -----------------------------------------------------------------------------------

    def _say_goodbye(self) -> None:
        """Say that it was the last answer, and close.

        Bytes that are still coming, or were left unread, would turn the close into a reset that
        takes the answer with it: they are thrown away for a while (RFC 9112 section 9.6).
        """
        self.let_go()
        if self.request_is_whole and not self.buffer and not self.is_paused:
            self.close()
            return
        self.state = LINGER
        self.buffer = b""
        self.owed = owed_to(self.transport)
        self.lingers_until = self.services.clock() + self.services.limits.linger_most_s
        self.linger_on()
        if self.transport.can_write_eof() and not self.transport.is_closing():
            self.transport.write_eof()
        self.resume_reading()

    def linger_on(self) -> None:
        """Something came that nobody reads: the client may still be about to read its answer."""
        self.deadline = min(
            self.services.clock() + self.services.limits.linger_s, self.lingers_until
        )

    def drain(self) -> None:
        """No further request on this connection: close it soon, or after its answer."""
        if self.state == TUNNEL:
            self.transport.abort()
        elif self.state != HEAD:
            # An answer whose head has left did not say that it was the last.
            self.keeps_alive = self.keeps_alive and self.sent > 0
        elif not self.buffer:
            self.deadline = min(self.deadline, self.services.clock() + _LAST_CALL_S)

    def cut_off(self) -> None:
        """End at once what the drain's patience was too short for, as the broken answer it is."""
        if self.state in (BODY, WAIT) or self.transport.get_write_buffer_size():
            break_off(self.transport)
        else:
            self.transport.abort()

    def close(self) -> None:
        self.state = CLOSED
        self.owed = inf
        self.deadline = self.services.clock() + self.services.limits.client_write_s
        self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        self.services.clients.discard(self)
        if self.state in (BODY, WAIT):
            self.status = 499
            why = f"{ClientWentAway.__name__}: it left before the end"
            self.services.record(self, self.services.clock(), why)
        elif self.state == TUNNEL:
            self.services.record(self, self.services.clock())
            if exc is not None and self.upstream is not None:
                self.upstream.finish(is_broken=True)
        self.state = CLOSED
        self.let_go()
