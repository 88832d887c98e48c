"""On which side of a split lot a visitor is."""

from dataclasses import replace

import pytest

from proxy.core.assignment import By, Choice, Posture, choose
from proxy.core.schedules import DAYS, Moment, Schedule
from proxy.core.visitors import IDLE_S, RENEWED_S, Mark, Override, Visitor

NOW = 1_795_000_000
MONDAY = Moment(NOW, "2026-11-23 10:00", 0)
SUNDAY = Moment(NOW, "2026-11-29 10:00", 6)
HALF = Posture("housing", "welcome", 50)
IN, OUT = Visitor(10), Visitor(9000)
OFFICE = Schedule(DAYS[:5], "08:00", "18:00")


def later(seconds: int) -> Moment:
    return replace(MONDAY, at=NOW + seconds)


def on_legacy(visitor: Visitor, age_s: int = 60) -> Visitor:
    return visitor.marked(Mark("welcome", False, NOW - age_s))


def on_python(visitor: Visitor, age_s: int = 60, *, by_cohort: bool = False) -> Visitor:
    return visitor.marked(Mark("welcome", True, NOW - age_s, by_cohort))


def chosen(
    posture: Posture, visitor: Visitor, moment: Moment = MONDAY, method: str = "GET"
) -> tuple[bool, By]:
    choice = choose(posture, visitor, moment, method)
    return choice.is_python, choice.by


@pytest.mark.parametrize("percent", [0, 1, 5, 25, 50, 99, 100])
def test_a_share_is_exact_over_all_buckets(percent: int) -> None:
    posture = replace(HALF, percent=percent)
    asked = [chosen(posture, Visitor(bucket)) for bucket in range(10_000)]

    assert sum(is_python for is_python, _ in asked) == percent * 100


def test_a_higher_share_moves_people_to_python_only() -> None:
    shares = [replace(HALF, percent=percent) for percent in (1, 5, 25, 100)]

    for bucket in range(0, 10_000, 7):
        sides = [chosen(posture, Visitor(bucket))[0] for posture in shares]
        assert sides == sorted(sides)


@pytest.mark.parametrize("percent", [0, 50])
def test_who_has_no_bucket_is_answered_by_legacy_below_100(percent: int) -> None:
    assert chosen(replace(HALF, percent=percent), Visitor()) == (False, By.SHARE)
    assert chosen(replace(HALF, percent=100), Visitor()) == (True, By.SHARE)


@pytest.mark.parametrize(
    ("visitor", "method", "expected"),
    [
        pytest.param(IN, "GET", (True, By.SHARE), id="a journey begins with a page"),
        pytest.param(IN, "POST", (False, By.JOURNEY), id="a form drawn before the canary"),
        pytest.param(on_legacy(IN), "GET", (False, By.JOURNEY), id="under way on legacy"),
        pytest.param(on_legacy(IN, 2100), "GET", (False, By.JOURNEY), id="just under way"),
        pytest.param(on_legacy(IN, 2101), "GET", (True, By.SHARE), id="a new journey"),
        pytest.param(on_legacy(IN, 9999), "POST", (False, By.JOURNEY), id="an old form of legacy"),
        pytest.param(on_python(IN, 9999), "POST", (True, By.SHARE), id="an old form of Python"),
        pytest.param(on_python(OUT), "GET", (False, By.SHARE), id="the share was lowered"),
        pytest.param(on_python(OUT), "POST", (False, By.SHARE), id="lowered, with a form open"),
        pytest.param(OUT, "POST", (False, By.SHARE), id="outside the share"),
    ],
)
def test_nobody_changes_side_inside_a_journey(
    visitor: Visitor, method: str, expected: tuple[bool, By]
) -> None:
    assert chosen(HALF, visitor, MONDAY, method) == expected


def test_at_100_percent_a_form_follows_its_page_even_without_a_card() -> None:
    everybody = replace(HALF, percent=100)

    assert chosen(everybody, Visitor(), MONDAY, "POST") == (True, By.SHARE)
    assert chosen(everybody, on_legacy(OUT), MONDAY, "POST") == (False, By.JOURNEY)


def test_lots_of_a_cluster_share_a_journey_and_others_do_not() -> None:
    visitor = on_legacy(IN)

    assert chosen(replace(HALF, lot="visits"), visitor) == (False, By.JOURNEY)
    assert chosen(replace(HALF, journey="events"), visitor) == (True, By.SHARE)


