"""`figuier parity record --from-traffic`: an order given to the shadow, waited for and withdrawn."""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import click

from proxy.config import Settings
from proxy.core.decision import Side
from proxy.core.stages import StageName
from proxy.errors import ParityRunImpossible
from proxy.parity.lab.conduct import Subject
from proxy.parity.replay.spool import suite_of_spool
from proxy.parity.replay.suite import Suite
from proxy.parity.shadow.counts import published
from proxy.parity.shadow.doors import unshadowed
from proxy.parity.shadow.orders import Order, give, spool_file, standing_order, withdraw

_LOOK_S = 0.5
#: Longer than the shadow takes to publish its counts and to look for orders.
_SETTLE_S = 1.5


@dataclass(frozen=True, slots=True)
class FromTraffic:
    """How much of visitors' traffic is recorded, and how long it is waited for."""

    most: int
    minutes: float
    kinds: int
    with_writes: bool


def suite_from_traffic(
    settings: Settings, subject: Subject, wish: FromTraffic, host: str,
    wait: Callable[[float], None] = time.sleep,
) -> tuple[Suite, dict[str, int]]:  # fmt: skip
    """What visitors of the lot did meanwhile, and why some of it was left out.

    Errors: ParityRunImpossible, where nobody would be recorded.
    """
    _check(settings, subject)
    until = time.time() + wish.minutes * 60
    order = Order(
        subject.lot.name, subject.backend.name, until, wish.with_writes, wish.most, wish.kinds
    )
    spool = spool_file(settings.state_dir, order.key)
    give(order, settings.state_dir)
    try:
        _wait(settings, order, wait)
    finally:
        withdraw(settings.state_dir)
        wait(_SETTLE_S)
        suite = suite_of_spool(spool, subject.lot.name, subject.backend.name, host)
        spool.unlink(missing_ok=True)
    counts = dict((published(settings.state_dir) or {}).get("recorded", {}))
    counts.pop("kept", None)
    return suite, counts if suite.entries or counts else {}


def _check(settings: Settings, subject: Subject) -> None:
    lot = subject.lot
    if lot.stage.name not in {StageName.SHADOW, StageName.CANARY}:
        raise ParityRunImpossible(
            f"{lot.name} is at {lot.stage}: visitors are recorded at shadow, and in canary those"
            f" whom {Side.LEGACY.value} answers"
        )
    if not settings.shadow_percent and not settings.shadow_canary_percent:
        raise ParityRunImpossible("FIGUIER_SHADOW_PERCENT is 0: nobody is looked at")
    if said := unshadowed(subject.table, settings.state_dir):
        raise ParityRunImpossible(said)
    if standing_order(settings.state_dir, time.time()) is not None:
        raise ParityRunImpossible("another recording is under way; it ends by itself")


def _wait(settings: Settings, order: Order, wait: Callable[[float], None]) -> None:
    """Until there is enough, the time is over, the order is gone, or somebody types Ctrl-C."""
    spool = spool_file(settings.state_dir, order.key)
    try:
        while standing_order(settings.state_dir, time.time()) == order:
            kept = spool.read_bytes().count(b"\n") if spool.exists() else 0
            if sys.stderr.isatty():
                click.echo(f"\r\033[K{kept} of {order.most} answers", err=True, nl=False)
            if kept >= order.most:
                return
            wait(min(_LOOK_S, max(order.until - time.time(), 0)))
    except KeyboardInterrupt:
        click.echo("", err=True)
