"""The parts of one worker, made from its settings and joined."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from proxy.config import Settings
from proxy.core.decision import DecisionOptions
from proxy.evidence.tally import Tally, tally_of
from proxy.gateway.destinations import Destinations
from proxy.gateway.limits import limits_of
from proxy.gateway.line_writer import LineWriter
from proxy.gateway.own_pages import OwnPages
from proxy.gateway.people import people_of
from proxy.gateway.pools import Pools
from proxy.gateway.services import WorkerServices
from proxy.parity.shadow.tap import Tap
from proxy.routing_file.live import LiveTable


@dataclass(frozen=True, slots=True)
class Parts:
    """What a worker owns beside its loop and its connections."""

    live: LiveTable
    writer: LineWriter
    pages: OwnPages
    tally: Tally
    services: WorkerServices


def parts_of(settings: Settings, python_socket: Path, sink: BinaryIO) -> Parts:
    """Every part of a worker.

    Errors: RoutingFileRefused or OSError, if there is no good table to start from.
    """
    limits = limits_of(settings)
    live = LiveTable(
        settings.routing_file,
        settings.reload_interval_s,
        state_dir=settings.state_dir,
        role="gateway",
    )
    # uvloop's own clock counts whole milliseconds.
    clock = time.monotonic
    pools = Pools(str(python_socket), settings.backend_urls, limits, clock)
    options = DecisionOptions(
        allow_dev_controllers=settings.allow_dev_controllers,
        own_hosts=frozenset(settings.console_hosts),
    )
    shares = settings.shadow_percent / 100, settings.shadow_canary_percent / 100
    destinations = Destinations(live, options, pools, Tap(settings.state_dir, *shares))
    live.on_swap(lambda _table: destinations.forget())
    writer, tally, people = LineWriter(sink), tally_of(settings), people_of(settings, python_socket)
    pages = OwnPages(live, pools, writer, settings.state_dir)
    pages.counters, pages.tally, pages.goodbyes = destinations.counters, tally, people.goodbyes
    services = WorkerServices(
        destinations=destinations,
        limits=limits,
        clock=clock,
        pools=pools,
        pages=pages.answer,
        visitors=people.visitors,
        farewells=people.farewells,
        reception=people.reception,
        identities=people.identities,
        happened=tally.happened,
    )
    return Parts(live, writer, pages, tally, services)
