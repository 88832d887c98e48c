"""The report as text."""

from proxy.inventory.clusters import clusters
from proxy.inventory.coverage import coverage
from proxy.inventory.entries import Remark, Sharing
from proxy.inventory.printing import report_lines
from proxy.inventory.traffic import Counts, Traffic
from tests.fakes.inventories import entry, survey


def report(traffic: Traffic | None, shown: int = 2) -> str:
    entries = [entry("/a", lots=("lists",)), *(entry(f"/b{n}", action=f"b{n}") for n in range(4))]
    entries += [entry("/c", action="c", lots=("guard", "lists"))]
    sharing = Sharing("gestion", "frontend", ("m",), "they share x", ("a.php:3",))
    found = survey(*entries, remarks=(Remark("x.yml:1", "odd"),), sharings=(sharing,))
    groups = clusters(found.entries, found.sharings)
    return "\n".join(report_lines(found, coverage(found, traffic), groups, traffic, shown))


def test_lists_are_cut_and_counted() -> None:
    text = report(None)

    assert "Entries     6: 6 route" in text
    assert "Unclaimed: 4" in text
    assert "… and 2 more (--all shows them)" in text
    assert "Claimed twice: 1" in text
    assert "(guard, lists)" in text
    assert "x.yml:1: odd" in text
    assert "Clusters: 1, 1 split between lots" in text
    assert "a.php:3" in text
    assert "Never asked for" not in text


def test_what_a_post_may_have_meant_is_said() -> None:
    put = entry("/a/:id", action="update", methods=frozenset({"PUT"}))
    delete = entry("/a/:id", action="delete", methods=frozenset({"DELETE"}))
    found = survey(put, delete)
    traffic = Traffic(lines=1, backends={"gestion"}, entries={0: Counts(1, posted=1)})

    text = "\n".join(report_lines(found, coverage(found, traffic), [], traffic))

    assert "0 candidates for retirement" in text
    assert "Cannot be told: 1" in text
    assert "DELETE    /a/:id" in text.partition("Cannot be told")[2]


def test_traffic_comes_with_its_proof() -> None:
    traffic = Traffic(lines=10, unreadable=1, first="2026-11-01", last="2026-11-23", logs=["a.log"])
    traffic.backends = {"gestion"}
    traffic.entries = {0: Counts(9, lots={"lists": 9})}
    traffic.unknown = {("gestion", "/x", "why"): Counts(1, lots={None: 1}, example="GET /x")}

    text = report(traffic)

    assert "claimed            2           9    90.0 %" in text
    assert "1 lines could not be read" in text
    assert "gestion /x: why  e.g. GET /x" in text
    assert "Never asked for from 2026-11-01 to 2026-11-23, 10 lines of a.log: 5 candidates" in text