COHORT = Posture("housing", "welcome", 0, frozenset({"abc"}))
MEMBER = replace(OUT, words=frozenset({"abc", "def"}))


@pytest.mark.parametrize(
    ("posture", "visitor", "expected"),
    [
        (COHORT, MEMBER, (True, By.COHORT)),
        (COHORT, IN, (False, By.SHARE)),
        (COHORT, on_legacy(MEMBER), (False, By.JOURNEY)),
        (COHORT, on_python(OUT, by_cohort=True), (True, By.JOURNEY)),
        (COHORT, on_python(OUT, 2101, by_cohort=True), (False, By.SHARE)),
        (COHORT, on_python(OUT), (False, By.SHARE)),
        (replace(COHORT, cohorts=frozenset()), on_python(OUT, by_cohort=True), (False, By.SHARE)),
    ],
    ids=["member", "stranger", "mid-journey", "left it mid-journey", "left it", "lowered", "no cohorts left"],
)  # fmt: skip
def test_a_cohort_is_on_python_whatever_the_share(
    posture: Posture, visitor: Visitor, expected: tuple[bool, By]
) -> None:
    assert chosen(posture, visitor) == expected


@pytest.mark.parametrize(
    ("visitor", "moment", "expected"),
    [
        (IN, MONDAY, (True, By.SHARE)),
        (IN, SUNDAY, (False, By.SCHEDULE)),
        (OUT, SUNDAY, (False, By.SHARE)),
        (on_python(IN), SUNDAY, (True, By.JOURNEY)),
        (on_python(IN, 2101), SUNDAY, (False, By.SCHEDULE)),
        (on_python(OUT), SUNDAY, (False, By.SHARE)),
    ],
    ids=["open", "closed", "closed for all", "journey ends in Python", "journey over", "lowered"],
)
def test_outside_its_hours_a_lot_is_on_legacy_once_journeys_are_over(
    visitor: Visitor, moment: Moment, expected: tuple[bool, By]
) -> None:
    assert chosen(replace(HALF, schedule=OFFICE), visitor, moment) == expected


@pytest.mark.parametrize("is_python", [True, False])
def test_a_testers_side_comes_first_and_leaves_no_mark(is_python: bool) -> None:
    posture = replace(COHORT, schedule=OFFICE)
    tester = on_legacy(IN).overriding(Override("housing", is_python, NOW + 60), NOW)

    assert choose(posture, tester, SUNDAY, "POST") == Choice(is_python, By.TESTER)
    assert choose(posture, tester, later(60), "GET").by is not By.TESTER
    assert choose(replace(posture, lot="visits"), tester, SUNDAY, "GET").by is not By.TESTER


def test_a_mark_is_written_when_it_says_something_new_or_grows_old() -> None:
    first = choose(HALF, IN, MONDAY, "GET")
    assert first.visitor == on_python(IN, 0)
    visitor = first.visitor

    assert choose(HALF, visitor, later(RENEWED_S - 1), "GET").visitor is None
    assert choose(HALF, visitor, later(RENEWED_S), "GET").visitor == on_python(IN, -RENEWED_S)
    assert choose(HALF, visitor, later(-1), "GET").visitor == on_python(IN, 1)
    assert choose(HALF, Visitor(), MONDAY, "GET").visitor is None


def test_a_drawn_bucket_is_always_written() -> None:
    visitor = on_python(IN, 0)

    assert choose(HALF, visitor, MONDAY, "GET", is_new=True).visitor == visitor


def test_marks_remember_that_a_cohort_led_there() -> None:
    first = choose(COHORT, MEMBER, MONDAY, "GET").visitor
    assert first == on_python(MEMBER, 0, by_cohort=True)

    left = replace(first, words=frozenset())
    held = choose(COHORT, left, later(RENEWED_S), "GET")

    assert held.visitor == on_python(left, -RENEWED_S, by_cohort=True)
    back = choose(COHORT, left, later(IDLE_S + RENEWED_S + 1), "GET").visitor
    assert back is not None
    assert back.mark("welcome") == Mark("welcome", False, NOW + IDLE_S + RENEWED_S + 1)


@pytest.mark.parametrize(
    ("posture", "draws"),
    [
        (HALF, True),
        (COHORT, True),
        (replace(HALF, percent=0), False),
        (replace(HALF, percent=100), False),
    ],
    ids=["canary", "cohort", "testers only", "everybody"],
)
def test_buckets_are_drawn_where_they_matter(posture: Posture, draws: bool) -> None:
    assert posture.draws is draws
