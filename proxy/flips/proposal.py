"""A plan together with the bytes of the routing file before and after it."""

import difflib
from dataclasses import dataclass
from pathlib import Path

from proxy.core.stages import Stage, StageName
from proxy.core.table import RoutingTable
from proxy.errors import FlipRefused, LotUnknown, MoveForbidden, RoutingFileRefused
from proxy.flips.evidence import Evidence
from proxy.flips.gates import Code
from proxy.flips.plan import Objection, ObjectionKind, Plan, plan_flip, way_back
from proxy.routing_file.mistakes import did_you_mean
from proxy.routing_file.reader import parse_table
from proxy.routing_file.splicing import restage


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a flip would do to one content of the routing file.

    Shape: `table` is that of the content before.
    """

    plan: Plan
    before: bytes
    after: bytes
    table: RoutingTable

    @property
    def diff(self) -> str:
        """The change as a unified diff; empty when there is none."""
        name = self.plan.lot.place.file
        old, new = (
            data.decode("utf-8", "replace").splitlines(keepends=True)
            for data in (self.before, self.after)
        )
        return "".join(difflib.unified_diff(old, new, f"a/{name}", f"b/{name}"))


def content_of(routing_file: Path) -> bytes:
    """The routing file as it is now.

    Errors: RoutingFileRefused, when it cannot be read.
    """
    try:
        return routing_file.read_bytes()
    except OSError as error:
        raise RoutingFileRefused(f"{routing_file}: {error.strerror}") from None


def table_in(routing_file: Path) -> RoutingTable:
    """The table that the routing file holds now.

    Errors: RoutingFileRefused.
    """
    return parse_table(content_of(routing_file), routing_file.name)


def propose(
    data: bytes,
    name: str,
    lot: str,
    stage: Stage | None,
    code: Code | None = None,
    evidence: Evidence | None = None,
) -> Proposal:
    """The plan of a flip on this content of the routing file; nothing is changed.

    Shape:  without a stage, the lot goes back; `code` is the lots that have pages of Python;
            `evidence` is what is known of the lot.
    Errors: LotUnknown, MoveForbidden, RoutingFileRefused.
    """
    table = parse_table(data, name)
    plan = plan_flip(table, lot, stage or _way_back(table, lot), code, evidence)
    if not isinstance(plan, Plan):
        raise _refusal(plan, table, lot)
    after = restage(data, lot, plan.after) if plan.is_change else data
    return Proposal(plan, data, after, table)


def _way_back(table: RoutingTable, name: str) -> Stage:
    lot = table.lot(name)
    return way_back(lot.stage) if lot else Stage(StageName.LEGACY)


def _refusal(objections: tuple[Objection, ...], table: RoutingTable, name: str) -> FlipRefused:
    texts = [objection.text for objection in objections]
    if any(objection.kind is ObjectionKind.LOT_UNKNOWN for objection in objections):
        texts[0] += did_you_mean(name, [lot.name for lot in table.lots])
        return LotUnknown(*texts)
    return MoveForbidden(*texts)
