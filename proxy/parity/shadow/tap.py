"""A worker's end of the shadow: chosen requests are handed over, and nothing ever waits."""

import os
import random
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from proxy.core.decision import Decision, Reason, Side
from proxy.core.stages import StageName
from proxy.core.table import spelled_route
from proxy.parity.shadow.orders import OrderLook
from proxy.parity.shadow.places import shadow_socket, wanted_file
from proxy.parity.shadow.wire import (
    LARGEST,
    End,
    Subject,
    begin_datagram,
    content_datagram,
    end_datagram,
    packed_subject,
)

#: A shadow that is not there is looked for again after so long.
_AGAIN_S = 1.0

#: The stages at which answers of both sides are of interest.
_COMPARED = frozenset({StageName.SHADOW, StageName.CANARY})
#: What may be recorded when somebody ordered it, and is never asked of anybody again.
_UNSAFE = frozenset({b"POST", b"PUT", b"PATCH", b"DELETE"})


class Tap:
    """What one worker hands to the shadow.

    Shape: `share` of the requests of lots at shadow, `canary_share` of those of lots in canary,
           from 0 to 1; `draw` gives numbers from 0 to 1. A full shadow loses records, which are
           counted; it holds up nobody.
    """

    def __init__(
        self,
        state_dir: Path,
        share: float,
        canary_share: float,
        draw: Callable[[], float] = random.random,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._address = str(shadow_socket(state_dir))
        self._wanted = wanted_file(state_dir)
        self._shares = {StageName.SHADOW: share, StageName.CANARY: canary_share}
        self._draw = draw
        self._clock = clock
        self._socket: socket.socket | None = None
        self._off_until = 0.0
        self._orders = OrderLook(state_dir, clock)
        self.sampled = self.dropped = self.too_long = 0

    def watch(self, decision: Decision, method: bytes, scheme: bytes) -> "Watch | None":
        """Who looks at the requests of a destination; None where nobody is to.

        Shape: only of lots at shadow or canary. What is unsafe is never asked twice: of what PHP
               answers, a recording may keep it.
        """
        stage, route = decision.stage, decision.route
        if stage is None or route is None or stage.name not in _COMPARED:
            return None
        share = self._shares[stage.name]
        if not share or decision.reason is Reason.KILL_SWITCH:
            return None
        is_recorded = method in _UNSAFE and decision.side is Side.LEGACY
        if method != b"GET" and not is_recorded:
            return None
        subject = Subject(
            decision.backend.name, route.lot, spelled_route(route), route.pattern,
            decision.side.value, scheme.decode("ascii"),
        )  # fmt: skip
        if is_recorded:
            return WriteWatch(self, packed_subject(subject), route.lot)
        return Watch(self, packed_subject(subject), share)

    def records_writes_of(self, lot: str) -> bool:
        """Whether somebody ordered the unsafe requests of a lot to be recorded."""
        order = self._orders.order
        return order is not None and order.with_writes and order.lot == lot

    def is_chosen(self, share: float) -> bool:
        """Whether this request is one of the share."""
        return self._draw() < share

    def send(self, data: bytes) -> bool:
        """Whether the shadow's queue took it; False at once when it is full, or nobody is there."""
        if self._socket is None and not self._connect():
            return False
        assert self._socket is not None  # noqa: S101 - connected above
        try:
            self._socket.send(data)
        except (BlockingIOError, InterruptedError):
            self.dropped += 1
            return False
        except OSError:
            self.dropped += 1
            self._hang_up()
            return False
        return True

    def _connect(self) -> bool:
        now = self._clock()
        if now < self._off_until:
            return False
        made = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        made.settimeout(0)
        try:
            made.connect(self._address)
        except OSError:
            made.close()
            self._off_until = now + _AGAIN_S
            with suppress(OSError):
                self._wanted.touch()
            return False
        self._socket = made
        return True

    def close(self) -> None:
        """Hand over nothing more."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None
        self._off_until = float("inf")

    def _hang_up(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None
        self._off_until = self._clock() + _AGAIN_S


class Watch:
    """Looks at the requests of one destination."""

    __slots__ = ("_packed", "_share", "_tap")

    def __init__(self, tap: Tap, packed: bytes, share: float) -> None:
        self._tap = tap
        self._packed = packed
        self._share = share

    def begin(self, head: bytes) -> "Capture | None":
        """What keeps this request's answer; None for one that is not chosen."""
        tap = self._tap
        if self._share < 1 and not tap.is_chosen(self._share):
            return None
        key = os.urandom(16)
        if not tap.send(begin_datagram(key, self._packed, head)):
            return None
        tap.sampled += 1
        return Capture(tap, key)


class WriteWatch(Watch):
    """Looks at the unsafe requests of one destination, while a recording wants them."""

    __slots__ = ("_lot",)

    def __init__(self, tap: Tap, packed: bytes, lot: str) -> None:
        super().__init__(tap, packed, 1)
        self._lot = lot

    def begin(self, head: bytes) -> "Capture | None":
        """What keeps this request's content and answer; None while nobody wants them."""
        if not self._tap.records_writes_of(self._lot):
            return None
        capture = super().begin(head)
        if capture is not None:
            capture.content = b""
        return capture


class Capture:
    """Keeps an answer while it is carried, no more of it than a datagram holds.

    Shape: `content` is what the request sent so far, of a request that is recorded.
    """

    __slots__ = ("_key", "_pieces", "_size", "_tap", "content")

    def __init__(self, tap: Tap, key: bytes) -> None:
        self.content: bytes | None = None
        self._tap = tap
        self._key = key
        self._pieces: list[bytes] = []
        self._size = 0

    def take(self, data: bytes) -> None:
        """A piece of the answer, as it went to the visitor."""
        self._size += len(data)
        if self._size <= LARGEST:
            self._pieces.append(data)
        else:
            self._pieces.clear()

    def ask(self, data: bytes) -> None:
        """A piece of the request's content, as it went to the upstream."""
        if self.content is not None and len(self.content) <= LARGEST:
            self.content += data

    def end(self, sent: int) -> None:
        """The visitor has it all; `sent` bytes, of which the kernel may have carried some itself."""
        tap = self._tap
        if self._size != sent or max(self._size, len(self.content or b"")) > LARGEST:
            tap.too_long += 1
            return
        if self.content is not None and not tap.send(content_datagram(self._key, self.content)):
            return
        end = End(self._key, os.getpid(), tap.sampled, tap.dropped, tap.too_long,
                  b"".join(self._pieces), time.time())  # fmt: skip
        tap.send(end_datagram(end))
