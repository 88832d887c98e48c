"""Connections to one upstream: kept alive, bounded, queued for, and cut off when it is down."""

import asyncio
import socket
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from proxy.errors import LegacyBusy, LegacyCutOff, LegacyTimedOut, LegacyUnreachable
from proxy.gateway.circuit import Circuit
from proxy.gateway.limits import Limits
from proxy.gateway.seams import Asker
from proxy.gateway.sockets import bound_window
from proxy.gateway.upstream import UpstreamConnection


@dataclass(frozen=True, slots=True)
class Sighting:
    """How an upstream was last seen; `at` is seconds since 1970."""

    is_reachable: bool
    at: float
    fault: str | None = None


class Pool:
    """The connections of one worker to one upstream.

    Shape: `address` is a (host, port) pair or the path of a Unix socket. Connections are taken
           last in, first out, so that those not needed grow old and are closed.
    """

    def __init__(
        self,
        name: str,
        address: tuple[str, int] | str,
        limits: Limits,
        clock: Callable[[], float],
    ) -> None:
        self.name = name
        self.address = address
        self.limits = limits
        self.clock = clock
        self.circuit = Circuit(clock)
        self.sighting: Sighting | None = None
        self.is_closing = False
        self._idle: list[UpstreamConnection] = []
        self._waiting: deque[Asker] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self.connections: set[UpstreamConnection] = set()
        self._connecting = 0

    @property
    def authority(self) -> bytes:
        """The upstream's own host and port, as it would write them in an address."""
        if isinstance(self.address, str):
            return b""
        host, port = self.address
        return f"{host}:{port}".encode()

    def send(self, client: Asker, head: bytes, now: float) -> None:
        """Send a request on a free connection, else on a new one, else after a short wait.

        The client is told by `upstream_failed` when none is to be had. A connection is looked at
        before it is used again: what the upstream said unasked must not be taken for the answer,
        and a request that writes is not sent a second time.
        """
        while self._idle:
            connection = self._idle.pop()
            if not connection.look(0):
                client.upstream = connection
                connection.begin(client, head, now)
                return
            connection.discard()
        self._open_for(client)

    def send_anew(self, client: Asker) -> None:
        """Send a request on a connection that nobody has used before."""
        self._open_for(client)

    def _open_for(self, client: Asker) -> None:
        if not self.circuit.lets_through():
            client.upstream_failed(LegacyCutOff("the upstream has been unreachable"))
        elif len(self.connections) + self._connecting < self.limits.upstream_connections:
            self._connect(client)
        elif len(self._waiting) < self.limits.queued:
            client.queued_until = self.clock() + self.limits.queue_s
            self._waiting.append(client)
        else:
            client.upstream_failed(LegacyBusy("too many requests wait for the upstream"))

    def _connect(self, client: Asker) -> None:
        self._connecting += 1
        task = asyncio.get_running_loop().create_task(self._connected(client))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _connected(self, client: Asker) -> None:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self.limits.connect_s):
                if isinstance(self.address, str):
                    _, connection = await loop.create_unix_connection(
                        lambda: UpstreamConnection(self), self.address
                    )
                else:
                    _, connection = await loop.create_connection(
                        lambda: UpstreamConnection(self), *self.address
                    )
        except (OSError, ValueError) as error:  # ValueError: a name that no address can have
            self._connecting -= 1
            self.circuit.failed()
            self.sighting = Sighting(False, time.time(), str(error) or "timed out")
            self._refused(client, error)
            return
        self._connecting -= 1
        self.circuit.succeeded()
        self.sighting = Sighting(True, time.time())
        self.connections.add(connection)
        _tune(connection.transport)
        if client.still_waits_for(self):
            client.upstream = connection
            connection.begin(client, client.outgoing, self.clock())
            client.connected()
        else:
            self.give_back(connection, self.clock())

    def _refused(self, client: Asker, error: Exception) -> None:
        if not client.still_waits_for(self):
            return
        if isinstance(error, TimeoutError):
            client.upstream_failed(LegacyTimedOut("the upstream accepts no connection"))
        else:
            client.upstream_failed(LegacyUnreachable(f"the upstream refuses: {error}"))

    def give_back(self, connection: UpstreamConnection, now: float) -> None:
        """Take back a connection whose answer is whole: for who waits, else for later."""
        if self._waiting and connection.look(0):
            # Who waits gets a connection of its own in its place.
            connection.discard()
            return
        while self._waiting:
            client = self._waiting.popleft()
            if client.still_waits_for(self):
                client.upstream = connection
                connection.begin(client, client.outgoing, now)
                client.connected()
                return
        connection.deadline = now + self.limits.upstream_keep_s
        self._idle.append(connection)

    def forget(self, connection: UpstreamConnection) -> None:
        """Drop a connection that is closed, and let the next in the queue open one."""
        self.connections.discard(connection)
        if connection in self._idle:
            self._idle.remove(connection)
        while self._waiting:
            client = self._waiting.popleft()
            if client.still_waits_for(self):
                self._open_for(client)
                return

    def sweep(self, now: float) -> None:
        """Close what has waited too long: connections past their deadline, queued clients."""
        for connection in [c for c in self.connections if c.deadline < now]:
            connection.timed_out()
        while self._waiting and self._waiting[0].queued_until < now:
            client = self._waiting.popleft()
            if client.still_waits_for(self):
                client.upstream_failed(LegacyBusy("no upstream connection came free"))

    def close(self) -> None:
        """Close idle connections, and the others as soon as their answer is whole."""
        self.is_closing = True
        for connection in list(self._idle):
            connection.discard()


def _tune(transport: asyncio.Transport) -> None:
    sock = transport.get_extra_info("socket")
    if sock is not None and sock.family in (socket.AF_INET, socket.AF_INET6):
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        bound_window(sock)
