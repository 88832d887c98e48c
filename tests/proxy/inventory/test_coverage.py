"""Coverage, weighted by traffic."""

from dataclasses import replace

import pytest

from proxy.inventory.coverage import Standing, coverage, percentages
from proxy.inventory.entries import Entry, EntryKind
from proxy.inventory.traffic import Counts, Traffic
from tests.fakes.inventories import entry, survey

ENTRIES = (
    entry("/a", lots=("lists",)),
    entry("/b", action="b"),
    entry("/c", action="c", lots=(None, "lists")),
    entry("/d", action="d", lots=("guard", "lists")),
)


def traffic(**unknown: int) -> Traffic:
    found = Traffic(lines=100 + sum(unknown.values()), backends={"gestion"})
    found.entries = {
        0: Counts(60, lots={"lists": 60}),
        2: Counts(40, lots={"lists": 10, None: 30}),
    }
    found.unknown = {("gestion", f"/{key}", "why"): Counts(n, lots={None: n}) for key, n in unknown.items()}  # fmt: skip
    return found


def test_each_request_is_claimed_unclaimed_or_unknown() -> None:
    report = coverage(survey(*ENTRIES), traffic(x=7, y=3))

    assert [(s.name, s.entries, s.hits) for s in report.shares] == [
        ("claimed", 2, 70), ("unclaimed", 2, 30), ("unknown", 2, 10),
    ]  # fmt: skip
    assert sum(share.hits for share in report.shares) == report.hits == 110
    assert report.by_lot == (("lists", 70), ("(none)", 40))


def test_entries_stand_to_the_table_in_four_ways() -> None:
    report = coverage(survey(*ENTRIES))

    assert {line.entry.pattern: line.standing for line in report.lines} == {
        "/a": Standing.CLAIMED, "/b": Standing.UNCLAIMED, "/c": Standing.PARTLY, "/d": Standing.TWICE,
    }  # fmt: skip
    assert [line.entry.pattern for line in report.of(Standing.TWICE)] == ["/d"]


def test_what_is_asked_for_most_comes_first() -> None:
    assert [line.counts.hits for line in coverage(survey(*ENTRIES), traffic()).lines] == [
        60,
        40,
        0,
        0,
    ]


@pytest.mark.parametrize(
    ("one", "is_candidate"),
    [
        pytest.param(entry("/never", action="never"), True, id="a route"),
        pytest.param(entry("/again", action="index"), False, id="its action is asked for elsewhere"),
        pytest.param(entry("/m/never/*", action="never", kind=EntryKind.ALIAS), False, id="an alias"),
        pytest.param(entry("/css/*", module="", kind=EntryKind.STATIC), False, id="files"),
        pytest.param(entry("/never", backend="vitrine", action="x"), False, id="no log of its backend"),
        pytest.param(entry("/page", module="a", action="show", kind=EntryKind.PAGE), True, id="a page"),
    ],
)  # fmt: skip
def test_what_nobody_asked_for_is_a_candidate(one: Entry, is_candidate: bool) -> None:
    report = coverage(survey(entry("/a"), one), traffic())

    assert (one in [line.entry for line in report.never_hit]) is is_candidate


PUT = entry(
    "/communes/:id", action="update", methods=frozenset({"PUT"}), examples=("/communes/12",)
)
DELETE = entry(
    "/communes/:id", action="delete", methods=frozenset({"DELETE"}), examples=("/communes/12",)
)


def posted(posts: int) -> Traffic:
    return Traffic(
        lines=2, backends={"gestion"}, entries={0: Counts(2, lots={None: 2}, posted=posts)}
    )


@pytest.mark.parametrize(
    ("one", "posts", "is_open"),
    [
        pytest.param(DELETE, 1, True, id="the same pattern"),
        pytest.param(replace(DELETE, pattern="/communes/:slug"), 1, True, id="the same address"),
        pytest.param(replace(DELETE, methods=frozenset({"PATCH"})), 1, True, id="PATCH"),
        pytest.param(DELETE, 0, False, id="only real PUTs"),
        pytest.param(replace(DELETE, methods=frozenset({"POST"})), 1, False, id="a POST of its own"),
        pytest.param(replace(DELETE, methods=frozenset({"GET"})), 1, False, id="read only"),
        pytest.param(replace(DELETE, pattern="/x", examples=("/x",)), 1, False, id="elsewhere"),
        pytest.param(replace(DELETE, application="backend"), 1, False, id="another application"),
    ],
)  # fmt: skip
def test_what_a_post_may_have_meant_is_no_candidate(one: Entry, posts: int, is_open: bool) -> None:
    report = coverage(survey(PUT, one), posted(posts))

    assert [line.entry for line in report.cannot_be_told] == ([one] if is_open else [])
    assert [line.entry for line in report.never_hit] == ([] if is_open else [one])


def test_without_logs_nothing_is_said_of_traffic() -> None:
    assert coverage(survey(*ENTRIES)).never_hit == ()


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        ([1, 1, 1], ["33.4 %", "33.3 %", "33.3 %"]),
        ([0, 0], ["—", "—"]),
        ([5], ["100.0 %"]),
        ([999, 1, 0], ["99.9 %", "0.1 %", "0.0 %"]),
        ([1, 10**7], ["0.0 %", "100.0 %"]),
    ],
)
def test_percentages_sum_to_a_hundred(numbers: list[int], shown: list[str]) -> None:
    assert percentages(numbers) == shown
