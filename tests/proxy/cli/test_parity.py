"""`figuier parity`: what the command refuses before it starts anything."""

import json
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from proxy.parity.shadow.doors import WSGI_DOOR
from proxy.parity.shadow.orders import Order, give, standing_order
from proxy.routing_file.workers import WorkerState, publish

Run = Callable[..., Result]


@pytest.mark.parametrize(
    "words, code, said",
    [
        (("nonsense",), 2, "'nonsense' is not a lot"),
        (("lists", "--backend", "vitrine"), 5, "has no route at vitrine"),
        (("lists",), 2, "there is no laboratory"),
        (("replay", "/no/such"), 2, "is no recorded suite"),
        (("record", "nonsense", "x"), 2, "'nonsense' is not a lot"),
        (("check", "nonsense"), 2, "'nonsense' is not a lot"),
        (("record", "lists", "x", "--from-traffic", "5"), 5, "recorded at shadow"),
        (("record", "lists", "x", "--from-traffic", "0"), 2, "not in the range"),
    ],
)
def test_what_cannot_be_done_is_said(
    figuier: Run, words: tuple[str, ...], code: int, said: str
) -> None:
    done = figuier("parity", *words)

    assert (done.exit_code, said in done.stderr) == (code, True), done.output


@pytest.fixture
def at_shadow(folder: Path) -> Path:
    file = folder / "routing.yaml"
    text = file.read_text()
    assert text.count("stage: legacy") >= 1
    file.write_text(text.replace("stage: legacy", "stage: shadow"))
    (folder / "var").mkdir(exist_ok=True)
    return folder / "var"


RECORD = ("parity", "record", "lists", "x.jsonl", "--from-traffic", "5", "--minutes", "0.001")


def test_a_recording_of_nobody_says_so_and_leaves_nothing(figuier: Run, at_shadow: Path) -> None:
    done = figuier(*RECORD)

    assert (done.exit_code, "nothing was recorded" in done.stderr) == (5, True), done.output
    assert list(at_shadow.glob("recording*")) == []


def test_one_recording_at_a_time(figuier: Run, at_shadow: Path) -> None:
    give(Order("other", "gestion", time.time() + 60), at_shadow)
    done = figuier(*RECORD)

    assert (done.exit_code, "another recording" in done.stderr) == (5, True), done.output
    assert standing_order(at_shadow, time.time())


@pytest.mark.parametrize(
    "words", [("check",), ("parity", "shadow"), RECORD], ids=["check", "parity shadow", "record"]
)
def test_behind_the_wsgi_door_it_is_said_that_nothing_is_compared(
    figuier: Run, at_shadow: Path, words: tuple[str, ...]
) -> None:
    publish(at_shadow, WorkerState(os.getpid(), WSGI_DOOR, "d", 1.0))

    assert "behind the WSGI door, which compares nothing" in figuier(*words).stderr


def test_without_shadows_nobody_is_recorded(figuier: Run, at_shadow: Path) -> None:
    off = {"FIGUIER_SHADOW_PERCENT": "0", "FIGUIER_SHADOW_CANARY_PERCENT": "0"}

    assert "FIGUIER_SHADOW_PERCENT is 0" in figuier(*RECORD, **off).stderr


def test_a_shadow_that_never_ran_has_no_counts(figuier: Run) -> None:
    assert "No request was shadowed yet" in figuier("parity", "shadow").output
    assert json.loads(figuier("parity", "shadow", "--json").output)["counts"] is None


@pytest.mark.parametrize("other", ["--no-record", "--against=legacy"])
def test_pictures_that_nothing_would_show_are_not_taken(figuier: Run, other: str) -> None:
    done = figuier("parity", "lists", "--screenshots", other)

    assert (done.exit_code, "--screenshots goes with neither" in done.output) == (2, True)


def test_pictures_without_chromium_say_what_to_do(figuier: Run, folder: Path) -> None:
    done = figuier("parity", "lists", "--screenshots", PATH=str(folder))

    assert (done.exit_code, "apt-get install chromium" in done.output) == (5, True), done.output
