"""One worker process: an event loop that accepts, sweeps, logs, and drains when told."""

import asyncio
import contextlib
import gc
import os
import signal
import socket
import sys
import threading
import time
from pathlib import Path
from typing import BinaryIO

from proxy.config import Settings
from proxy.gateway.client import ClientConnection
from proxy.gateway.loop import new_loop
from proxy.gateway.parts import parts_of

#: How often deadlines are looked at and lines handed to the log.
SWEEP_S = 0.25
#: A thread that writes counters or lines gives way to the loop within that; Python's own 5 ms would
#: hold up every request that arrives meanwhile.
_GIVE_WAY_S = 0.0005
#: How often counters are written for the other workers to add up.
PUBLISH_S = 1.0


class Worker:
    """Everything one worker process owns.

    Errors: RoutingFileRefused or OSError when made, if there is no good table to start from.
    """

    def __init__(
        self, settings: Settings, listener: socket.socket, python_socket: Path, sink: BinaryIO
    ) -> None:
        self._listener = listener
        self._loop: asyncio.AbstractEventLoop = new_loop(settings.event_loop)
        self._parts = parts_of(settings, python_socket, sink)
        self._services = self._parts.services

    def run(self, ready: int, parent: int) -> None:
        """Serve until SIGTERM or SIGINT, then let every request in flight finish.

        Shape: `ready` is the descriptor of a pipe that is told, once, when connections are accepted;
               the end of the process `parent` is taken for SIGTERM, since nobody else would send it.
        """
        asyncio.set_event_loop(self._loop)
        # What start-up made lives as long as the process: the collector need not look at it.
        gc.collect()
        gc.freeze()
        sys.setswitchinterval(_GIVE_WAY_S)
        try:
            self._loop.run_until_complete(self._serve(ready, parent))
        finally:
            self._parts.live.close()
            self._loop.close()

    async def _serve(self, ready: int, parent: int) -> None:
        stopping = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            self._loop.add_signal_handler(number, stopping.set)
        server = await self._loop.create_server(
            lambda: ClientConnection(self._services), sock=self._listener, backlog=2048
        )
        self._loop.call_soon(
            lambda: self._parts.live.table
        )  # the watch starts before the first request
        publisher = threading.Thread(target=self._publish, daemon=True, name="counters")
        publisher.start()
        os.write(ready, b"1")
        os.close(ready)
        while not stopping.is_set() and os.getppid() == parent:
            self._sweep()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stopping.wait(), SWEEP_S)
        server.close()
        await self._drain()
        self._parts.pages.collect()
        self._parts.pages.publish()
        self._parts.tally.spool(is_last=True)

    def _sweep(self) -> None:
        now = time.monotonic()
        services = self._services
        for client in [each for each in services.clients if each.deadline < now]:
            client.timed_out()
        for client in [each for each in services.clients if each.is_paused]:
            if client.has_left():
                client.transport.abort()
        for pool in services.pools.all():
            pool.sweep(now)
        self._parts.pages.collect()
        if services.lines:
            lines, services.lines = services.lines, []
            self._parts.writer.write(lines)

    def _publish(self) -> None:
        waiting = threading.Event()
        while not waiting.wait(PUBLISH_S):
            self._parts.pages.publish()
            self._parts.tally.spool()

    async def _drain(self) -> None:
        """Accept nothing more; end idle connections at once and busy ones after their answer."""
        services = self._services
        services.is_draining = True
        end = time.monotonic() + self._services.limits.drain_s
        for client in list(services.clients):
            client.drain()
        while services.clients and time.monotonic() < end:
            self._sweep()
            await asyncio.sleep(0.05)
        for client in list(services.clients):
            client.cut_off()
        services.pools.close()
        await asyncio.sleep(0)
        self._sweep()
        self._parts.writer.close()
