"""An inventory as a JSON document, to be kept and compared, and read back from it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from proxy.errors import ProjectUnreadable
from proxy.inventory.clusters import Cluster
from proxy.inventory.coverage import Coverage, percentages
from proxy.inventory.entries import Entry, EntryKind, Survey
from proxy.inventory.traffic import Traffic

#: Grows when a field changes its meaning.
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Kept:
    """What is compared of an inventory that was kept: entries, and hits by their position."""

    made_at: str
    entries: tuple[Entry, ...]
    hits: tuple[int, ...]
    unknown: Mapping[str, int]


def fields_of(
    made_at: str,
    survey: Survey,
    report: Coverage,
    found: list[Cluster],
    traffic: Traffic | None,
) -> dict[str, object]:
    """The document of one inventory."""
    shares = percentages([share.hits for share in report.shares])
    return {
        "format": FORMAT,
        "made_at": made_at,
        "projects": [{"backend": name, "kind": kind} for name, kind in survey.read],
        "traffic": None if traffic is None else _traffic(traffic),
        "shares": [
            {"name": s.name, "entries": s.entries, "hits": s.hits, "percent": percent}
            for s, percent in zip(report.shares, shares, strict=True)
        ],
        "by_lot": [{"lot": lot, "hits": hits} for lot, hits in report.by_lot],
        "entries": [
            {
                **entry_fields(line.entry),
                "standing": line.standing.value,
                "hits": line.counts.hits,
                "errors": line.counts.errors,
                "first": line.counts.first,
                "last": line.counts.last,
            }
            for line in report.lines
        ],
        "unknown": [
            {"backend": line.backend, "group": line.group, "why": line.why,
             "hits": line.counts.hits, "errors": line.counts.errors,
             "example": line.counts.example, "last": line.counts.last}
            for line in report.unknown
        ],
        "never_hit": [_place(line.entry) for line in report.never_hit],
        "cannot_be_told": [_place(line.entry) for line in report.cannot_be_told],
        "clusters": [_cluster(each) for each in found],
        "remarks": [
            {"source": each.source, "text": each.text, "is_left_out": each.is_left_out}
            for each in survey.remarks
        ],
    }  # fmt: skip


def _traffic(traffic: Traffic) -> dict[str, object]:
    return {
        "logs": traffic.logs,
        "backends": sorted(traffic.backends),
        "lines": traffic.lines,
        "unreadable": traffic.unreadable,
        "first": traffic.first,
        "last": traffic.last,
    }


def entry_fields(entry: Entry) -> dict[str, object]:
    """An entry for programs."""
    return {
        "backend": entry.backend,
        "application": entry.application,
        "pattern": entry.pattern,
        "methods": sorted(entry.methods) if entry.methods else None,
        "module": entry.module,
        "action": entry.action,
        "credentials": entry.credentials,
        "source": entry.source,
        "lot": entry.lot,
        "lots": list(entry.lots),
        "kind": entry.kind.value,
        "name": entry.name,
        "examples": list(entry.examples),
    }


def _place(entry: Entry) -> dict[str, object]:
    return {"pattern": entry.pattern, "methods": entry.spelled_methods, "source": entry.source}


def _cluster(cluster: Cluster) -> dict[str, object]:
    return {
        "backend": cluster.backend,
        "application": cluster.application,
        "modules": list(cluster.modules),
        "why": cluster.why,
        "patterns": list(cluster.patterns),
        "lots": list(cluster.lots),
        "is_split": cluster.is_split,
        "sources": list(cluster.sources),
    }


def read_document(text: str, name: str) -> Kept:
    """An inventory that `figuier inventory --json` printed.

    Errors: ProjectUnreadable.
    """
    try:
        said = json.loads(text)
        if said["format"] != FORMAT:
            raise ProjectUnreadable(f"{name}: written in format {said['format']}, not {FORMAT}")
        entries = tuple(_entry(each) for each in said["entries"])
        hits = tuple(int(each["hits"]) for each in said["entries"])
        unknown = {
            f"{u['backend']} {u['group']}: {u['why']}": int(u["hits"]) for u in said["unknown"]
        }
        return Kept(str(said["made_at"]), entries, hits, unknown)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ProjectUnreadable(f"{name}: no inventory printed with --json ({error!r})") from None


def _entry(said: Mapping[str, Any]) -> Entry:
    return Entry(
        said["backend"],
        said["application"],
        said["pattern"],
        frozenset(said["methods"]) if said["methods"] else None,
        said["module"],
        said["action"],
        said["credentials"],
        said["source"],
        said["lot"],
        EntryKind(said["kind"]),
        said["name"],
        tuple(said["examples"]),
        tuple(said["lots"]),
    )
