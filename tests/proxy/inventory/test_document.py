"""An inventory kept as JSON, and read back."""

import json

import pytest

from proxy.errors import ProjectUnreadable
from proxy.inventory.clusters import clusters
from proxy.inventory.coverage import coverage
from proxy.inventory.document import fields_of, read_document
from proxy.inventory.entries import EntryKind, Remark
from proxy.inventory.traffic import Counts, Traffic
from tests.fakes.inventories import entry, survey

ENTRIES = (
    entry("/a", action="new", methods=frozenset({"GET"}), lots=("lists",)),
    entry("/b", action="create", kind=EntryKind.PAGE, name="page 3"),
)


def document(traffic: Traffic | None = None) -> dict[str, object]:
    found = survey(*ENTRIES, remarks=(Remark("x.yml:1", "odd"),))
    report = coverage(found, traffic)
    return fields_of("2026-11-23", found, report, clusters(found.entries, ()), traffic)


def test_what_is_kept_is_read_back() -> None:
    traffic = Traffic(lines=3, entries={0: Counts(2)})
    traffic.unknown = {("gestion", "/x", "why"): Counts(1)}

    kept = read_document(json.dumps(document(traffic)), "a.json")

    assert kept.entries == ENTRIES
    assert (kept.made_at, kept.hits, kept.unknown) == ("2026-11-23", (2, 0), {"gestion /x: why": 1})


def test_everything_of_the_report_is_there() -> None:
    found = document(Traffic(backends={"gestion"}))

    assert {"shares", "by_lot", "never_hit", "clusters", "remarks", "traffic"} <= set(found)
    assert document()["traffic"] is None


@pytest.mark.parametrize(
    ("text", "why"),
    [("", "no inventory"), ("[]", "no inventory"), ('{"format": 99}', "format 99"), ("{}", "no inventory"),
     ('{"format": 1, "entries": [1]}', "no inventory")],
)  # fmt: skip
def test_other_texts_are_refused(text: str, why: str) -> None:
    with pytest.raises(ProjectUnreadable, match=f"a.json: .*{why}"):
        read_document(text, "a.json")
