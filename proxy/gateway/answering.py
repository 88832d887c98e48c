"""The answering half of a client connection: what comes from the upstream, or from ourselves."""

import asyncio
from math import inf
from typing import Final

from proxy.errors import ClientWentAway, LegacyFailed, LegacyHungUp
from proxy.gateway.destination import Destination
from proxy.gateway.framing import ChunkScanner
from proxy.gateway.heads import ResponseHead
from proxy.gateway.own_answers import OwnAnswer, failed
from proxy.gateway.pool import Pool
from proxy.gateway.services import WorkerServices
from proxy.gateway.splice import Splice, is_available
from proxy.gateway.upstream import UpstreamConnection
from proxy.gateway.visitors import VisitorAddress

HEAD, BODY, WAIT, TUNNEL, LINGER, CLOSED = range(6)

#: RFC 9110 section 9.2.2: a second delivery changes nothing.
_IDEMPOTENT: Final = frozenset({b"GET", b"HEAD", b"OPTIONS", b"PUT", b"DELETE"})


class AnsweringConnection(asyncio.Protocol):
    """What the upstream's side asks of a client, and the ends of a request."""

    __slots__ = (
        "asked_upgrade", "buffer", "deadline", "destination", "is_head",
        "is_http_10", "is_paused", "keeps_alive", "left", "method", "outgoing", "queued_until",
        "request_id", "request_is_whole", "resent", "scanner", "sent", "services", "splice",
        "started_at", "state", "status", "transport", "upstream", "visitor",
        "waits_for",
    )  # fmt: skip

    def __init__(self, services: WorkerServices) -> None:
        self.services = services
        self.transport: asyncio.Transport
        self.upstream: UpstreamConnection | None = None
        self.waits_for: Pool | None = None
        self.scanner: ChunkScanner | None = None
        self.splice: Splice | None = None
        self.destination: Destination | None = None
        self.state = HEAD
        self.buffer = self.outgoing = self.method = self.request_id = b""
        self.left = self.sent = self.status = 0
        self.started_at = self.queued_until = self.deadline = 0.0
        self.is_head = self.is_http_10 = self.asked_upgrade = self.resent = False
        self.is_paused = False
        self.keeps_alive = self.request_is_whole = True
        self.visitor: VisitorAddress

    # -- waiting for an upstream connection -----------------------------------------------------

    def still_waits_for(self, pool: object) -> bool:
        return self.waits_for is pool

    def connected(self) -> None:
        self.waits_for = None
        self.resume_reading()

    def may_send_again(self) -> bool:
        """A request without content, whose repetition changes nothing, once (RFC 9110 9.2.2)."""
        return (
            self.method in _IDEMPOTENT
            and self.request_is_whole
            and bool(self.outgoing)
            and not self.resent
        )

    def send_again(self) -> None:
        assert self.destination is not None
        assert self.destination.pool is not None
        self.resent = True
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

    def relay_interim(self, response: ResponseHead) -> None:
        if not self.is_http_10:
            self.transport.write(b"\r\n".join(response.lines))

    def answer_complete(self, *, close: bool = False) -> None:
        self.upstream = None
        self.services.record(self)
        if self.state not in (BODY, WAIT):
            return
        if not self.request_is_whole:
            self._linger()
        elif close or not self.keeps_alive:
            self.close()
        else:
            self._await_next()

    def _await_next(self) -> None:
        self.state = HEAD
        self.outgoing = b""
        self.deadline = self.services.clock() + self.services.limits.client_idle_s
        if self.services.is_draining:
            self.close()
        elif self.buffer or self.is_paused:
            asyncio.get_running_loop().call_soon(self._take_pipelined)

    def _take_pipelined(self) -> None:
        self.resume_reading()
        if self.state == HEAD and self.buffer:
            data, self.buffer = self.buffer, b""
            self.data_received(data)

    def upstream_failed(self, error: LegacyFailed) -> None:
        self.upstream = None
        self.waits_for = None
        if self.splice is not None:
            self.splice.stop()
            self.splice = None
        if self.state not in (BODY, WAIT):
            self.transport.abort()
            return
        if self.sent:
            # Part of the answer has left: only a broken connection tells that it is not whole.
            self.services.record(self, type(error).__name__)
            self.state = CLOSED
            self.transport.abort()
            return
        self.answer(failed(error, self.request_id, self.method), type(error).__name__)

    def answer(self, own: OwnAnswer, error: str = "") -> None:
        """Answer without any upstream; the connection goes on when the request is whole."""
        self.status = own.status
        if not self.request_is_whole:
            self.keeps_alive = False
        data = own.message(is_head=self.is_head, keeps_alive=self.keeps_alive)
        self.sent += len(data)
        self.transport.write(data)
        self.services.record(self, error)
        if not self.request_is_whole:
            self._linger()
        elif self.keeps_alive:
            self._await_next()
        else:
            self.close()

    # -- tunnels and long answers ---------------------------------------------------------------

    def begin_tunnel(self, response: ResponseHead, rest: bytes) -> None:
        self.state = TUNNEL
        self.status = 101
        self.deadline = inf
        self.transport.write(b"\r\n".join(response.lines) + rest)
        if self.buffer and self.upstream is not None:
            self.upstream.transport.write(self.buffer)
        self.buffer = b""
        self.resume_reading()

    def splice_answer(self, connection: UpstreamConnection) -> None:
        """Let the kernel move the rest, once what was written has left."""
        if is_available() and self.splice is None and self.transport.get_write_buffer_size() == 0:
            connection.transport.pause_reading()
            self.splice = Splice(
                connection.transport,
                self.transport,
                connection.left,
                moved=self._spliced,
                done=self._splice_done,
            )

    def try_splice_request(self) -> None:
        """Let the kernel move the rest of a long request, once the upstream took what it got."""
        upstream = self.upstream
        if (
            upstream is not None
            and self.scanner is None
            and self.splice is None
            and self.left >= self.services.limits.splice
            and is_available()
            and upstream.transport.get_write_buffer_size() == 0
        ):
            self.pause_reading()
            self.splice = Splice(
                self.transport,
                upstream.transport,
                self.left,
                moved=self._request_spliced,
                done=self._request_splice_done,
            )

    def _request_spliced(self, count: int) -> None:
        self.left -= count
        self.deadline = self.services.clock() + self.services.limits.client_body_s

    def _request_splice_done(self, left: int, error: OSError | None) -> None:
        self.splice = None
        upstream = self.upstream
        if left:
            # The client left, or the upstream closed: each has its own way to be told.
            if error is None:
                self.transport.abort()
            else:
                self.resume_reading()
            return
        self.request_is_whole = True
        self.state = WAIT
        self.deadline = inf
        self.resume_reading()
        if upstream is not None:
            upstream.request_sent()

    def _spliced(self, count: int) -> None:
        self.sent += count
        if self.upstream is not None:
            self.upstream.spliced(count)

    def _splice_done(self, left: int, error: OSError | None) -> None:
        connection, self.splice = self.upstream, None
        if connection is None:
            return
        if error is not None and left:
            self.transport.abort()
        elif left:
            connection.discard()
            self.upstream_failed(LegacyHungUp("the upstream's answer was cut short"))
        else:
            connection.transport.resume_reading()
            connection.spliced_whole()

    # -- back-pressure and ends -----------------------------------------------------------------

    def pause_writing(self) -> None:
        self.deadline = self.services.clock() + self.services.limits.client_write_s
        if self.upstream is not None and self.splice is None:
            self.upstream.hold_back()

    def resume_writing(self) -> None:
        self.deadline = inf
        if self.upstream is not None and self.splice is None:
            self.upstream.go_on()

    def pause_reading(self) -> None:
        if not self.is_paused and not self.transport.is_closing():
            self.is_paused = True
            self.transport.pause_reading()

    def resume_reading(self) -> None:
        if self.is_paused and not self.transport.is_closing():
            self.is_paused = False
            self.transport.resume_reading()

    def _linger(self) -> None:
        """Say the last word, then throw away what the client still sends (RFC 9112 9.6)."""
        if self.upstream is not None:
            self.upstream.discard()
            self.upstream = None
        self.state = LINGER
        self.deadline = self.services.clock() + self.services.limits.linger_s
        if self.transport.can_write_eof() and not self.transport.is_closing():
            self.transport.write_eof()
        self.resume_reading()

    def drain(self) -> None:
        """No further request on this connection: close it now, or after its answer."""
        if self.state == HEAD:
            self.close()
        elif self.state == TUNNEL:
            self.transport.abort()
        else:
            self.keeps_alive = False

    def close(self) -> None:
        self.state = CLOSED
        self.deadline = self.services.clock() + self.services.limits.client_write_s
        self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002, asyncio's signature
        self.services.clients.discard(self)
        if self.state in (BODY, WAIT):
            self.status = 499
            self.services.record(self, ClientWentAway.__name__)
        elif self.state == TUNNEL:
            self.services.record(self)
        self.state = CLOSED
        self.waits_for = None
        if self.splice is not None:
            self.splice.stop()
            self.splice = None
        if self.upstream is not None:
            self.upstream.discard()
            self.upstream = None
