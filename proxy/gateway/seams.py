"""What the two ends of a request need of each other, so that neither knows the other's file."""

import asyncio
from collections.abc import Callable
from typing import Any, Protocol

from proxy.errors import LegacyFailed
from proxy.gateway.heads import ResponseHead
from proxy.gateway.limits import Limits


class Asker(Protocol):
    """Who waits for an answer: the client's connection, as the upstream's side sees it."""

    transport: asyncio.Transport
    #: The upstream connection that carries the request, once there is one.
    upstream: Any
    #: The head to send, kept until an answer begins.
    outgoing: bytes
    #: Bytes of the answer's head, which the log does not count.
    head_size: int
    #: The card to give with an answer of a split lot, empty for none; None for other lots.
    card: bytes | None
    #: When a request that waits for a connection gives up, on the worker's clock.
    queued_until: float

    @property
    def is_head(self) -> bool:
        """Whether the answer has no content because it was a HEAD."""

    @property
    def is_http_10(self) -> bool:
        """Whether the client speaks HTTP/1.0."""

    @property
    def keeps_alive(self) -> bool:
        """Whether another request may follow on the client's connection."""

    @property
    def asked_upgrade(self) -> bool:
        """Whether this request asked to change protocols."""

    @property
    def may_repeat(self) -> bool:
        """Whether all that has been sent of the request left in one piece, and once."""

    @property
    def request_is_whole(self) -> bool:
        """Whether every byte of the request has been received and passed on."""

    def still_waits_for(self, pool: object) -> bool:
        """Whether the client is there and its request not yet sent."""

    def connected(self) -> None:
        """The request's head has left; its body may follow."""

    def may_send_again(self) -> bool:
        """Whether the request can be sent a second time without harm."""

    def send_again(self) -> None:
        """Send the request once more, on another connection."""

    def upstream_failed(self, error: LegacyFailed) -> None:
        """No answer, or no more of it, will come."""

    def relay_interim(self, response: ResponseHead) -> None:
        """Pass a 1xx answer on."""

    def begin_tunnel(self, response: ResponseHead, rest: bytes) -> None:
        """Pass the 101 on, then every byte both ways."""

    def half_ended(self, *, by_client: bool) -> bool:
        """One direction of the tunnel is over; whether the other one goes on."""

    def end_tunnel(self, *, is_broken: bool = False) -> None:
        """Both directions of the tunnel are over, or it broke: then neither looks finished."""

    def answer_started(self, status: int) -> None:
        """The answer's status is known."""

    def rewritten(self, line: bytes) -> bytes:
        """A field line of the answer, with the upstream's own address made the public one."""

    def write_body(self, data: bytes) -> None:
        """Pass bytes of the answer, head included, to the client."""

    def answer_complete(self, now: float, *, close: bool = False) -> None:
        """The answer's last byte has been written, at this time of the worker's clock."""

    def splice_answer(self, connection: Any) -> None:
        """Move the rest of a long answer without reading it."""

    def pause_reading(self) -> None:
        """Stop taking the request's body: the upstream is slower."""

    def resume_reading(self) -> None:
        """Take the request's body again."""


class Owner(Protocol):
    """The pool a connection belongs to, as the connection sees it."""

    limits: Limits
    clock: Callable[[], float]
    is_closing: bool

    def give_back(self, connection: Any, now: float) -> None:
        """Take back a connection whose answer is whole, at this time of the worker's clock."""

    def forget(self, connection: Any) -> None:
        """Drop a connection that is closed."""
