"""The tables of what was counted; a row is never about a person."""

from typing import Any

from sqlalchemy import BigInteger, Column, Double, Index, Integer, SmallInteger, String, Table

from proxy.core.latency import BUCKETS
from proxy.state_database import METADATA, MYSQL

#: The columns of a histogram: requests that took no longer than each bound, then the rest.
BUCKET_COLUMNS = tuple(f"b{number:02d}" for number in range(len(BUCKETS) + 1))

#: A serial number that SQLite draws by itself only for the type it calls INTEGER.
_SERIAL = BigInteger().with_variant(Integer, "sqlite")


def _counted() -> list[Any]:
    return [
        Column("requests", BigInteger, nullable=False),
        Column("seconds", Double, nullable=False),
        *(Column(name, BigInteger, nullable=False) for name in BUCKET_COLUMNS),
    ]


#: Requests by lot. Units: `grain` is the seconds of a period (86400: a calendar day of the
#: FIGUIER_TIME_ZONE), `at` its start in seconds since 1970; `lot` is empty for what no lot claims.
TRAFFIC = Table(
    "evidence_traffic",
    METADATA,
    Column("grain", Integer, primary_key=True, autoincrement=False),
    Column("at", BigInteger, primary_key=True, autoincrement=False),
    Column("backend", String(64), primary_key=True),
    Column("lot", String(64), primary_key=True),
    Column("stage", String(16), primary_key=True),
    Column("side", String(16), primary_key=True),
    Column("reason", String(32), primary_key=True),
    Column("status", SmallInteger, primary_key=True, autoincrement=False),
    *_counted(),
    **MYSQL,
)

#: Requests by route and calendar day. Shape: `route_id` names a row of ROUTES; `day` as 2026-11-23;
#: `status_class` is the first digit of the status.
ROUTE_DAYS = Table(
    "evidence_route_traffic",
    METADATA,
    # First: MySQL keeps rows in this order, and questions are about one lot.
    Column("lot", String(64), primary_key=True),
    Column("day", String(10), primary_key=True),
    Column("route_id", String(32), primary_key=True),
    Column("stage", String(16), primary_key=True),
    Column("side", String(16), primary_key=True),
    Column("status_class", SmallInteger, primary_key=True, autoincrement=False),
    *_counted(),
    Index("evidence_route_traffic_by_day", "day"),
    **MYSQL,
)

#: Every route that was ever asked, since counting began. Shape: `route` as the file spells it, with
#: the method that stands for its class; empty lot and route: addresses that no lot claims.
ROUTES = Table(
    "evidence_routes",
    METADATA,
    Column("route_id", String(32), primary_key=True),
    Column("backend", String(64), nullable=False),
    Column("application", String(64), nullable=False),
    Column("lot", String(64), nullable=False),
    Column("route", String(500), nullable=False),
    Column("first_seen", BigInteger, nullable=False),
    Column("last_seen", BigInteger, nullable=False),
    Column("requests", BigInteger, nullable=False),
    Column("python", BigInteger, nullable=False),
    Column("errors", BigInteger, nullable=False),
    Index("evidence_routes_of_lot", "lot"),
    Index("evidence_routes_by_requests", "requests"),
    **MYSQL,
)

#: What sentinels look for beside statuses (proxy/evidence/signals.py), by lot and period.
SIGNALS = Table(
    "evidence_signals",
    METADATA,
    Column("grain", Integer, primary_key=True, autoincrement=False),
    Column("at", BigInteger, primary_key=True, autoincrement=False),
    Column("backend", String(64), primary_key=True),
    Column("lot", String(64), primary_key=True),
    Column("side", String(16), primary_key=True),
    Column("signal", String(32), primary_key=True),
    Column("count", BigInteger, nullable=False),
    **MYSQL,
)

#: Visitors of the present day as hashes under a salt that is forgotten when the day is counted.
VISITORS = Table(
    "evidence_visitors",
    METADATA,
    Column("day", String(10), primary_key=True),
    Column("visitor", String(16), primary_key=True),
    Column("backend", String(64), primary_key=True),
    Column("lot", String(64), primary_key=True),
    Column("side", String(16), primary_key=True),
    **MYSQL,
)

#: Distinct visitors. Shape: `*` in backend, lot or side stands for all of them; `is_whole` is 1
#: once the day is over, 0 for the present one as far as it was last counted.
VISITOR_DAYS = Table(
    "evidence_daily_visitors",
    METADATA,
    Column("day", String(10), primary_key=True),
    Column("backend", String(64), primary_key=True),
    Column("lot", String(64), primary_key=True),
    Column("side", String(16), primary_key=True),
    Column("users", BigInteger, nullable=False),
    Column("is_whole", SmallInteger, nullable=False, default=1),
    **MYSQL,
)

#: The salt of the present day, the same on every machine; the row is deleted with the day.
SALTS = Table(
    "evidence_salts",
    METADATA,
    Column("day", String(10), primary_key=True),
    Column("salt", String(64), nullable=False),
    **MYSQL,
)

#: The request log: the newest requests, without query, cookie, name or client. Units: `at` is
#: seconds since 1970; `bucket` from 0 to 9999, -1 for a visitor who has none.
REQUESTS = Table(
    "evidence_requests",
    METADATA,
    Column("id", _SERIAL, primary_key=True, autoincrement=True),
    Column("at", Double, nullable=False),
    Column("request_id", String(64), nullable=False),
    Column("backend", String(64), nullable=False),
    Column("application", String(64), nullable=False),
    Column("method", String(16), nullable=False),
    Column("path", String(500), nullable=False),
    Column("route", String(500), nullable=False),
    Column("lot", String(64), nullable=False),
    Column("stage", String(16), nullable=False),
    Column("side", String(16), nullable=False),
    Column("reason", String(32), nullable=False),
    Column("status", SmallInteger, nullable=False),
    Column("ms", Double, nullable=False),
    Column("bucket", SmallInteger, nullable=False),
    Column("table_digest", String(12), nullable=False),
    Index("evidence_requests_by_time", "at"),
    Index("evidence_requests_of_lot", "lot", "at"),
    **MYSQL,
)

#: What each machine's recorder last said of itself; everything counted before `as_of` is here.
RECORDERS = Table(
    "evidence_recorders",
    METADATA,
    Column("machine", String(128), primary_key=True),
    Column("began", Double, nullable=False),
    Column("as_of", Double, nullable=False),
    Column("unlogged_requests", BigInteger, nullable=False),
    Column("damaged_batches", BigInteger, nullable=False),
    **MYSQL,
)

#: Batches that are in the tables, so that none is added twice; forgotten after a few days.
FOLDED = Table(
    "evidence_folded",
    METADATA,
    Column("name", String(64), primary_key=True),
    Column("at", Double, nullable=False),
    Index("evidence_folded_by_time", "at"),
    **MYSQL,
)
