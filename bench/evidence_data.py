"""A state database as a large site leaves it after a year, made from a seed."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Table, insert

from proxy.evidence.counting import Labels
from proxy.evidence.folding import route_id
from proxy.evidence.periods import DAY, HOUR, KEPT, MINUTE, day_of, start_of
from proxy.evidence.tables import (
    BUCKET_COLUMNS,
    RECORDERS,
    REQUESTS,
    ROUTE_DAYS,
    ROUTES,
    SIGNALS,
    TRAFFIC,
    VISITOR_DAYS,
    VISITORS,
)
from proxy.state_database import StateDatabase

PARIS = ZoneInfo("Europe/Paris")
_LOTS = 20
_AT_ONCE = 20_000
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Amounts:
    """How much there is."""

    requests: int
    routes: int

    @property
    def logged(self) -> int:
        """Rows of the request log."""
        return min(200_000, self.requests // 50)

    @property
    def visitors(self) -> int:
        """Visitors of the present day."""
        return min(50_000, self.requests // 200)

    def periods(self, grain: int) -> int:
        """How many periods of a grain there are; a small run has few."""
        return min(KEPT[grain], 366 * DAY) // grain if self.requests >= 1_000_000 else 10


def lot_names() -> list[str]:
    """The lots, the first of which has every twentieth route."""
    return [f"lot_{number:02d}" for number in range(_LOTS)]


def fill(state: StateDatabase, amounts: Amounts, now: float) -> int:
    """Write all of it; gives the number of rows."""
    dice = random.Random(1)
    total = 0
    parts: tuple[tuple[Table, Iterator[Row]], ...] = (
        (TRAFFIC, _traffic(amounts, now)),
        (ROUTES, _routes(amounts, now)),
        (ROUTE_DAYS, _route_days(amounts, now)),
        (REQUESTS, _requests(amounts, now, dice)),
        (VISITORS, _visitors(amounts, now, dice)),
        (VISITOR_DAYS, _visitor_days(amounts, now)),
        (SIGNALS, _signals(amounts, now)),
        (RECORDERS, iter([_recorder(now)])),
    )
    for table, rows in parts:
        while batch := [row for _, row in zip(range(_AT_ONCE), rows, strict=False)]:
            with state.write() as connection:
                connection.execute(insert(table), batch)
            total += len(batch)
    return total


def _counted(requests: int) -> Row:
    buckets = dict.fromkeys(BUCKET_COLUMNS, 0)
    buckets[BUCKET_COLUMNS[3]] = requests - requests // 20
    buckets[BUCKET_COLUMNS[5]] = requests // 20
    return {"requests": requests, "seconds": requests * 0.04, **buckets}


def _traffic(amounts: Amounts, now: float) -> Iterator[Row]:
    """Every lot in every period that is kept: a site that never sleeps."""
    periods = {grain: amounts.periods(grain) for grain in KEPT}
    places = [
        {"backend": "gestion", "lot": lot, "stage": "canary", "side": side, "reason": reason,
         "status": status}
        for lot in lot_names()
        for side, reason in (("legacy", "canary-out"), ("python", "canary-in"))
        for status in (200, 302, 404, 500)
    ]  # fmt: skip
    for grain, count in periods.items():
        each = max(1, amounts.requests // (count * len(places)))
        for number in range(count):
            at = start_of(now - number * grain, grain, PARIS)
            for place in places:
                yield {"grain": grain, "at": at, **place, **_counted(each)}


def _labels(number: int) -> Labels:
    lot = lot_names()[number % _LOTS]
    return Labels(
        "gestion", "frontend", lot, f"/{lot}/r{number // _LOTS}", "canary", "python", "stage"
    )


def _routes(amounts: Amounts, now: float) -> Iterator[Row]:
    each = max(1, amounts.requests // amounts.routes)
    for number in range(amounts.routes):
        labels = _labels(number)
        yield {
            "route_id": route_id(labels), "backend": "gestion", "application": "frontend",
            "lot": labels.lot, "route": labels.route, "first_seen": int(now - 300 * DAY),
            "last_seen": int(now - number), "requests": each + number % 97, "python": each // 2,
            "errors": 0,
        }  # fmt: skip


def _route_days(amounts: Amounts, now: float) -> Iterator[Row]:
    """One route in twenty is asked every day, the others on three days of the last 45."""
    for number in range(amounts.routes):
        labels = _labels(number)
        days = (
            range(45)
            if number // _LOTS % 20 == 0
            else (number % 45, (number + 15) % 45, (number + 30) % 45)
        )
        for day in days:
            for status_class in (2, 4):
                yield {
                    "day": day_of(now - day * DAY, PARIS), "route_id": route_id(labels),
                    "stage": "canary", "side": "python", "status_class": status_class,
                    "lot": labels.lot, **_counted(10),
                }  # fmt: skip


def _requests(amounts: Amounts, now: float, dice: random.Random) -> Iterator[Row]:
    for number in range(amounts.logged):
        labels = _labels(dice.randrange(amounts.routes))
        yield {
            "at": now - (amounts.logged - number) * 2, "request_id": f"{number:032x}",
            "backend": "gestion", "application": "frontend", "method": "GET", "path": labels.route,
            "route": labels.route, "lot": labels.lot, "stage": "canary", "side": "python",
            "reason": "canary-in", "status": 500 if number % 200 == 0 else 200, "ms": 40.0,
            "bucket": dice.randrange(10_000), "table_digest": "0123456789ab",
        }  # fmt: skip


def _visitors(amounts: Amounts, now: float, dice: random.Random) -> Iterator[Row]:
    day = day_of(now, PARIS)
    for number in range(amounts.visitors):
        for lot in dice.sample(lot_names(), 3):
            yield {
                "day": day, "visitor": f"{number:016x}", "backend": "gestion", "lot": lot,
                "side": "python" if number % 10 == 0 else "legacy",
            }  # fmt: skip


def _visitor_days(amounts: Amounts, now: float) -> Iterator[Row]:
    for number in range(1, amounts.periods(DAY)):
        for lot in (*lot_names(), "*"):
            for side in ("legacy", "python", "*"):
                yield {
                    "day": day_of(now - number * DAY, PARIS), "backend": "*", "lot": lot,
                    "side": side, "users": 1000 + number,
                }  # fmt: skip


def _signals(amounts: Amounts, now: float) -> Iterator[Row]:
    for grain in (MINUTE, HOUR):
        for number in range(min(1000, amounts.periods(grain))):
            for lot in lot_names():
                yield {
                    "grain": grain, "at": start_of(now - number * grain, grain, PARIS),
                    "backend": "gestion", "lot": lot, "side": "python", "signal": "redirect-loop",
                    "count": 1,
                }  # fmt: skip


def _recorder(now: float) -> Row:
    return {
        "machine": "bench", "began": now - 365 * DAY, "as_of": now, "unlogged_requests": 0,
        "damaged_batches": 0,
    }  # fmt: skip
