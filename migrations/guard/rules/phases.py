"""A migration keeps to its phase and to its lot's tables."""

from collections.abc import Iterator

from migrations.guard.findings import Case, Finding, Phase
from migrations.guard.operations import DESTRUCTIVE, ROWS, Act


def keeps_to_its_phase(case: Case) -> Iterator[Finding]:
    """What takes away waits for contract, rows for backfill."""
    act = case.operation.act
    if act in DESTRUCTIVE and case.phase is not Phase.CONTRACT:
        yield case.refused(
            "wrong-phase", f"{act} in a migration of phase {case.phase}",
            "put it in a migration of its own with PHASE = contract",
        )  # fmt: skip
    if act in ROWS and case.phase is not Phase.BACKFILL:
        yield case.refused(
            "wrong-phase", f"{act} in a migration of phase {case.phase}",
            "put it in a migration of its own with PHASE = backfill: it can then be resumed",
        )  # fmt: skip


def keeps_to_its_tables(case: Case) -> Iterator[Finding]:
    """Only the lot that owns a table changes it."""
    operation = case.operation
    if operation.act in {Act.CREATE_TABLE, Act.NOTHING, Act.NOT_UNDERSTOOD, Act.DROP_TRIGGER}:
        return
    if operation.table not in case.owned:
        yield case.refused(
            "not-its-table", f"lot {case.lot or '?'} does not own {operation.table}",
            "name the table in the lot's manifest, or move this to the lot that owns it",
        )  # fmt: skip


def is_understood(case: Case) -> Iterator[Finding]:
    """What is not understood is not let through."""
    if case.operation.act is Act.NOT_UNDERSTOOD:
        yield case.refused(
            "not-understood", f"the guard does not understand: {case.operation.sql[:200]}",
            "write it as one ALTER TABLE, UPDATE or INSERT, with names spelled out",
        )  # fmt: skip
