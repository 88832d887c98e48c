"""A gateway's connection without sockets: what it is given, what it sends, both ways."""

import asyncio
import socket
import time
from typing import Any

from proxy.core.decision import Decision, DecisionOptions
from proxy.core.table import Backend, BackendKind, RoutingTable
from proxy.gateway.client import ClientConnection
from proxy.gateway.destinations import Destinations
from proxy.gateway.limits import Limits
from proxy.gateway.own_answers import OwnAnswer
from proxy.gateway.pool import Pool
from proxy.gateway.seams import Asker
from proxy.gateway.services import WorkerServices
from proxy.gateway.upstream import UpstreamConnection
from proxy.gateway.visitors import Visitors
from tests.fakes.strict_http import Reading, read_requests

ECHO = b"HTTP/1.1 200 OK\r\nDate: Mon, 23 Nov 2026 10:00:00 GMT\r\nX-Echo: %b\r\nContent-Length: 2\r\n\r\nok"


#: What every wire says it is made of: a connection on which nothing ever stirs.
QUIET, _OTHER_END = socket.socketpair()


class Wire(asyncio.Transport):
    """A transport that keeps what it is given."""

    def __init__(self) -> None:
        super().__init__()
        self.data = b""
        self.is_over = self.is_aborted = False

    def write(self, data: Any) -> None:
        self.data += data

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return {"peername": ("192.0.2.1", 50000), "socket": QUIET}.get(name, default)

    def get_write_buffer_size(self) -> int:
        return 0

    def is_closing(self) -> bool:
        return self.is_over

    def close(self) -> None:
        self.is_over = True

    def abort(self) -> None:
        self.is_over = self.is_aborted = True

    def can_write_eof(self) -> bool:
        return True

    def write_eof(self) -> None:
        pass

    def pause_reading(self) -> None:
        pass

    resume_reading = pause_reading


class InstantPool(Pool):
    """Connections to an upstream that answers each whole request with what it asked."""

    def __init__(self, limits: Limits) -> None:
        super().__init__("front", ("127.0.0.1", 1), limits, time.monotonic)
        self.wires: list[tuple[Wire, UpstreamConnection]] = []

    def _open_for(self, client: Asker) -> None:
        wire, connection = Wire(), UpstreamConnection(self)
        connection.connection_made(wire)
        self.connections.add(connection)
        self.wires.append((wire, connection))
        client.upstream = connection
        connection.begin(client, client.outgoing, self.clock())

    def answer_all(self) -> bool:
        """Answer what is whole and not answered yet; whether there was any."""
        found = False
        for wire, connection in self.wires:
            reading = read_requests(wire.data)
            answered = getattr(wire, "answered", 0)
            for message in reading.messages[answered:]:
                wire.answered = answered = answered + 1  # type: ignore[attr-defined]
                found = True
                if not wire.is_over:
                    connection.data_received(ECHO % message.target)
        return found


class OnePool:
    """Every decision leads to the same upstream."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.python = pool

    def of(self, decision: Decision) -> Pool:
        del decision
        return self.pool


class Table:
    table = RoutingTable(
        {
            "front": Backend(
                "front", BackendKind.SYMFONY1, "http://127.0.0.1:1", ("front.example",), {}
            )
        },
        (),
    )


class Exchange:
    """One client's connection, and every connection the gateway opened for it."""

    def __init__(self) -> None:
        limits = Limits()
        self.pool = InstantPool(limits)
        pools: Any = OnePool(self.pool)
        self.services = WorkerServices(
            destinations=Destinations(Table(), DecisionOptions(), pools),
            limits=limits,
            clock=time.monotonic,
            pools=pools,
            pages=lambda _: OwnAnswer(200),
            visitors=Visitors((), "http"),
        )

    async def carry(self, pieces: list[bytes]) -> tuple[bytes, list[Reading]]:
        """What the client got for these bytes, and what each upstream connection was sent."""
        self.pool.wires.clear()
        self.pool.connections.clear()
        self.pool._idle.clear()
        wire, client = Wire(), ClientConnection(self.services)
        client.connection_made(wire)
        for piece in pieces:
            if wire.is_over:
                break
            client.data_received(piece)
            for _ in range(20):
                await asyncio.sleep(0)
                if not self.pool.answer_all():
                    break
        got = wire.data
        client.connection_lost(None)
        return got, [read_requests(up.data) for up, _ in self.pool.wires]

    async def answered(self, pieces: list[bytes], *, is_reset: bool) -> tuple[bytes, bool]:
        """What a client that asked for a page got of this answer, and whether it was cut off.

        The upstream closes after its answer, in order or with a reset.
        """
        self.pool.wires.clear()
        self.pool.connections.clear()
        self.pool._idle.clear()
        wire, client = Wire(), ClientConnection(self.services)
        client.connection_made(wire)
        client.data_received(b"GET /a HTTP/1.1\r\nHost: front.example\r\n\r\n")
        up, connection = self.pool.wires[0]
        for piece in pieces:
            if up.is_over:
                break
            connection.data_received(piece)
        if not up.is_over:
            connection.connection_lost(ConnectionResetError() if is_reset else None)
        await asyncio.sleep(0)
        got, was_cut = wire.data, wire.is_aborted
        client.connection_lost(None)
        return got, was_cut
