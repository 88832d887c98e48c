"""Hours, cohorts, clusters and the kill switch in a routing file."""

import pytest

from proxy.core.schedules import Schedule
from proxy.routing_file.reader import parse_table
from tests.fakes.routing_texts import BACKENDS, a_lot_text, mistakes_in, the_mistake


def lot(extra: str, name: str = "a") -> str:
    return a_lot_text(name, f"/{name}", extra=extra)


def test_what_a_lot_says_of_its_split_is_in_the_table() -> None:
    text = lot(
        "cohorts: [user:claire.martin, group:conseiller, organisation:CCI de Valmont]\n"
        "schedule: { days: [fri, mon], hours: 08:30-24:00, not_before: 2026-12-01 08:00 }\n"
        "gone: Le module a fermé.\n"
        "cluster: welcome"
    )
    table = parse_table((BACKENDS + text + lot(text_of_second, "b")).encode())
    first = table.lots[0]

    assert first.cohorts == (
        "user:claire.martin",
        "group:conseiller",
        "organisation:CCI de Valmont",
    )
    assert first.schedule == Schedule(("mon", "fri"), "08:30", "24:00", "2026-12-01 08:00")
    assert (first.gone, first.cluster) == ("Le module a fermé.", "welcome")
    assert len(table.vocabulary) == 3


text_of_second = (
    "cohorts: [group:conseiller, organisation:CCI de Valmont, user:claire.martin]\n"
    "schedule: { days: [mon, fri], hours: 08:30-24:00, not_before: 2026-12-01 08:00 }\n"
    "cluster: welcome"
)


@pytest.mark.parametrize(("word", "is_on"), [("on", True), ("off", False)])
def test_the_kill_switch_is_one_word(word: str, is_on: bool) -> None:
    assert parse_table(f"kill_switch: {word}\n{BACKENDS}  {{}}".encode()).kill_switch is is_on
    assert not parse_table(f"{BACKENDS}  {{}}".encode()).kill_switch


@pytest.mark.parametrize("word", ["onn", "true", "legacy", "1"])
def test_another_word_for_the_kill_switch_is_refused(word: str) -> None:
    found = mistakes_in(text=f"kill_switch: {word}\n{BACKENDS}{lot('')}")

    assert len(found) == 1
    assert "kill_switch" in found[0]


@pytest.mark.parametrize(
    ("extra", "mistake"),
    [
        ("cohorts: [claire]", 'lots.a.cohorts[0]: "claire" cannot stand here; write user:NAME, group:NAME or organisation:NAME'),
        ("cohort: [user:a]", 'lots.a.cohort: "cohort" is no key here; did you mean "cohorts"?'),
        ("schedule: { hours: 8-18 }", 'lots.a.schedule.hours: "8-18" cannot stand here; write hours as in 08:30-18:00'),
        ("schedule: { hours: 18:00-08:00 }", "lots.a.schedule.hours: 18:00 is not before 08:00; hours lie in one day"),
        ("schedule: { day: [mon] }", 'lots.a.schedule.day: "day" is no key here; did you mean "days"?'),
        ("schedule: { not_before: 2026-12-01 }", 'lots.a.schedule.not_before: "2026-12-01" cannot stand here; write a day and a time, as in 2026-12-01 08:00'),
        ("schedule: { not_before: 2026-02-30 08:00 }", "lots.a.schedule.not_before: 2026-02-30 08:00 is no day"),
        ("schedule: { days: [] }", "lots.a.schedule.days: a list is empty; write one at least"),
        ("schedule: on", 'lots.a.schedule: "on" is not what belongs here; write a mapping: key: value'),
        ("cluster: Welcome", 'lots.a.cluster: "Welcome" cannot stand here; use small letters, digits and underscores'),
        ("cluster: alone", 'lots.a.cluster: no other lot is of cluster "alone"'),
        ("gone: ''", "lots.a.gone: the text is empty; write some"),
    ],
)  # fmt: skip
def test_each_fault_is_told_with_what_to_write(extra: str, mistake: str) -> None:
    assert the_mistake(lot(extra)) == mistake


def test_a_misspelt_day_is_told_with_the_one_meant() -> None:
    assert 'did you mean "mon"?' in the_mistake(lot("schedule: { days: [mno] }"))


def test_a_retired_lot_has_no_hours() -> None:
    text = lot("schedule: { days: [mon] }").replace("stage: legacy", "stage: retired")

    assert the_mistake(text) == (
        "lots.a.schedule: a retired lot has no hours: legacy is not asked for it"
    )


def test_a_misspelt_cluster_is_told_with_the_one_meant() -> None:
    lots = [
        lot("cluster: welcome", "a"),
        lot("cluster: welcome", "b"),
        lot("cluster: wellcome", "c"),
    ]

    assert the_mistake(*lots) == (
        'lots.c.cluster: no other lot is of cluster "wellcome"; did you mean "welcome"?'
    )


@pytest.mark.parametrize(
    ("more", "key"),
    [("cohorts: [user:x]", "cohorts"), ("schedule: { days: [mon] }", "schedule")],
)
def test_lots_of_a_cluster_are_split_alike_unless_retired(more: str, key: str) -> None:
    first, second = lot("cluster: w", "a"), lot(f"cluster: w\n{more}", "b")

    assert the_mistake(first, second).endswith(
        f"a and b are of one cluster; give both the same {key}"
    )
    assert mistakes_in(first.replace("stage: legacy", "stage: retired"), second) == []


def test_one_fault_hides_no_other() -> None:
    text = lot(
        "cohorts: [claire, group:x]\nschedule: { days: [mno], hours: 9-5 }\ncluster: alone\n"
        "redirects: { gestion: { /b: /c } }"
    )

    paths = [line.split(" ")[1].rstrip(":") for line in mistakes_in(text)]

    assert paths == [
        "lots.a.cohorts[0]",
        "lots.a.schedule.days[0]",
        "lots.a.schedule.hours",
        "lots.a.cluster",
        "lots.a.redirects.gestion",
    ]


def test_a_name_of_a_lot_that_is_refused_hides_no_fault_of_its_hours() -> None:
    text = lot("schedule: { hours: 18:00-08:00 }", "Aa")

    assert len(mistakes_in(text)) == 2
