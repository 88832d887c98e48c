"""One worker process: an event loop that accepts, sweeps, logs, and drains when told."""

import asyncio
import contextlib
import gc
import os
import signal
import socket
import threading
import time
from pathlib import Path
from typing import BinaryIO

from proxy.config import Settings
from proxy.core.decision import DecisionOptions
from proxy.core.goodbyes import GoodbyeSign
from proxy.evidence.tally import tally_of
from proxy.gateway.client import ClientConnection
from proxy.gateway.goodbye_post import GoodbyePost
from proxy.gateway.identity_post import Identities, IdentityPost
from proxy.gateway.limits import limits_of
from proxy.gateway.line_writer import LineWriter
from proxy.gateway.loop import new_loop
from proxy.gateway.own_pages import OwnPages
from proxy.gateway.pools import Pools
from proxy.gateway.services import WorkerServices
from proxy.gateway.visitors import Visitors
from proxy.goodbyes import Farewells, Goodbyes
from proxy.reception import reception_of
from proxy.routing_file.live import LiveTable

#: How often deadlines are looked at and lines handed to the log.
SWEEP_S = 0.25
#: How often counters are written for the other workers to add up.
PUBLISH_S = 1.0


class Worker:
    """Everything one worker process owns.

    Errors: RoutingFileRefused or OSError when made, if there is no good table to start from.
    """

    def __init__(
        self, settings: Settings, listener: socket.socket, python_socket: Path, sink: BinaryIO
    ) -> None:
        self._limits = limits_of(settings)
        self._listener = listener
        self._live = LiveTable(
            settings.routing_file,
            settings.reload_interval_s,
            state_dir=settings.state_dir,
            role="gateway",
        )
        self._loop: asyncio.AbstractEventLoop = new_loop(settings.event_loop)
        # uvloop's own clock counts whole milliseconds.
        clock = time.monotonic
        pools = Pools(str(python_socket), settings.backend_urls, self._limits, clock)
        self._writer = LineWriter(sink)
        self._pages = OwnPages(self._live, pools, self._writer, settings.state_dir)
        goodbyes = Goodbyes(GoodbyePost(python_socket))
        self._tally = tally_of(settings)
        self.services = WorkerServices(
            snapshot=self._live,
            options=DecisionOptions(
                allow_dev_controllers=settings.allow_dev_controllers,
                own_hosts=frozenset(settings.console_hosts),
            ),
            limits=self._limits,
            clock=clock,
            pools=pools,
            pages=self._pages.answer,
            visitors=Visitors(settings.trusted_proxies, settings.public_scheme),
            farewells=Farewells(
                GoodbyeSign(
                    settings.symfony1_remember_cookie.encode(),
                    settings.symfony1_session_cookie.encode(),
                ),
                goodbyes.hear,
            ),
            happened=self._tally.happened,
            reception=reception_of(settings),
            identities=Identities(IdentityPost(python_socket)),
        )
        self._pages.goodbyes = goodbyes.counts
        self._pages.counters = self.services.counters
        self._pages.tally = self._tally
        self._live.on_swap(lambda _table: self.services.forget_destinations())

    def run(self, ready: int) -> None:
        """Serve until SIGTERM or SIGINT, then let every request in flight finish.

        Shape: `ready` is the descriptor of a pipe that is told, once, when connections are accepted.
        """
        asyncio.set_event_loop(self._loop)
        # What start-up made lives as long as the process: the collector need not look at it.
        gc.collect()
        gc.freeze()
        try:
            self._loop.run_until_complete(self._serve(ready))
        finally:
            self._live.close()
            self._loop.close()

    async def _serve(self, ready: int) -> None:
        stopping = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            self._loop.add_signal_handler(number, stopping.set)
        server = await self._loop.create_server(
            lambda: ClientConnection(self.services), sock=self._listener, backlog=2048
        )
        self._loop.call_soon(lambda: self._live.table)  # the watch starts before the first request
        publisher = threading.Thread(target=self._publish, daemon=True, name="counters")
        publisher.start()
        os.write(ready, b"1")
        os.close(ready)
        while not stopping.is_set():
            self._sweep()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stopping.wait(), SWEEP_S)
        server.close()
        await self._drain()
        self._pages.collect()
        self._pages.publish()
        self._tally.spool(is_last=True)

    def _sweep(self) -> None:
        now = time.monotonic()
        services = self.services
        for client in [each for each in services.clients if each.deadline < now]:
            client.timed_out()
        for client in [each for each in services.clients if each.is_paused]:
            if client.has_left():
                client.transport.abort()
        for pool in services.pools.all():
            pool.sweep(now)
        self._pages.collect()
        if services.lines:
            lines, services.lines = services.lines, []
            self._writer.write(lines)

    def _publish(self) -> None:
        waiting = threading.Event()
        while not waiting.wait(PUBLISH_S):
            self._pages.publish()
            self._tally.spool()

    async def _drain(self) -> None:
        """Accept nothing more; end idle connections at once and busy ones after their answer."""
        services = self.services
        services.is_draining = True
        end = time.monotonic() + self._limits.drain_s
        for client in list(services.clients):
            client.drain()
        while services.clients and time.monotonic() < end:
            self._sweep()
            await asyncio.sleep(0.05)
        for client in list(services.clients):
            client.transport.abort()
        services.pools.close()
        await asyncio.sleep(0)
        self._sweep()
        self._writer.close()
