"""Exemplars in the state database: a page for each new cause of a route, for a bounded time."""

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, Row, delete, select

from proxy.parity.differences import Difference
from proxy.parity.exemplars.packing import packed, unpacked
from proxy.parity.exemplars.values import Exemplar
from proxy.parity.redaction import redacted_target
from proxy.parity.tables import PARITY_EXEMPLARS
from proxy.state_database import StateDatabase, put

#: Pages kept of one route and version of the code; a route that differs everywhere has more causes.
MOST_OF_A_ROUTE = 20
#: What one exemplar may weigh; a database takes this in one statement.
_MOST_BYTES = 1 << 20
#: What the console lists of one lot.
_MOST_LISTED = 300


@dataclass(frozen=True, slots=True)
class Shown:
    """What was compared, and the exemplar of it. Shape: `name` tells apart what a role did."""

    role: str
    name: str
    exemplar: Exemplar
    has_pictures: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """An exemplar that is kept, without its pages. Shape: `causes` by their ids."""

    id: str
    lot: str
    route: str
    code: str
    role: str
    target: str
    origin: str
    at: float
    differences: int
    causes: frozenset[str]


def exemplar_id(lot: str, route: str, role: str, name: str) -> str:
    """What an exemplar is called, here and among the pictures: the same at the next run."""
    key = json.dumps([lot, route, role, name])
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:32]


def cause_id(lot: str, code: str, route: str, found: Difference) -> str:
    """What a cause is called. Shape: `found` before or after redaction."""
    key = json.dumps([lot, code, route, found.part, found.cause])
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def keep_exemplar(  # noqa: PLR0913 - the columns
    connection: Connection, lot: str, code: str, *, route: str, target: str, origin: str,
    at: float, causes: Collection[str], shown: Shown,
) -> None:  # fmt: skip
    """Keep it, unless the route's kept ones show all its causes already."""
    own = exemplar_id(lot, route, shown.role, shown.name)
    column = PARITY_EXEMPLARS.c
    question = select(column.id, column.causes).where(
        column.lot == lot, column.code == code, column.route == route
    )
    others = {row.id: row.causes for row in connection.execute(question) if row.id != own}
    known = {cause for text in others.values() for cause in text.split("\n")}
    if not shown.has_pictures and (set(causes) <= known or len(others) >= MOST_OF_A_ROUTE):
        return
    content = packed(shown.exemplar)
    if len(content) > _MOST_BYTES:
        return
    row = {
        "id": own, "lot": lot, "route": route, "code": code, "role": shown.role,
        "target": redacted_target(target), "origin": origin, "at": at,
        "differences": len(shown.exemplar.notes), "causes": "\n".join(sorted(causes)),
        "content": content,
    }  # fmt: skip
    put(connection, PARITY_EXEMPLARS, [row], replace=tuple(name for name in row if name != "id"))


def exemplars_of(state: StateDatabase, lot: str, code: str, oldest: float) -> tuple[Kept, ...]:
    """The exemplars of a lot's version that are not older than `oldest`, the newest first.

    Errors: StateDatabaseUnavailable.
    """
    columns = [each for each in PARITY_EXEMPLARS.c if each.name != "content"]
    question = (
        select(*columns)
        .where(
            PARITY_EXEMPLARS.c.lot == lot,
            PARITY_EXEMPLARS.c.code == code,
            PARITY_EXEMPLARS.c.at >= oldest,
        )
        .order_by(PARITY_EXEMPLARS.c.at.desc(), PARITY_EXEMPLARS.c.route)
        .limit(_MOST_LISTED)
    )
    with state.read() as connection:
        return tuple(_kept(row) for row in connection.execute(question))


def exemplar_at(
    state: StateDatabase, lot: str, own_id: str, oldest: float
) -> tuple[Kept, Exemplar] | None:
    """One exemplar; None when there is none, when it is too old, or of another program.

    Errors: StateDatabaseUnavailable.
    """
    column = PARITY_EXEMPLARS.c
    question = select(PARITY_EXEMPLARS).where(
        column.id == own_id, column.lot == lot, column.at >= oldest
    )
    with state.read() as connection:
        row = connection.execute(question).first()
    found = unpacked(row.content) if row is not None else None
    return (_kept(row), found) if row is not None and found is not None else None


def forget_exemplars(connection: Connection, oldest: float) -> None:
    """Delete those older than `oldest`."""
    connection.execute(delete(PARITY_EXEMPLARS).where(PARITY_EXEMPLARS.c.at < oldest))


def _kept(row: Row[tuple[object, ...]]) -> Kept:
    return Kept(
        row.id, row.lot, row.route, row.code, row.role, row.target, row.origin, row.at,
        row.differences, frozenset(filter(None, row.causes.split("\n"))),
    )  # fmt: skip
