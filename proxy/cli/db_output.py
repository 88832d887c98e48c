"""What `figuier db` prints: usages and verdicts, for people and for programs."""

from collections.abc import Iterable, Sequence
from typing import Protocol

import click

from proxy.cli.output import count_of, print_table

#: Readers that a finding names before it counts the rest.
_SHOWN = 8


class Usage(Protocol):
    """Somebody uses a table or a column; see migrations/guard/usage.py."""

    table: str
    column: str
    mode: str
    side: str
    source: str
    lot: str
    is_live: bool
    is_certain: bool
    count: int


class Finding(Protocol):
    """One reason to stop or to look twice; see migrations/guard/findings.py."""

    rule: str
    severity: str
    operation: object
    why: str
    remedy: str
    users: Sequence[Usage]


class Revision(Protocol):
    """A migration as the guard saw it."""

    name: str
    path: str
    lot: str
    phase: str | None
    operations: Sequence[object]


class Verdict(Protocol):
    """What was found in one migration."""

    revision: Revision
    findings: Sequence[Finding]
    is_refused: bool


def verdict_is_refused(verdict: Verdict) -> bool:
    """Whether it may not run."""
    return verdict.is_refused


def usage_fields(usage: Usage) -> dict[str, object]:
    """A usage for programs."""
    return {
        "table": usage.table, "column": usage.column, "mode": str(usage.mode), "side": usage.side,
        "source": usage.source, "lot": usage.lot, "is_live": usage.is_live,
        "is_certain": usage.is_certain, "count": usage.count,
    }  # fmt: skip


def print_usages(usages: Iterable[Usage]) -> None:
    """One line each: what, how, where, whose."""
    rows = [
        (
            f"{one.table}.{one.column}" if one.column else one.table,
            f"{one.mode}{'' if one.is_certain else '?'}",
            one.side,
            one.lot or "-",
            "" if one.is_live else "retired",
            f"{one.source} ({count_of(one.count, 'statement')})" if one.count else one.source,
        )
        for one in usages
    ]
    if rows:
        print_table(("WHAT", "HOW", "SIDE", "LOT", "", "WHERE"), rows)


def verdict_fields(verdict: Verdict) -> dict[str, object]:
    """A verdict for programs."""
    revision = verdict.revision
    return {
        "migration": revision.name,
        "path": revision.path,
        "lot": revision.lot,
        "phase": str(revision.phase) if revision.phase else None,
        "is_refused": verdict.is_refused,
        "findings": [
            {
                "rule": one.rule,
                "severity": str(one.severity),
                "operation": str(one.operation),
                "why": one.why,
                "remedy": one.remedy,
                "users": [usage_fields(user) for user in one.users],
            }
            for one in verdict.findings
        ],
    }


def print_verdicts(verdicts: Sequence[Verdict]) -> None:
    """Each migration with its findings, and what to do about them."""
    for verdict in verdicts:
        colour, word = ("red", "refused") if verdict.is_refused else ("green", "may run")
        revision = verdict.revision
        click.echo(
            f"{click.style(word, fg=colour)} {revision.path} (lot {revision.lot or '?'},"
            f" {revision.phase or 'no phase'}, {count_of(len(revision.operations), 'operation')})"
        )
        for finding in verdict.findings:
            click.echo(f"  {finding.severity}: {finding.operation}: {finding.why} [{finding.rule}]")
            for user in finding.users[:_SHOWN]:
                click.echo(f"    {user}")
            if len(finding.users) > _SHOWN:
                click.echo(f"    and {len(finding.users) - _SHOWN} more: `figuier db usage`")
            click.echo(f"    → {finding.remedy}")
    if not verdicts:
        click.echo("No migration waits.")


class StepTeller:
    """Tells of each statement as it runs, and remembers them for programs."""

    def __init__(self, *, is_quiet: bool) -> None:
        """A quiet one only remembers."""
        self._is_quiet = is_quiet
        self.steps: list[dict[str, object]] = []

    def tell(self, migration: str, number: int, statement: str, *, was_there: bool = False) -> None:
        """One statement; `was_there` when an earlier run had done it before it was stopped."""
        self.steps.append(
            {
                "migration": migration, "step": number, "statement": statement,
                "was_there": was_there,
            }
        )  # fmt: skip
        if not self._is_quiet:
            noted = " (had run before the stop)" if was_there else ""
            click.echo(f"{migration} {number}: {statement}{noted}")

    def sum_up(self, done: str) -> None:
        """The last line."""
        told = (
            f"{count_of(len(self.steps), 'statement')} {done}." if self.steps else "Nothing waits."
        )
        click.echo(told)
