"""What somebody asked to have recorded of visitors' traffic, where workers and shadow see it."""

import json
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from proxy.flips.state_files import write_whole

#: An order is looked for so often at most.
_LOOK_S = 0.5


@dataclass(frozen=True, slots=True)
class Order:
    """One recording, which ends by itself.

    Shape: `most` answers, of which `kinds` of one route, method and status; `bytes` in all.
    Units: `until` in seconds since 1970.
    """

    lot: str
    backend: str
    until: float
    with_writes: bool = False
    most: int = 200
    kinds: int = 10
    bytes: int = 20_000_000
    key: str = field(default_factory=lambda: secrets.token_hex(8))


def order_file(state_dir: Path) -> Path:
    """Where the order is while it holds."""
    return state_dir / "recording.json"


def spool_file(state_dir: Path, key: str) -> Path:
    """Where what is recorded waits for who ordered it."""
    return state_dir / f"recording-{key}.jsonl"


def give(order: Order, state_dir: Path) -> None:
    """Let it hold from now on.

    Errors: StateUnwritable.
    """
    write_whole(order_file(state_dir), json.dumps(asdict(order)).encode())


def withdraw(state_dir: Path) -> None:
    """Let no order hold."""
    order_file(state_dir).unlink(missing_ok=True)


def standing_order(state_dir: Path, now: float) -> Order | None:
    """The order that holds; None for none, for one whose time is over, for one that is broken."""
    with suppress(OSError, ValueError, TypeError):
        order = Order(**json.loads(order_file(state_dir).read_text(encoding="utf-8")))
        if order.until > now:
            return order
    return None


class OrderLook:
    """The order as it was half a second ago: asking costs a look at the clock."""

    def __init__(
        self,
        state_dir: Path,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._state_dir = state_dir
        self._clock = clock
        self._now = now
        self._fresh_until = 0.0
        self._order: Order | None = None

    @property
    def order(self) -> Order | None:
        """The order that holds."""
        moment = self._clock()
        if moment >= self._fresh_until:
            self._fresh_until = moment + _LOOK_S
            self._order = standing_order(self._state_dir, self._now())
        return self._order
