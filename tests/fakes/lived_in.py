"""A migration on its way: ten weeks of flips, traffic and incidents over the demo's own table."""

import atexit
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from proxy.console.roles import Role
from proxy.console.scope import extent_of, note_scope
from proxy.core.latency import BUCKETS, Latency
from proxy.core.stages import parse_stage
from proxy.core.table import Lot, RoutingTable, spelled_route
from proxy.evidence.counting import Labels
from proxy.evidence.folding import route_id
from proxy.evidence.periods import DAY, HOUR, MINUTE, day_of, start_of
from proxy.evidence.tables import (
    BUCKET_COLUMNS,
    RECORDERS,
    REQUESTS,
    ROUTE_DAYS,
    ROUTES,
    TRAFFIC,
    VISITOR_DAYS,
)
from proxy.flips.evidence import Evidence, SideCounts
from proxy.flips.flip import Order, flip
from proxy.flips.gates import Code
from proxy.flips.incidents import Report, Severity, close_incident, open_incident
from proxy.flips.labels import LabelOrder, change_label
from proxy.routing_file.reader import parse_table
from proxy.state_database import put
from tests.fakes.console import House

#: Who moved what, when and why, in days before now.
FLIPS = (
    (70, "reference_lists", "shadow", "paul.roux", "début de l’observation"),
    (63, "reference_lists", "canary 10%", "paul.roux", "une semaine d’observation sans écart"),
    (56, "reference_lists", "python", "nadia.benali", "sprint 1 : écarts nuls sur 9 jours"),
    (49, "territory_pages", "shadow", "paul.roux", "sprint 2"),
    (42, "territory_pages", "python", "nadia.benali", "pages éditoriales sans écart"),
    (30, "events", "shadow", "lea.morel", "sprint 3"),
    (24, "events", "canary 10%", "lea.morel", "dix jours d’observation"),
    (22, "events", "legacy", "lea.morel", "erreurs à l’export PDF : retour"),
    (20, "events", "canary 25%", "lea.morel", "export corrigé"),
    (12, "events", "python", "nadia.benali", "erreurs sous celles de PHP"),
    (8, "public_agenda", "shadow", "paul.roux", "sprint 5"),
    (3, "public_agenda", "canary 10%", "paul.roux", "observation concluante"),
    (2, "requests", "shadow", "lea.morel", "sprint 5"),
)
LABELS = (
    ("reference_lists", "owner", "Paul Roux"),
    ("reference_lists", "accepted_on", "2026-10-12"),
    ("territory_pages", "owner", "Paul Roux"),
    ("events", "owner", "Léa Morel"),
    ("public_agenda", "owner", "Paul Roux"),
    ("requests", "owner", "Léa Morel"),
)
#: The lots of which every route was asked.
PROVEN = frozenset({"reference_lists", "territory_pages"})
#: Requests an hour of each lot, by day; the rest of the site is what no lot claims.
BUSY = {
    "territory_pages": 310, "reference_lists": 42, "events": 120, "public_agenda": 95,
    "requests": 61, "companies": 58, "newcomers": 77, "housing": 49, "content": 140, "": 230,
}  # fmt: skip


def lived_house(folder: Path, *, contradiction: bool = False) -> House:
    """A house in which ten weeks have passed, with an account of each role.

    Shape: it holds the demo's table; with a contradiction PHP answered for a lot on Python.
    """
    like, code = _lived()
    house = House(folder, like=like)
    house.code = code
    if contradiction:
        _contradict(house)
    return house


