"""Thousands of visitors through a whole ramp, their requests spread over eight processes."""

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field

import pytest

from proxy.core.cards import NAME
from tests.fakes.assigning import Asked, decide_all

PROCESSES = 8
RAMP = (1, 5, 25, 100)
MINUTE = 60.0
#: A list, its filters, a form and its POST, an action on what was chosen, a page of the cluster.
JOURNEY = (
    ("GET", "/logements"),
    ("POST", "/logements/filter/action"),
    ("GET", "/logements/new"),
    ("POST", "/logements"),
    ("POST", "/logements/batch/action"),
    ("GET", "/visites/3"),
)
SIGN_IN = 3


@dataclass
class Person:
    """A visitor with a browser: the sides of each journey so far."""

    number: int
    card: bytes = b""
    session: int = 0
    journeys: list[list[bool]] = field(default_factory=list)

    def asks(self, step: int) -> Asked:
        """The request of one step; somebody signs in in the middle, under another session's id."""
        if step == SIGN_IN:
            self.session += 1
        method, path = JOURNEY[step]
        cookies = b"symfony=%d-%d" % (self.number, self.session)
        if self.card:
            cookies += b"; " + NAME + b"=" + self.card
        return method, path, cookies


@pytest.fixture(scope="module")
def processes() -> Iterator[list[ProcessPoolExecutor]]:
    context = multiprocessing.get_context("spawn")
    started = [ProcessPoolExecutor(1, context) for _ in range(PROCESSES)]
    yield started
    for process in started:
        process.shutdown()


def step_of(
    people: list[Person],
    step: int,
    percent: int,
    now: float,
    processes: list[ProcessPoolExecutor],
) -> None:
    """One request of each of these people, each at another process than their last one."""
    shares: list[list[Person]] = [[] for _ in processes]
    for person in people:
        shares[(person.number + step + len(person.journeys)) % len(processes)].append(person)
    futures = [
        process.submit(decide_all, number, percent, now, [each.asks(step) for each in share])
        for number, (process, share) in enumerate(zip(processes, shares, strict=True))
    ]
    for share, future in zip(shares, futures, strict=True):
        for person, (is_python, card) in zip(share, future.result(), strict=True):
            person.card = card or person.card
            person.journeys[-1].append(is_python)


def ramp(count: int, processes: list[ProcessPoolExecutor]) -> tuple[list[Person], dict[int, float]]:
    """Everybody through the ramp: half of them in mid-journey at each raise.

    Shape: the people, and the measured share of each percentage, of journeys begun under it.
    """
    people = [Person(number) for number in range(count)]
    late = people[1::2]
    now, shares = 1_795_000_000.0, {}
    before = 0
    for percent in RAMP:
        # Those who are in the middle when the percentage is raised finish what they began.
        for person in late:
            person.journeys.append([])
        for step in range(len(JOURNEY)):
            at = before if before and step < 3 else percent
            step_of(late, step, at, now, processes)
            now += 7 * MINUTE
        now += 40 * MINUTE
        for person in people:
            person.journeys.append([])
        for step in range(len(JOURNEY)):
            step_of(people, step, percent, now, processes)
            now += 7 * MINUTE
        shares[percent] = sum(person.journeys[-1][0] for person in people) / count * 100
        now += 40 * MINUTE
        before = percent
    return people, shares


@pytest.mark.parametrize(
    "count",
    [
        pytest.param(2_000, id="2000 visitors"),
        pytest.param(10_000, id="10000 visitors", marks=pytest.mark.soak),
    ],
)
def test_nobody_moves_back_nor_changes_side_inside_a_journey(
    processes: list[ProcessPoolExecutor], count: int
) -> None:
    people, shares = ramp(count, processes)

    for person in people:
        assert all(len(set(sides)) == 1 for sides in person.journeys), person
        sides = [sides[0] for sides in person.journeys]
        assert sides == sorted(sides), person
    print(f"\nmeasured: {shares}")
    assert all(abs(measured - percent) <= 1 for percent, measured in shares.items()), shares


def test_one_card_is_one_side_in_every_process(processes: list[ProcessPoolExecutor]) -> None:
    people = [Person(number) for number in range(400)]
    for person in people:
        person.journeys.append([])
    step_of(people, 0, 25, 1_795_000_000, processes)
    asked = [person.asks(0) for person in people]

    everywhere = [
        process.submit(decide_all, number, 25, 1_795_000_060, asked).result()
        for number, process in enumerate(processes)
    ]

    assert all(answers == everywhere[0] for answers in everywhere)
    assert {is_python for is_python, _ in everywhere[0]} == {True, False}


def test_a_lower_percentage_takes_people_back_at_once(
    processes: list[ProcessPoolExecutor],
) -> None:
    people = [Person(number) for number in range(400)]
    for person in people:
        person.journeys.append([])
    step_of(people, 0, 25, 1_795_000_000, processes)
    before = [person.journeys[-1][0] for person in people]
    step_of(people, 2, 1, 1_795_000_060, processes)
    after = [person.journeys[-1][1] for person in people]

    assert sum(before) > sum(after)
    assert not any(now and not was for was, now in zip(before, after, strict=True))
