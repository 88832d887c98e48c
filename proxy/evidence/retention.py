"""What is forgotten, and when: old periods, old requests, and who came on a day that is over."""

import secrets
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, delete, func, select

from proxy.evidence.periods import DAY, KEPT, ROUTE_DAYS_KEPT, day_of, days_before
from proxy.evidence.tables import (
    FOLDED,
    REQUESTS,
    ROUTE_DAYS,
    SALTS,
    SIGNALS,
    TRAFFIC,
    VISITOR_DAYS,
    VISITORS,
)
from proxy.evidence.values import ALL
from proxy.state_database import Row, put

#: A day is counted so long after its end, when every process has told of it.
GRACE_S = 300
#: What distinct visitors are counted by; what is missing is taken together.
GROUPINGS = (("backend", "lot", "side"), ("backend", "lot"), ("side",), ("lot",), ())
#: Batches are known so long: none waits longer in a spool that somebody still folds.
_FOLDED_KEPT_S = 7 * DAY


def forget_old(connection: Connection, now: float, zone: ZoneInfo, log_rows: int) -> None:
    """Delete what is older than it is kept."""
    for table in (TRAFFIC, SIGNALS):
        for grain, kept in KEPT.items():
            old = delete(table).where(table.c.grain == grain, table.c.at < now - kept)
            connection.execute(old)
    oldest = days_before(day_of(now, zone), ROUTE_DAYS_KEPT)
    connection.execute(delete(ROUTE_DAYS).where(ROUTE_DAYS.c.day < oldest))
    connection.execute(delete(FOLDED).where(FOLDED.c.at < now - _FOLDED_KEPT_S))
    newest = connection.execute(select(func.max(REQUESTS.c.id))).scalar()
    if newest is not None:
        connection.execute(delete(REQUESTS).where(REQUESTS.c.id <= newest - log_rows))
    connection.execute(
        delete(VISITOR_DAYS).where(
            VISITOR_DAYS.c.day < days_before(day_of(now, zone), KEPT[DAY] // DAY)
        )
    )


def close_days(connection: Connection, now: float, zone: ZoneInfo) -> None:
    """Count the visitors of days that are over, then forget their hashes and their salt."""
    today = day_of(now - GRACE_S, zone)
    days = select(VISITORS.c.day).where(VISITORS.c.day < today).distinct()
    for day in list(connection.execute(days).scalars()):
        keep_visitors(connection, visitors_of(connection, day, is_whole=True))
        connection.execute(delete(VISITORS).where(VISITORS.c.day == day))
    connection.execute(delete(SALTS).where(SALTS.c.day < today))


def visitors_of(connection: Connection, day: str, *, is_whole: bool) -> list[Row]:
    """The rows of VISITOR_DAYS for a day as far as it has come."""
    found: list[Row] = []
    for grouping in GROUPINGS:
        columns = [VISITORS.c[name] for name in grouping]
        users = func.count(VISITORS.c.visitor.distinct()).label("users")
        question = select(*columns, users).where(VISITORS.c.day == day).group_by(*columns)
        place = {"day": day, "backend": ALL, "lot": ALL, "side": ALL, "is_whole": int(is_whole)}
        rows = connection.execute(question).mappings()
        found += [{**place, **row} for row in rows if row["users"]]
    return found


def keep_visitors(connection: Connection, rows: Sequence[Row]) -> None:
    """Keep how many visitors a day had."""
    put(connection, VISITOR_DAYS, rows, replace=("users", "is_whole"))


def salt_of(connection: Connection, day: str) -> str:
    """The salt of a day, the same for every machine; drawn by whoever asks first."""
    put(connection, SALTS, [{"day": day, "salt": secrets.token_hex(32)}])
    found: str = connection.execute(select(SALTS.c.salt).where(SALTS.c.day == day)).scalar_one()
    return found
