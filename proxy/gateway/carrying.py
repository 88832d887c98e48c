"""What moves without being looked at: long content, tunnels, and who is slow to take them."""

import asyncio
from math import inf

from proxy.errors import LegacyFailed, LegacyHungUp
from proxy.gateway.framing import ChunkScanner
from proxy.gateway.pool import Pool
from proxy.gateway.services import WorkerServices
from proxy.gateway.sockets import break_off, has_hung_up, owed_to
from proxy.gateway.splice import Splice, is_available
from proxy.gateway.upstream import UpstreamConnection

#: What a client's connection is at: the head of a request, its body, its answer; a changed
#: protocol; the last words of an answer that did not wait; nothing more.
HEAD, BODY, WAIT, TUNNEL, LINGER, CLOSED = range(6)


class CarryingConnection(asyncio.Protocol):
    """A client's connection as something that bytes flow through, at the pace of the slower end.

    Shape: `is_choked` says that the client takes less than it is given, `is_paused` that we take
           nothing from it; `owed` is what was last known to be on its way to who is slow.
    """

    __slots__ = (
        "deadline", "is_choked", "is_paused", "left", "may_repeat", "outgoing", "owed",
        "request_is_whole", "scanner", "sent", "services", "splice", "state", "transport",
        "upstream", "waits_for",
    )  # fmt: skip

    def __init__(self, services: WorkerServices) -> None:
        self.services = services
        self.transport: asyncio.Transport
        self.upstream: UpstreamConnection | None = None
        self.waits_for: Pool | None = None
        self.scanner: ChunkScanner | None = None
        self.splice: Splice | None = None
        self.state = HEAD
        self.outgoing = b""
        self.left = self.sent = 0
        self.owed = self.deadline = 0.0
        self.is_paused = self.is_choked = self.may_repeat = False
        self.request_is_whole = True

    def let_go(self) -> None:
        """Carry nothing more for this request, in either direction."""
        self.waits_for = None
        if self.splice is not None:
            self.splice.stop()
            self.splice = None
        if self.upstream is not None:
            self.upstream.discard()
            self.upstream = None

    # -- long content, moved by the kernel ------------------------------------------------------

    def splice_answer(self, connection: UpstreamConnection) -> None:
        """Let the kernel move the rest, once what was written has left."""
        if is_available() and self.splice is None and self.transport.get_write_buffer_size() == 0:
            connection.transport.pause_reading()
            self.splice = Splice(
                connection.transport,
                self.transport,
                connection.left,
                moved=self._answer_spliced,
                done=self._answer_splice_done,
            )

    def _answer_spliced(self, count: int) -> None:
        self.sent += count
        assert self.upstream is not None
        assert self.splice is not None
        self.upstream.spliced(count)
        self.deadline = inf
        if self.splice.waits_for is not None:
            self.upstream.deadline = inf
            self._begin_patience()

    def _answer_splice_done(self, left: int, error: OSError | None) -> None:
        connection, self.splice = self.upstream, None
        if connection is None:
            return
        if error is not None and left:
            break_off(self.transport)
        elif left:
            connection.discard()
            self.upstream_failed(LegacyHungUp("the upstream's answer was cut short"))
        else:
            connection.transport.resume_reading()
            connection.spliced_whole()

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
            self.may_repeat = False
            self.splice = Splice(
                self.transport,
                upstream.transport,
                self.left,
                moved=self._request_spliced,
                done=self._request_splice_done,
            )

    def _request_spliced(self, count: int) -> None:
        assert self.splice is not None
        self.left -= count
        self.deadline = self.services.clock() + self.services.limits.client_body_s
        if self.splice.waits_for is not None:
            self.owed = owed_to(self.splice.waits_for)

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

    # -- back-pressure --------------------------------------------------------------------------

    def pause_writing(self) -> None:
        self.is_choked = True
        self._begin_patience()
        if self.upstream is not None and not self._answer_is_spliced():
            self.upstream.hold_back()

    def resume_writing(self) -> None:
        self.is_choked = False
        if self.state in (WAIT, TUNNEL):
            self.deadline = inf
        elif self.state == BODY:
            self.deadline = self.services.clock() + self.services.limits.client_body_s
        elif self.state == HEAD:
            self.await_next(self.services.clock())
        if self.upstream is not None and not self._answer_is_spliced():
            self.upstream.go_on()

    def _answer_is_spliced(self) -> bool:
        return self.splice is not None and self.splice.target is self.transport

    def pause_reading(self) -> None:
        if not self.is_paused and not self.transport.is_closing():
            self.is_paused = True
            self.transport.pause_reading()

    def resume_reading(self) -> None:
        if self.is_paused and not self.transport.is_closing():
            self.is_paused = False
            self.transport.resume_reading()

    def await_next(self, now: float) -> None:
        """The answer is over: the next request may come, unless the client is still reading."""
        raise NotImplementedError

    def upstream_failed(self, error: LegacyFailed) -> None:
        """No answer, or no more of it, will come."""
        raise NotImplementedError

    # -- patience -------------------------------------------------------------------------------

    def _begin_patience(self) -> None:
        self.deadline = self.services.clock() + self.services.limits.client_write_s
        self.owed = owed_to(self.transport)

    def debtor(self) -> asyncio.Transport | None:
        """Whose turn it is to take bytes that wait: the client's, the upstream's, or nobody's."""
        if self.splice is not None and self.splice.waits_for is not None:
            return self.splice.waits_for
        if self.is_choked or (self.state in (LINGER, CLOSED) and owed_to(self.transport)):
            return self.transport
        if self.upstream is not None and self.upstream.transport.get_write_buffer_size():
            return self.upstream.transport
        return None

    def has_taken_some(self, debtor: asyncio.Transport) -> bool:
        """Whether who is slow took anything since the last look; if so, it gets as long again.

        What a socket's own queue still holds counts too: at 10 kB/s it takes minutes to empty,
        and until a third of it is free the event loop hears nothing.
        """
        owed = owed_to(debtor)
        if owed >= self.owed:
            return False
        self.owed = owed
        self.deadline = self.services.clock() + self.services.limits.client_write_s
        return True

    def has_left(self) -> bool:
        """Whether the client hung up while nothing is read from it, so that no event says so."""
        return self.is_paused and self.state in (BODY, WAIT) and has_hung_up(self.transport)
