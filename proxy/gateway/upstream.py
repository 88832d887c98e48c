"""One connection to an upstream: an answer is read, checked and carried to its client."""

import asyncio
from math import inf
from typing import Final, cast

from proxy.errors import LegacyFailed, LegacyHungUp, LegacyMisspoke, LegacyTimedOut
from proxy.gateway.answers import AnswerHead, answer_head
from proxy.gateway.familiar import familiar_answer
from proxy.gateway.framing import LAST_CHUNK, ChunkScanner, ChunksInvalid, chunk
from proxy.gateway.heads import HeadRefused, ResponseHead, read_response_head
from proxy.gateway.seams import Asker, Owner
from proxy.gateway.sockets import Look, break_off, last_words, look_at, was_reset

IDLE, HEAD, LENGTH, CHUNKED, UNTIL_CLOSE, TUNNEL, DEAD = range(7)

#: Statuses whose answers never have content (RFC 9110 sections 15.3.5 and 15.4.5).
_BODILESS: Final = frozenset({204, 304})
#: Interim answers to one request; each takes as long to read as a final one.
_MOST_INTERIM: Final = 100


class UpstreamConnection(asyncio.Protocol):
    """A connection of a pool, carrying one answer at a time.

    Shape: `reused` tells a connection that has answered before: only there may a request without
           any answer be sent again, since the upstream may have closed it while it was idle.
    """

    __slots__ = (
        "buffer",
        "client",
        "deadline",
        "framed",
        "interim",
        "is_held",
        "is_reset",
        "is_silent",
        "keep",
        "latest",
        "left",
        "look",
        "pool",
        "reused",
        "scanner",
        "state",
        "transport",
    )  # fmt: skip

    def __init__(self, pool: Owner) -> None:
        self.pool = pool
        self.client: Asker | None = None
        self.state = IDLE
        self.buffer = b""
        self.left = self.interim = 0
        self.scanner: ChunkScanner | None = None
        #: The head before: within a second, an application's answers often begin alike.
        self.latest: AnswerHead | None = None
        self.framed = False
        self.keep = False
        self.reused = False
        self.is_silent = True
        self.is_held = self.is_reset = False
        self.deadline = 0.0
        self.transport: asyncio.Transport
        self.look: Look

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)
        self.look = look_at(self.transport)

    def begin(self, client: Asker, head: bytes, now: float) -> None:
        """Send a request's head, and what is already there of its body, for this client."""
        self.client = client
        self.state = HEAD
        self.interim = 0
        self.is_silent = True
        # While the request is still coming, its client's deadline holds.
        self.deadline = now + self.pool.limits.upstream_head_s if client.request_is_whole else inf
        self.transport.write(head)

    def request_sent(self) -> None:
        """The request's last byte has been passed on: the answer is due."""
        if self.state == HEAD:
            self.deadline = self.pool.clock() + self.pool.limits.upstream_head_s

    def data_received(self, data: bytes) -> None:
        state, client = self.state, self.client
        if client is None:
            # Bytes nobody asked for: they must never answer the next request.
            self.discard()
        elif state == HEAD:
            self._take_head(client, self.buffer + data if self.buffer else data)
        elif state == LENGTH:
            self._take_length(client, data)
        elif state == CHUNKED:
            self._take_chunks(client, data, 0, [])
        else:
            self.touch()
            client.write_body(chunk(data) if self.framed and state == UNTIL_CLOSE else data)

    def touch(self) -> None:
        """Something moved: the silence is counted from now."""
        self.deadline = self.pool.clock() + self.pool.limits.upstream_idle_s

    # -- the head -------------------------------------------------------------------------------

    def _take_head(self, client: Asker, data: bytes) -> None:
        while True:
            end = data.find(b"\r\n\r\n") + 4
            self.is_silent = False
            if end < 4:
                self._keep_partial(data)
                return
            self.buffer = b""
            received = data[:end]
            if client.keeps_alive and client.request_is_whole and client.card is None:
                answer = self.latest
                if answer is None or answer.lines != received:
                    answer = self.latest = familiar_answer(received, self.pool.limits)
                if answer is not None:
                    client.answer_started(answer.status)
                    self._answer(client, answer, data, end)
                    return
            try:
                response = read_response_head(received, self.pool.limits)
                if response.status >= 200:
                    client.answer_started(response.status)
                    self._answer(client, answer_head(response, client), data, end)
                    return
                if response.status == 101:
                    self._open_tunnel(client, response, data[end:])
                    return
                self._relay_interim(client, response)
            except HeadRefused as error:
                self._fail(LegacyMisspoke(str(error)))
                return
            data = data[end:]
            if not data or self.state != HEAD:
                return

    def _relay_interim(self, client: Asker, response: ResponseHead) -> None:
        self.interim += 1
        if self.interim > _MOST_INTERIM:
            raise HeadRefused(502, f"more than {_MOST_INTERIM} interim answers")
        client.relay_interim(response)

    def _keep_partial(self, data: bytes) -> None:
        self.buffer = data
        if len(data) > self.pool.limits.head:
            self._fail(LegacyMisspoke("the upstream's head is too long"))
        elif not b"HTTP/1.".startswith(data[:7]) and data[:7] != b"HTTP/1.":
            self._fail(LegacyMisspoke("the upstream does not speak HTTP"))
        elif b"\n\n" in data or b"\n\r\n" in data:
            self._fail(LegacyMisspoke("the upstream's head ends without CR LF"))

    def _open_tunnel(self, client: Asker, response: ResponseHead, rest: bytes) -> None:
        if not client.asked_upgrade:
            raise HeadRefused(502, "the upstream changed protocols unasked")
        client.begin_tunnel(response, rest)
        self.state = TUNNEL
        self.touch()

    def _answer(self, client: Asker, head: AnswerHead, data: bytes, end: int) -> None:
        client.head_size = len(head.lines)
        self.keep = head.may_follow
        whole = data if head.untouched else b""
        if client.is_head or head.status in _BODILESS or head.length == 0:
            self.keep = self.keep and end == len(data)
            client.write_body(whole[:end] or head.lines)
            self._done(client)
        elif head.length > 0:
            self._begin_length(client, head, data, end)
        elif head.is_chunked:
            self.state = CHUNKED
            self.scanner = ChunkScanner(
                framed=head.framed,
                line_limit=self.pool.limits.chunk_line,
                trailer_limit=self.pool.limits.trailers,
            )
            self.framed = head.framed
            self._take_chunks(client, data, end, [head.lines], whole)
        else:
            self.state = UNTIL_CLOSE
            self.framed = head.framed
            self.keep = False
            self.touch()
            rest = data[end:]
            client.write_body(head.lines + (chunk(rest) if self.framed and rest else rest))

    def _begin_length(self, client: Asker, head: AnswerHead, data: bytes, end: int) -> None:
        left = head.length - len(data) + end
        if left < 0:
            # More than was announced: the answer is whole, the connection is not to be trusted.
            self.keep = False
            data = data[:left]
        elif left:
            self.state = LENGTH
            self.left = left
            self.touch()
        client.write_body(data if head.untouched else head.lines + data[end:])
        if left > 0:
            self._try_splice()
        else:
            self._done(client)

    # -- the content ----------------------------------------------------------------------------

    def _try_splice(self) -> None:
        if (
            self.client is not None
            and self.left >= self.pool.limits.splice
            and self.state == LENGTH
            and not self.transport.is_closing()
        ):
            self.client.splice_answer(self)

    def spliced(self, count: int) -> None:
        """The kernel has moved that much of the answer."""
        self.left -= count
        self.touch()

    def spliced_whole(self) -> None:
        """The kernel has moved the rest of the answer."""
        if self.client is not None:
            self._done(self.client)

    def _take_length(self, client: Asker, data: bytes) -> None:
        self.left -= len(data)
        if self.left > 0:
            self.touch()
            client.write_body(data)
            self._try_splice()
            return
        if self.left < 0:
            self.keep = False
            data = data[: self.left]
        client.write_body(data)
        self._done(client)

    def _take_chunks(
        self, client: Asker, data: bytes, start: int, pieces: list[bytes], whole: bytes = b""
    ) -> None:
        assert self.scanner is not None
        head_pieces = len(pieces)
        try:
            end = self.scanner.feed(data, start, pieces)
        except ChunksInvalid as error:
            self._fail(LegacyMisspoke(str(error)))
            return
        if end < 0:
            self.touch()
            client.write_body(b"".join(pieces))
            return
        if end < len(data):
            self.keep = False
        if whole and end == len(data) and len(pieces) == head_pieces + 1:
            client.write_body(whole)
        else:
            client.write_body(b"".join(pieces))
        self._done(client)

    def _done(self, client: Asker) -> None:
        now = self.pool.clock()
        self.client = None
        self.scanner = None
        if (
            self.keep
            and client.request_is_whole
            and not self.pool.is_closing
            # An answer may overtake its request, which the next one would then wait behind.
            and not self.transport.get_write_buffer_size()
        ):
            self.state = IDLE
            self.reused = True
            if self.is_held:
                self.is_held = False
                self.transport.resume_reading()
            self.pool.give_back(self, now)
        else:
            self.discard()
        client.answer_complete(now)

    # -- ends -----------------------------------------------------------------------------------

    def discard(self) -> None:
        """Close this connection for good; its client, if any, is not told."""
        if self.state != DEAD:
            self.state = DEAD
            self.client = None
            self.pool.forget(self)
            self.transport.abort()

    def _fail(self, error: LegacyFailed) -> None:
        client = self.client
        self.discard()
        if client is not None:
            client.upstream_failed(error)

    def timed_out(self) -> None:
        """The deadline has passed without the bytes that were waited for."""
        if self.state == IDLE:
            self.discard()
        elif self.state == HEAD:
            self._fail(LegacyTimedOut("the upstream did not begin its answer in time"))
        else:
            self._fail(LegacyTimedOut("the upstream stopped in the middle of its answer"))

    def eof_received(self) -> bool:
        if self.state not in (TUNNEL, UNTIL_CLOSE):
            return False
        self.is_reset = was_reset(self.transport)
        if self.state == UNTIL_CLOSE or self.is_reset or self.client is None:
            return False
        return self.client.half_ended(by_client=False)

    def finish(self, *, is_broken: bool = False) -> None:
        """Close this connection once what was written has left, or as broken; its client is not told."""
        if self.state != DEAD:
            self.state = DEAD
            self.client = None
            self.pool.forget(self)
            if is_broken:
                break_off(self.transport)
            else:
                self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        if exc is not None and self.client is not None and not self.client.may_repeat:
            self._take_last_words()
        state, client = self.state, self.client
        if state == DEAD:
            return
        self.state = DEAD
        self.client = None
        self.pool.forget(self)
        if client is None:
            return
        if state == UNTIL_CLOSE and exc is None and not self.is_reset:
            if self.framed:
                client.write_body(LAST_CHUNK)
            client.answer_complete(self.pool.clock(), close=not self.framed)
        elif state == TUNNEL:
            client.end_tunnel(is_broken=exc is not None or self.is_reset)
        elif state == HEAD and self.is_silent and self.reused and client.may_send_again():
            client.send_again()
        elif state == HEAD:
            client.upstream_failed(LegacyHungUp("the upstream closed without an answer"))
        else:
            client.upstream_failed(LegacyHungUp("the upstream's answer was cut short"))

    def _take_last_words(self) -> None:
        """Read why an upload could not be written to its end: it may have been refused first."""
        words = last_words(self.transport)
        if words:
            self.data_received(words)
        if self.state == IDLE:
            self.discard()

    # -- back-pressure --------------------------------------------------------------------------

    def hold_back(self) -> None:
        """The client is slower than the upstream: take no more of the answer."""
        if self.state not in (DEAD, IDLE) and not self.transport.is_closing():
            self.deadline = inf
            self.is_held = True
            self.transport.pause_reading()

    def go_on(self) -> None:
        """The client has taken what it was given."""
        if self.is_held and self.state not in (DEAD, IDLE):
            self.touch()
            self.is_held = False
            self.transport.resume_reading()
            self._try_splice()

    def pause_writing(self) -> None:
        if self.client is not None:
            self.client.pause_reading()

    def resume_writing(self) -> None:
        if self.client is not None:
            self.client.resume_reading()
