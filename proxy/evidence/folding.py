"""One batch of counts folded into the state database: all of it, once."""

import hashlib
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, insert, select

from proxy.evidence.counting import Labels, Series
from proxy.evidence.periods import DAY, HOUR, MINUTE, day_of, start_of
from proxy.evidence.spool import Batch
from proxy.evidence.tables import (
    BUCKET_COLUMNS,
    FOLDED,
    REQUESTS,
    ROUTE_DAYS,
    ROUTES,
    SIGNALS,
    TRAFFIC,
    VISITOR_DAYS,
    VISITORS,
)
from proxy.state_database import Row, put

_COUNTED = ("requests", "seconds", *BUCKET_COLUMNS)
GRAINS = (MINUTE, HOUR, DAY)


def fold(connection: Connection, batch: Batch, zone: ZoneInfo) -> bool:
    """Add a batch to the tables, in the transaction of this connection; False if it was already.

    Errors: SQLAlchemyError; nothing is kept then.
    """
    known = select(FOLDED.c.name).where(FOLDED.c.name == batch.name)
    if connection.execute(known).first() is not None:
        return False
    connection.execute(insert(FOLDED).values(name=batch.name, at=batch.until))
    put(connection, TRAFFIC, list(_traffic(batch, zone)), add=_COUNTED)
    put(connection, ROUTE_DAYS, list(_route_days(batch, zone)), add=_COUNTED)
    _fold_routes(connection, batch)
    put(connection, SIGNALS, list(_signals(batch, zone)), add=("count",))
    _fold_visitors(connection, batch)
    if batch.requests:
        connection.execute(insert(REQUESTS), batch.requests)
    return True


def route_id(labels: Labels) -> str:
    """What names a route in the tables, whatever its length."""
    spelled = f"{labels.backend}\0{labels.application}\0{labels.lot}\0{labels.route}"
    return hashlib.blake2b(spelled.encode("utf-8", "replace"), digest_size=16).hexdigest()


def _added(totals: dict[tuple[Any, ...], Series], key: tuple[Any, ...], series: Series) -> None:
    totals.setdefault(key, Series()).add_all(series)


def _counts(series: Series) -> dict[str, float]:
    return {
        "requests": series.count,
        "seconds": series.seconds,
        **dict(zip(BUCKET_COLUMNS, series.buckets, strict=True)),
    }


def _traffic(batch: Batch, zone: ZoneInfo) -> Iterable[Row]:
    totals: dict[tuple[Any, ...], Series] = {}
    for labels, by_status in batch.series.items():
        for status, series in by_status.items():
            place = (labels.backend[:64], labels.lot[:64], labels.stage, labels.side, labels.reason)
            _added(totals, (*place, status), series)
    names = ("backend", "lot", "stage", "side", "reason", "status")
    for grain in GRAINS:
        at = start_of(batch.until, grain, zone)
        for key, series in totals.items():
            named = dict(zip(names, key, strict=True))
            yield {"grain": grain, "at": at, **named, **_counts(series)}


def _route_days(batch: Batch, zone: ZoneInfo) -> Iterable[Row]:
    totals: dict[tuple[Any, ...], Series] = {}
    for labels, by_status in batch.series.items():
        if labels.side in {"legacy", "python"}:
            for status, series in by_status.items():
                key = (route_id(labels), labels.stage, labels.side, status // 100, labels.lot[:64])
                _added(totals, key, series)
    names = ("route_id", "stage", "side", "status_class", "lot")
    day = day_of(batch.until, zone)
    for key, series in totals.items():
        yield {"day": day, **dict(zip(names, key, strict=True)), **_counts(series)}


def _fold_routes(connection: Connection, batch: Batch) -> None:
    rows: dict[str, dict[str, Any]] = {}
    for labels, by_status in batch.series.items():
        if labels.side not in {"legacy", "python"}:
            continue
        name = route_id(labels)
        row = rows.setdefault(name, _new_route(name, labels, batch))
        count = sum(series.count for series in by_status.values())
        row["requests"] += count
        row["python"] += count if labels.side == "python" else 0
        row["errors"] += sum(s.count for status, s in by_status.items() if status >= 500)
    put(
        connection,
        ROUTES,
        list(rows.values()),
        add=("requests", "python", "errors"),
        replace=("last_seen",),
    )


def _new_route(name: str, labels: Labels, batch: Batch) -> dict[str, Any]:
    return {
        "route_id": name,
        "backend": labels.backend[:64],
        "application": labels.application[:64],
        "lot": labels.lot[:64],
        "route": labels.route[:500],
        "first_seen": int(batch.since),
        "last_seen": int(batch.until),
        "requests": 0,
        "python": 0,
        "errors": 0,
    }


def _signals(batch: Batch, zone: ZoneInfo) -> Iterable[Row]:
    for (backend, lot, side, signal), count in batch.signals.items():
        place = {"backend": backend[:64], "lot": lot[:64], "side": side, "signal": signal}
        for grain in GRAINS:
            yield {
                "grain": grain,
                "at": start_of(batch.until, grain, zone),
                **place,
                "count": count,
            }


def _fold_visitors(connection: Connection, batch: Batch) -> None:
    days = {day for day, *_ in batch.visitors}
    over = (
        select(VISITOR_DAYS.c.day)
        .where(VISITOR_DAYS.c.day.in_(days), VISITOR_DAYS.c.is_whole == 1)
        .distinct()
    )
    # A day that was counted stays as it is: its hashes are gone, and nobody could be told apart.
    closed = set(connection.execute(over).scalars()) if days else set()
    names = ("day", "visitor", "backend", "lot", "side")
    rows = [dict(zip(names, each, strict=True)) for each in batch.visitors if each[0] not in closed]
    put(connection, VISITORS, rows)
