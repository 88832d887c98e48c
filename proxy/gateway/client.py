"""The asking half of a client connection: requests are read in step and sent on."""

import asyncio
from collections.abc import Sequence
from math import inf
from typing import TYPE_CHECKING, cast

from proxy.error_pages import error_of_status
from proxy.errors import BodyTooLarge, BodyUnreadable, ClientTooSlow, FiguierError, LegacyTimedOut
from proxy.gateway.answering import AnsweringConnection
from proxy.gateway.carrying import BODY, HEAD, LINGER, TUNNEL, WAIT
from proxy.gateway.destination import Destination, Forked
from proxy.gateway.forks import (
    CARD,
    COOKIE_FIELD,
    cookies_of,
    with_one_cookie_line,
    without_cards,
)
from proxy.gateway.framing import ChunkScanner, ChunksInvalid
from proxy.gateway.heads import (
    HeadRefused,
    RequestHead,
    read_request_head,
    without_empty_lines,
)
from proxy.gateway.own_answers import OwnAnswer, options, refused
from proxy.gateway.pool import Pool
from proxy.gateway.requests import Intake, read_intake
from proxy.gateway.sockets import break_off


class ClientConnection(AnsweringConnection):
    """A client's connection and the request it is at, one request at a time."""

    __slots__ = ()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)
        services = self.services
        peer = transport.get_extra_info("peername")
        self.peer = self.visitor = services.visitor_at(peer[0] if peer else "")
        self.deadline = services.clock() + services.limits.client_head_s
        services.clients.add(self)

    def data_received(self, data: bytes) -> None:
        state = self.state
        if state == HEAD:
            self._take_head(self.buffer + data if self.buffer else data)
        elif state == BODY:
            self._take_body(data)
        elif state == WAIT:
            self.buffer += data
            if len(self.buffer) > self.services.limits.pipelined:
                self.pause_reading()
        elif state == TUNNEL and self.upstream is not None:
            self.upstream.touch()
            self.upstream.transport.write(data)
        elif state == LINGER:
            self.linger_on()

    def eof_received(self) -> bool:
        if self.state == TUNNEL and self.upstream is not None:
            return self.half_ended(by_client=True)
        if self.state in (BODY, WAIT):
            # A client that will never read its answer looks just like one that only said its
            # last word; nginx takes both as gone, and so do we: the upstream is let go at once.
            self.transport.abort()
        return False

    # -- the head -------------------------------------------------------------------------------

    def _take_head(self, data: bytes) -> None:
        if data[:2] == b"\r\n":
            data = without_empty_lines(data)
        end = data.find(b"\r\n\r\n") + 4
        if end < 4:
            self._keep_partial(data)
            return
        self.buffer = b""
        limits = self.services.limits
        self.started_at = now = self.services.clock()
        self.deadline = inf
        head = data[:end]
        known = self.acquaintance.read(head, limits)
        if known is not None:
            request, intake = known
        else:
            try:
                request = read_request_head(head, limits)
                intake = read_intake(request, limits)
            except HeadRefused as error:
                self._refuse_head(error, head)
                return
        if CARD in data and request.target[:3] != b"/-/":
            request.lines = without_cards(request.lines)
        if head.count(COOKIE_FIELD) > 1:
            request.lines = with_one_cookie_line(request.lines)
        self._begin(request, intake, data[end:], now)

    def _keep_partial(self, data: bytes) -> None:
        limits = self.services.limits
        if data and not self.buffer:
            # Never later than it was: empty lines before a head are no progress.
            self.deadline = min(self.deadline, self.services.clock() + limits.client_head_s)
        self.buffer = data
        line_end = data.find(b"\n")
        if (len(data) if line_end < 0 else line_end - 1) > limits.request_line:
            self._refuse_head(HeadRefused(414, "the request line is too long"), data)
        elif len(data) > limits.head:
            self._refuse_head(
                HeadRefused(431, f"the head is longer than {limits.head} bytes"), data
            )
        elif line_end >= 0 and (data[line_end - 1 : line_end] != b"\r" or b"\n\n" in data):
            self._refuse_head(HeadRefused(400, "a line of the head ends without CR LF"), data)

    def _refuse_head(self, error: HeadRefused, head: bytes) -> None:
        """Answer a head that cannot be used: what follows it cannot be read in step."""
        self.buffer = b""
        self.keeps_alive = self.request_is_whole = False
        # Whoever asked with HEAD reads no content, whatever else was wrong (RFC 9110 9.3.2).
        self.is_head = head[:5] == b"HEAD "
        self.method = b""
        self.sent = 0
        self.visitor = self.peer
        self.request_id = self.services.new_id()
        self.started_at = self.services.clock()
        self.destination = self.services.destinations.undecided
        self.answer_error(error_of_status(error.status, str(error)), error.status)

    def _begin(self, request: RequestHead, intake: Intake, rest: bytes, now: float) -> None:
        services = self.services
        self.method = request.method
        self.is_head = request.method == b"HEAD"
        self.is_http_10 = request.is_http_10
        self.keeps_alive = (
            request.wants_keep_alive and not request.is_http_10 and not services.is_draining
        )
        self.asked_upgrade = intake.upgrades
        self.may_repeat = True
        self.status = self.sent = self.head_size = 0
        own_id = self.request_id = services.new_id()
        visitor = self.peer
        if visitor.is_trusted:
            visitor = services.visitor_behind(visitor, request)
            self.request_id = visitor.request_id or own_id
        self.visitor = visitor
        assert intake.host is not None
        self.destination = destination = services.destinations.of(
            request, intake.host, visitor.scheme
        )
        self.bucket = -1
        self.card = None
        if destination.fork is not None:
            chosen = self._chosen(destination.fork, request, intake, rest, now)
            if chosen is None:
                return
            self.destination = destination = chosen
        if intake.is_chunked or intake.length > 0:
            self._frame(intake)
        else:
            self.request_is_whole = True
            self.scanner = None
        if destination.pool is None or intake.max_forwards == 0:
            self._answer_here(intake, rest)
            return
        lines = request.lines
        lines[0] = destination.request_line
        if destination.host_line:
            services.replace_host(request, destination.host_line)
        lines[-2] = (
            destination.lines
            + visitor.lines
            + intake.lines
            + services.identity_lines(self.request_id, own_id, traced=intake.traced)
        )
        head = b"\r\n".join(lines)
        self.capture = None if destination.watch is None else destination.watch.begin(head)
        self._send(destination.pool, head, rest, now)

    def _chosen(
        self, forked: Forked, request: RequestHead, intake: Intake, rest: bytes, now: float
    ) -> Destination | None:
        """Where this visitor goes; None while somebody is asked who it is."""
        services, posture = self.services, forked.fork.posture
        cookies = cookies_of(request.fields)
        backend = forked.fork.legacy.backend
        arrival = services.reception.arrival(cookies, posture, backend, forked.table)
        if arrival.asks_for and services.identities is not None:

            def known(words: Sequence[str] | None) -> None:
                services.reception.introduce(arrival.asks_for, words, forked.table)
                if self.state == WAIT and not self.transport.is_closing():
                    late, self.buffer = self.buffer, b""
                    self.resume_reading()
                    self._begin(request, intake, rest + late, now)

            # Nothing is read of what follows until it is known who answers.
            self.state = WAIT
            self.request_is_whole = False
            self.pause_reading()
            services.identities.find(b"; ".join(cookies), known)
            return None
        choice = services.reception.choice(arrival, posture, request.method.decode("ascii"))
        is_secure = self.visitor.scheme == b"https"
        self.card = services.reception.cookie(choice, is_secure=is_secure)
        bucket = arrival.visitor.bucket
        self.bucket = -1 if bucket is None else bucket
        return forked.of(choice)

    def _frame(self, intake: Intake) -> None:
        self.request_is_whole = False
        self.left = max(intake.length, 0)
        self.owed = inf
        self.scanner = None
        if intake.is_chunked:
            limits = self.services.limits
            self.scanner = ChunkScanner(line_limit=limits.chunk_line, trailer_limit=limits.trailers)

    def _answer_here(self, intake: Intake, rest: bytes) -> None:
        self.state = WAIT
        self.buffer = rest if self.request_is_whole else b""
        self.answer(self._own_answer(intake))

    def _own_answer(self, intake: Intake) -> OwnAnswer:
        assert self.destination is not None
        refusal = self.destination.refusal
        if refusal is not None:
            page = refused(refusal, self.request_id, self.method)
            return page.giving(self.card) if self.card and refusal.location else page
        if intake.max_forwards == 0:
            return options()
        return self.services.own_page(self.destination)

    # -- the content ----------------------------------------------------------------------------

    def _send(self, pool: Pool, head: bytes, rest: bytes, now: float) -> None:
        if self.request_is_whole:
            self.state = WAIT
            self.buffer = rest
            self.outgoing = head
        else:
            self.state = BODY
            self.outgoing = head
            pieces = [head]
            if not self._pass(rest, pieces):
                return
            self.outgoing = b"".join(pieces)
            if self.capture is not None:
                self.capture.ask(self.outgoing[len(head) :])
            self.deadline = now + self.services.limits.client_body_s
        pool.send(self, self.outgoing, now)
        if self.upstream is None and self.state in (BODY, WAIT):
            self.waits_for = pool
            if not self.request_is_whole:
                self.pause_reading()
        elif not self.request_is_whole:
            self.try_splice_request()

    def _take_body(self, data: bytes) -> None:
        pieces: list[bytes] = []
        if not self._pass(data, pieces):
            return
        content = pieces[0] if len(pieces) == 1 else b"".join(pieces)
        if self.capture is not None:
            self.capture.ask(content)
        if self.upstream is None:
            self.outgoing += content
            return
        # What has left in pieces is not at hand to be sent a second time.
        self.may_repeat = False
        self.upstream.transport.write(content)
        if self.request_is_whole:
            self.upstream.request_sent()
        else:
            self.deadline = self.services.clock() + self.services.limits.client_body_s
            self.try_splice_request()

    def _pass(self, data: bytes, pieces: list[bytes]) -> bool:
        """Add to `pieces` what may go on of these bytes; False when the body was refused."""
        end = len(data)
        if self.scanner is None:
            end = min(self.left, end)
            self.left -= end
            self.request_is_whole = self.left == 0
            pieces.append(data if end == len(data) else data[:end])
        elif data:
            try:
                found = self.scanner.feed(data, 0, pieces)
            except ChunksInvalid as error:
                self._refuse_body(BodyUnreadable(str(error)))
                return False
            limit = self.services.limits.body
            if limit and self.scanner.content > limit:
                self._refuse_body(BodyTooLarge(f"the body is longer than {limit} bytes"))
                return False
            self.request_is_whole = found >= 0
            end = found if found >= 0 else end
        if self.request_is_whole:
            self.state = WAIT
            self.deadline = inf
            self.buffer = data[end:]
        return True

    def _refuse_body(self, error: FiguierError) -> None:
        """Stop a request in the middle: the upstream's copy stays visibly incomplete."""
        self.let_go()
        if self.sent:
            break_off(self.transport)
            return
        self.answer_error(error)

    # -- time -----------------------------------------------------------------------------------

    def timed_out(self) -> None:
        """The deadline has passed: idle, a head or a body that does not come, a slow taker."""
        state = self.state
        debtor = self.debtor()
        if debtor is not None and self.has_taken_some(debtor):
            return
        if state == HEAD and debtor is None:
            self._head_timed_out()
        elif state != BODY or self.sent or debtor is self.transport:
            break_off(self.transport)
        elif debtor is None:
            self._refuse_body(ClientTooSlow("the request's body did not arrive in time"))
        else:
            self.let_go()
            self.upstream_failed(LegacyTimedOut("the upstream stopped taking the request"))

    def _head_timed_out(self) -> None:
        if self.buffer:
            self._refuse_head(HeadRefused(408, "the request did not arrive in time"), self.buffer)
        else:
            self.close()


if TYPE_CHECKING:
    from proxy.gateway.seams import Asker

    def _is_asker(connection: ClientConnection) -> Asker:
        return connection
