"""The inventory's report as text, for a terminal or a file."""

from collections.abc import Iterator, Sequence

from proxy.inventory.clusters import Cluster
from proxy.inventory.coverage import Coverage, Line, Standing, percentages
from proxy.inventory.difference import Difference
from proxy.inventory.entries import Entry, EntryKind, Remark, Survey
from proxy.inventory.traffic import Traffic

#: Lines of a list that are shown before the rest is counted.
SHOWN = 20


def report_lines(
    survey: Survey,
    report: Coverage,
    found: Sequence[Cluster],
    traffic: Traffic | None,
    shown: int = SHOWN,
) -> Iterator[str]:
    """The whole report."""
    yield from _summary(survey, report, traffic)
    yield from _listing("Unclaimed", report.of(Standing.UNCLAIMED), shown)
    yield from _listing("Partly claimed", report.of(Standing.PARTLY), shown)
    yield from _listing("Claimed twice", report.of(Standing.TWICE), shown)
    if report.has_traffic:
        yield from _unknown(report, shown)
        yield from _never_hit(report, traffic, shown)
    yield from _clusters(found, shown)
    yield from _remarks(survey.remarks, shown)


def _summary(survey: Survey, report: Coverage, traffic: Traffic | None) -> Iterator[str]:
    projects = ", ".join(f"{name} ({kind})" for name, kind in survey.read)
    yield f"Projects    {projects}"
    kinds = dict.fromkeys(EntryKind, 0)
    for entry in survey.entries:
        kinds[entry.kind] += 1
    counts = ", ".join(f"{number} {kind.value}" for kind, number in kinds.items() if number)
    yield f"Entries     {len(survey.entries)}: {counts}"
    if survey.left_out:
        yield f"            {len(survey.left_out)} files or routes could not be read: they lack here"
    if traffic is not None:
        period = f"{traffic.first} to {traffic.last}" if traffic.first else "no dates"
        yield f"Traffic     {traffic.lines} lines of {len(traffic.logs)} logs, {period}"
        if traffic.unreadable:
            yield f"            {traffic.unreadable} lines could not be read; they count as unknown"
    shares = percentages([share.hits for share in report.shares])
    yield ""
    yield f"{'':<12}{'ENTRIES':>8}  {'REQUESTS':>10}  {'SHARE':>8}"
    for share, percent in zip(report.shares, shares, strict=True):
        yield f"{share.name:<12}{share.entries:>8}  {share.hits:>10}  {percent:>8}"
    if report.has_traffic:
        parts = percentages([hits for _, hits in report.by_lot])
        yield ""
        yield "Requests by lot"
        for (lot, hits), percent in zip(report.by_lot, parts, strict=True):
            yield f"  {lot:<24}{hits:>10}  {percent:>8}"


def spelled(entry: Entry) -> str:
    """An entry on one line: methods, address, what answers, where it is said."""
    what = f"{entry.module}/{entry.action}" if entry.module else entry.kind.value
    place = f"{entry.backend}:{entry.application}" if entry.application else entry.backend
    return f"{entry.spelled_methods:<9} {entry.pattern}  → {what}  [{place}] {entry.source}"


def _listing(title: str, lines: Sequence[Line], shown: int) -> Iterator[str]:
    if not lines:
        return
    yield ""
    yield f"{title}: {len(lines)}"
    for line in lines[:shown]:
        lots = ", ".join(lot or "legacy" for lot in line.entry.lots)
        said = f"  ({lots})" if line.standing in {Standing.PARTLY, Standing.TWICE} else ""
        yield f"  {line.counts.hits:>8}  {spelled(line.entry)}{said}"
    yield from _rest(len(lines), shown)


def _rest(count: int, shown: int) -> Iterator[str]:
    if count > shown:
        yield f"  … and {count - shown} more (--all shows them)"


def _unknown(report: Coverage, shown: int) -> Iterator[str]:
    yield ""
    yield f"Unknown surface: {len(report.unknown)} groups"
    for line in report.unknown[:shown]:
        example = f"  e.g. {line.counts.example}" if line.counts.example else ""
        group = f"{line.backend} {line.group}".strip()
        yield f"  {line.counts.hits:>8}  {group}: {line.why}{example}"
    yield from _rest(len(report.unknown), shown)


def _never_hit(report: Coverage, traffic: Traffic | None, shown: int) -> Iterator[str]:
    lines = report.never_hit
    yield ""
    proof = ""
    if traffic is not None and traffic.first:
        logs = ", ".join(traffic.logs)
        proof = f" from {traffic.first} to {traffic.last}, {traffic.lines} lines of {logs}"
    yield f"Never asked for{proof}: {len(lines)} candidates for retirement"
    for line in lines[:shown]:
        yield f"  {spelled(line.entry)}"
    yield from _rest(len(lines), shown)
    if not report.cannot_be_told:
        return
    yield ""
    told = len(report.cannot_be_told)
    yield f"Cannot be told: {told}, the form of a POST to the same address may have meant them"
    for line in report.cannot_be_told[:shown]:
        yield f"  {spelled(line.entry)}"
    yield from _rest(told, shown)


def _clusters(found: Sequence[Cluster], shown: int) -> Iterator[str]:
    split = [cluster for cluster in found if cluster.is_split]
    yield ""
    yield f"Clusters: {len(found)}, {len(split)} split between lots"
    for cluster in split[:shown]:
        lots = ", ".join(lot or "legacy" for lot in cluster.lots)
        modules = ", ".join(cluster.modules)
        yield f"  {cluster.backend}:{cluster.application} {modules}: {cluster.why}  ({lots})"
        for source in cluster.sources:
            yield f"      {source}"
    yield from _rest(len(split), shown)


def _remarks(remarks: Sequence[Remark], shown: int) -> Iterator[str]:
    if not remarks:
        return
    yield ""
    yield f"Not understood, or with a reserve: {len(remarks)}"
    for remark in sorted(remarks, key=lambda each: not each.is_left_out)[:shown]:
        left = "left out: " if remark.is_left_out else ""
        yield f"  {remark.source}: {left}{remark.text}"
    yield from _rest(len(remarks), shown)


def difference_lines(found: Difference) -> Iterator[str]:
    """What changed between two inventories."""
    if found.is_empty:
        yield "Nothing changed."
        return
    for title, entries in (("Added", found.added), ("Removed", found.removed)):
        if entries:
            yield f"{title}: {len(entries)}"
            yield from (f"  {spelled(entry)}" for entry in entries)
    if found.moved:
        yield f"Moved by an editor: {len(found.moved)}"
    for move in found.moved:
        lots = f"  lot: {move.lot_before} → {move.lot_after}" if move.changes_side else ""
        yield f"  {move.entry.name}: {move.before} → {move.after}{lots}"
    if found.changed:
        yield f"Changed: {len(found.changed)}"
    for change in found.changed:
        yield f"  {spelled(change.entry)}: {change.what} {change.before} → {change.after}"
    if found.new_unknown:
        yield f"Unknown surface that was not there before: {len(found.new_unknown)}"
        yield from (f"  {each}" for each in found.new_unknown)
