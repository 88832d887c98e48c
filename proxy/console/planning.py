"""A plan as its page shows it: whole on usual tables, without a second reading on huge ones."""

import re
from dataclasses import dataclass

from proxy.console.sources import Sources
from proxy.core.table import Lot, RoutingTable
from proxy.flips.flip import Order, proposed
from proxy.flips.outlook import Outlook, outlook
from proxy.flips.plan import Plan, plan_flip
from proxy.flips.proposal import content_of

#: Reading a larger table again, three times, would take longer than somebody waits for a page.
USUAL_ROUTES = 5000
_STAGE = re.compile(r"\s+stage:\s*[\"']?(?P<stage>canary +\d+ ?%|[a-z]+)")
#: A lot's stage stands this near its name, or the diff is left to `figuier plan`.
_NEAR = 12
_AROUND = 3


@dataclass(frozen=True, slots=True)
class Shown:
    """A plan, the line it changes, and what it means for visitors.

    Shape: `outlook` is None, and `diff` may be empty, where the table is too large for a page.
    """

    plan: Plan
    diff: str
    outlook: Outlook | None


def planned(here: Sources, order: Order) -> Shown:
    """The plan of an order, now; nothing is changed.

    Errors: LotUnknown, MoveForbidden, RoutingFileRefused.
    """
    data = content_of(here.settings.routing_file)
    table = here.running.table
    if order.stage is not None and sum(len(lot.routes) for lot in table.lots) > USUAL_ROUTES:
        # The digest of the plan says whether the file has moved: it is refused then.
        plan = plan_flip(table, order.lot, order.stage, order.code, order.evidence)
        if isinstance(plan, Plan):
            return Shown(plan, _line_changed(data, table, plan), None)
    found = proposed(here.desk(""), data, order)
    seen = outlook(here.state, here.settings, found, here.at) if found.plan.is_change else None
    return Shown(found.plan, found.diff, seen)


def _line_changed(data: bytes, table: RoutingTable, plan: Plan) -> str:
    """The stage's line before and after, with its neighbours, where it is easily found."""
    lines = data.decode("utf-8", "replace").splitlines()
    number = _stage_line(lines, plan.lot)
    if number is None:
        return ""
    old = lines[number]
    found = _STAGE.match(old)
    start, end = found.span("stage") if found else (0, 0)
    new = f"{old[:start]}{plan.after}{old[end:]}"
    before = [f" {line}" for line in lines[max(0, number - _AROUND) : number]]
    behind = [f" {line}" for line in lines[number + 1 : number + 1 + _AROUND]]
    head = f"@@ {table.source}, ligne {number + 1} @@"
    return "\n".join([head, *before, f"-{old}", f"+{new}", *behind])


def _stage_line(lines: list[str], lot: Lot) -> int | None:
    near = range(lot.place.line, min(len(lines), lot.place.line + _NEAR))
    return next((number for number in near if _STAGE.match(lines[number])), None)