@cache
def _lived() -> tuple[Path, Code]:
    """The folder of such a house and its lots with code, made once."""
    folder = Path(tempfile.mkdtemp(prefix="figuier-lived-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    house = demo_house(folder)
    for role in Role:
        house.add(role.value, role)
    code = _live(house)
    house.sources.running.close()
    house.sources.state.close()
    shutil.rmtree(house.settings.state_dir / "workers", ignore_errors=True)
    return folder, code


def _live(house: House) -> Code:
    end = house.clock.at
    _begin_sprints(house)
    small = parse_table(house.file.read_bytes())
    lots = tuple(lot for lot in small.lots if lot.name != "accounts")
    house.clock.at = end - timedelta(days=77)
    note_scope(house.settings.state_dir, extent_of(replace(small, lots=lots), _at(house)))
    for days, lot, stage, who, why in FLIPS:
        house.clock.at = end - timedelta(days=days, hours=3)
        desk = replace(house.sources.desk(who), now=house.clock)
        code = frozenset(_code(small))
        flip(desk, Order(lot, parse_stage(stage), why, code=code, evidence=_good(_at(house))))
        if days == 30:
            note_scope(house.settings.state_dir, extent_of(small, _at(house)))
    house.clock.at = end - timedelta(days=1)
    for lot, key, value in LABELS:
        change_label(house.sources.desk("nadia.benali"), LabelOrder(lot, key, value, ""))
    house.clock.at = end
    table = parse_table(house.file.read_bytes())
    _count(house, table)
    _remember_incidents(house)
    return frozenset(_code(table))


def _quick(requests: int) -> Latency:
    return Latency((requests, *(0 for _ in BUCKETS)))


def _good(at: float) -> Evidence:
    """All that gates may ask for."""
    python, legacy = SideCounts(4000, 3, _quick(4000)), SideCounts(5000, 9, _quick(5000))
    return Evidence(
        at,
        as_of=at,
        since=at - 9 * DAY,
        requests=9000,
        days=9,
        python=python,
        legacy=legacy,
        routes=10,
    )


def demo_house(folder: Path) -> House:
    """A house over the table of the checkout, before anything moved."""
    checkout = Path(__file__).resolve().parents[2]
    text = (checkout / "routing.yaml").read_text(encoding="utf-8")
    return House(folder, re.sub(r"(?m)^    stage: .*$", "    stage: legacy", text))


def count_a_few(house: House, name: str, stage: str, requests: int) -> None:
    """So many answers of Python to one route of a lot, in the last minutes."""
    table = parse_table(house.file.read_bytes())
    lot = table.lot(name)
    assert lot is not None
    _, days = next(_routes(house, lot, "python", stage, 1))
    zone = house.settings.time_zone
    place = {
        "backend": "gestion", "lot": name, "stage": stage, "side": "python", "reason": "stage",
        "status": 200, **_histogram(requests),
    }  # fmt: skip
    rows = [
        {**place, "grain": grain, "at": start_of(_at(house) - 60, grain, zone)}
        for grain in (MINUTE, HOUR, DAY)
    ]
    with house.sources.state.write() as connection:
        put(connection, TRAFFIC, rows, add=("requests",))
        put(connection, ROUTE_DAYS, days, add=("requests",))
        put(connection, RECORDERS, [_recorder(house)], replace=("as_of",))


def _code(table: RoutingTable) -> Iterator[tuple[str, str]]:
    for lot in table.lots[:4]:
        yield from {(route.backend, lot.name) for route in lot.routes}


def _begin_sprints(house: House) -> None:
    text = house.file.read_text(encoding="utf-8")
    line = "sprints: { first: 2026-09-14, days: 14 }"
    house.file.write_text(text.replace("\ngates:", f"\n{line}\ngates:", 1), encoding="utf-8")


def _at(house: House) -> float:
    return house.clock.at.timestamp()


def _count(house: House, table: RoutingTable) -> None:
    traffic, routes, route_days = [], [], []
    for name, hourly in BUSY.items():
        lot = table.lot(name)
        for side, stage, share in _sides(lot):
            traffic += _traffic(house, lot, side, stage, hourly * share)
            if side == "python" and lot is not None and lot.name == "events":
                traffic += _traffic(house, lot, "legacy", "shadow", hourly, days=(25, 29))
            if lot is not None:
                found = list(_routes(house, lot, side, stage, hourly * share))
                route_days += [row for _, rows in found for row in rows]
                routes += [row for row, _ in found]
    with house.sources.state.write() as connection:
        put(connection, TRAFFIC, traffic, add=("requests",))
        put(connection, ROUTES, routes, add=("requests", "python"))
        put(connection, ROUTE_DAYS, route_days, add=("requests",))
        put(connection, VISITOR_DAYS, list(_visitors(house, table)), replace=("users",))
        put(connection, REQUESTS, list(_log(house, table)))
        put(connection, RECORDERS, [_recorder(house)], replace=("as_of",))


def _recorder(house: House) -> dict[str, Any]:
    known = {
        "machine": "valmont-1", "began": _at(house) - 77 * DAY, "as_of": _at(house) - 4,
        "lost_requests": 0, "unlogged_requests": 0, "damaged_batches": 0, "fault": "",
    }  # fmt: skip
    return {name: value for name, value in known.items() if name in RECORDERS.c}


def _sides(lot: Lot | None) -> list[tuple[str, str, float]]:
    if lot is None:
        return [("legacy", "", 1.0)]
    stage = lot.stage.name.value
    share = {"python": 1.0, "retired": 1.0, "canary": lot.stage.percent / 100}.get(stage, 0.0)
    both = (("python", stage, share), ("legacy", stage, 1 - share))
    return [each for each in both if each[2]]


def _histogram(requests: int) -> dict[str, float]:
    shares = (0.02, 0.18, 0.3, 0.25, 0.15, 0.06, 0.03, 0.01)
    counts = [round(requests * share) for share in shares]
    row: dict[str, float] = dict.fromkeys(BUCKET_COLUMNS, 0)
    row.update(zip(BUCKET_COLUMNS, counts, strict=False))
    return {**row, "requests": requests, "seconds": requests * 0.06}


def _traffic(
    house: House,
    lot: Lot | None,
    side: str,
    stage: str,
    hourly: float,
    days: tuple[int, int] = (1, 9),
) -> Iterator[dict[str, Any]]:
    zone, now = house.settings.time_zone, _at(house)
    backend = next(iter(lot.routes)).backend if lot else "gestion"
    place = {
        "backend": backend, "lot": lot.name if lot else "", "stage": stage, "side": side,
        "reason": "stage" if lot else "unclaimed",
    }  # fmt: skip
    periods = [(DAY, now - number * DAY, hourly * 10) for number in range(*days)]
    recent = [
        *((HOUR, now - number * HOUR, hourly) for number in range(8 * 24)),
        *((MINUTE, now - number * MINUTE, hourly / 60) for number in range(1, 59)),
    ]
    for grain, at, requests in periods if days[0] > 1 else (*periods, *recent):
        for status, share in ((200, 0.94), (302, 0.04), (404, 0.018), (500, 0.002)):
            count = round(requests * share)
            if count:
                yield {
                    **place, "grain": grain, "at": start_of(at, grain, zone), "status": status,
                    **_histogram(count),
                }  # fmt: skip


def _routes(
    house: House, lot: Lot, side: str, stage: str, hourly: float
) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    now, zone = _at(house), house.settings.time_zone
    own = [route for route in lot.routes if not route.is_alias]
    some = own[:-1] if len(own) > 3 and lot.name not in PROVEN else own
    for number, route in enumerate(some):
        count = max(1, round(hourly * 60 / (number + 1) ** 1.3))
        labels = Labels(
            route.backend, route.application, lot.name, spelled_route(route), "", "", ""
        )
        name = route_id(labels)
        place = {"backend": route.backend, "application": route.application, "lot": lot.name}
        row = {
            **place, "route_id": name, "route": spelled_route(route), "first_seen": now - 70 * DAY,
            "last_seen": now - 60, "requests": count, "errors": 0,
            "python": count if side == "python" else 0,
        }  # fmt: skip
        day = {
            "route_id": name, "stage": stage, "side": side, "status_class": 2, "lot": lot.name,
            **_histogram(count),
        }  # fmt: skip
        yield row, [{**day, "day": day_of(now - back * DAY, zone)} for back in (1, 2)]


def _visitors(house: House, table: RoutingTable) -> Iterator[dict[str, Any]]:
    day = day_of(_at(house) - DAY, house.settings.time_zone)
    rows = [("*", "*", 1240), ("*", "python", 655)]
    rows += [(lot.name, "*", BUSY[lot.name] * 3) for lot in table.lots if lot.name in BUSY]
    for lot, side, users in rows:
        yield {"day": day, "backend": "*", "lot": lot, "side": side, "users": users}


def _log(house: House, table: RoutingTable) -> Iterator[dict[str, Any]]:
    asked = [
        ("events", "GET", "/evenements", 200), ("events", "POST", "/evenements/filter/action", 302),
        ("public_agenda", "GET", "/agenda/forum-des-familles", 200),
        ("companies", "GET", "/entreprises/41/edit", 200), ("newcomers", "GET", "/arrivants", 200),
        ("housing", "POST", "/logements", 500), ("reference_lists", "GET", "/communes", 200),
        ("territory_pages", "GET", "/territoire", 200), ("", "GET", "/favicon.ico", 404),
    ]  # fmt: skip
    for number in range(36):
        name, method, path, status = asked[number % len(asked)]
        lot = table.lot(name)
        side, stage, _ = _sides(lot)[-1]
        yield {
            "at": _at(house) - 7200 + number * 190, "request_id": f"r{number:04d}",
            "backend": next(iter(lot.routes)).backend if lot else "gestion",
            "application": next(iter(lot.routes)).application if lot else "frontend", "method": method, "path": path, "route": path, "lot": name,
            "stage": stage, "side": side, "reason": "stage" if lot else "unclaimed",
            "status": status, "ms": 18.0 + 7 * (number % 9), "bucket": 2000 + number * 211,
            "table_digest": table.digest[:12],
        }  # fmt: skip


def _remember_incidents(house: House) -> None:
    state, now = house.sources.state, _at(house)
    first = Report(
        "events", Severity.BLOCKING, "erreur 500 à l’export PDF", "lea.morel", now - 22 * DAY
    )
    number = open_incident(state, first)
    cause = "police absente du serveur ; ajoutée au paquet"
    close_incident(state, number, who="lea.morel", cause=cause, at=now - 20.5 * DAY)
    open_incident(
        state,
        Report(
            "public_agenda", Severity.MINOR, "accents perdus dans un titre", "paul.roux", now - DAY
        ),
    )


def _contradict(house: House) -> None:
    """PHP answered for events an hour ago, though events is on Python."""
    row = next(_log(house, parse_table(house.file.read_bytes())))
    late = {
        **row,
        "at": _at(house) - 3600,
        "side": "legacy",
        "path": "/evenements/7/emargement.pdf",
    }
    with house.sources.state.write() as connection:
        put(connection, REQUESTS, [late])
