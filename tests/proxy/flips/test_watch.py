from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from proxy.config import Settings
from proxy.core.stages import parse_stage
from proxy.evidence.periods import DAY, HOUR
from proxy.evidence.recorder_state import RecorderState
from proxy.flips.alerts import Alert
from proxy.flips.desk import Desk
from proxy.flips.flip import Order, flip
from proxy.flips.incidents import incidents
from proxy.flips.intervention import Intervention
from proxy.flips.journal import read_journal
from proxy.flips.lock import flip_lock
from proxy.flips.proposal import table_in
from proxy.flips.watch import Watch
from proxy.state_database import StateDatabase
from tests.fakes.counted import Counted
from tests.fakes.happenings import NOON
from tests.fakes.routing_files import desk_in, routing_text

WELL = RecorderState(1, NOON, NOON, 0)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        routing_file=tmp_path / "routing.yaml", state_dir=tmp_path / "var", lock_timeout_s=0.1
    )


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """The lot `lists` was flipped to a canary a minute before noon."""
    return desk_in(tmp_path)


@pytest.fixture
def counted(state: StateDatabase, settings: Settings) -> Counted:
    made = Counted(state, settings)
    for days in range(1, 5):
        made.requests(200, NOON - days * DAY, lot="lists", side="legacy", stage="legacy")
        made.requests(
            2, NOON - days * DAY, lot="lists", side="legacy", stage="legacy", status="500"
        )
    return made


class Watched:
    """A watch with a clock and a mailbox."""

    def __init__(self, settings: Settings, state: StateDatabase) -> None:
        self.at = NOON
        self.alerts: list[Alert] = []
        hand = Intervention(settings, state, lambda _settings, alert: self.alerts.append(alert))
        self.watch = Watch(settings, state, hand, lambda: self.at)

    def look(self, said: RecorderState = WELL) -> None:
        self.watch.look(said)


@pytest.fixture
def watched(settings: Settings, state: StateDatabase, desk: Desk) -> Watched:
    return Watched(settings, state)


@pytest.fixture
def flipped(desk: Desk, settings: Settings) -> Callable[..., None]:
    """Flips the lot a minute before noon."""

    def do(stage: str = "canary 10%", sentinel: str = "roll_back") -> None:
        text = routing_text().replace(
            "    symfony_modules", f"    sentinel: {sentinel}\n    symfony_modules", 1
        )
        desk.routing_file.write_text(text)
        at = datetime.fromtimestamp(NOON - 60, UTC)
        early = Desk(desk.routing_file, desk.state_dir, "claire", now=lambda: at)
        flip(early, Order("lists", parse_stage(stage), "sprint 1"))

    return do


def stage_of(desk: Desk) -> str:
    lot = table_in(desk.routing_file).lot("lists")
    assert lot is not None
    return str(lot.stage)


def fail(counted: Counted, count: int = 40, **differing: str) -> None:
    usual = {"lot": "lists", "stage": "canary", "status": "500"}
    counted.requests(count, NOON, **(usual | differing))


@pytest.mark.parametrize("stage", ["canary 10%", "python"])
def test_a_lot_that_breaks_goes_back_by_itself(
    stage: str, watched: Watched, flipped: Callable[..., None], counted: Counted, desk: Desk,
    state: StateDatabase,
) -> None:  # fmt: skip
    flipped(stage)
    watched.look()
    before = stage_of(desk)
    fail(counted, stage=stage.split(" ")[0])
    watched.look()
    watched.look()
    last = [entry for entry in read_journal(desk.state_dir).entries if entry.why][-1]
    (incident,) = incidents(state)
    (alert,) = watched.alerts

    assert (before, stage_of(desk)) == (stage, "legacy")
    assert (last.who, last.to_stage) == ("sentinel", "legacy")
    assert "40 of 40 answered by an error (5xx), 8 of 808 before" in last.why
    assert incident.is_blocking
    assert (alert.lot, alert.action) == ("lists", "retour à l'étape legacy")


def test_a_lot_that_only_alerts_stays_and_is_told_once(
    watched: Watched, flipped: Callable[..., None], counted: Counted, desk: Desk
) -> None:
    flipped(sentinel="alert")
    fail(counted)
    for _ in range(3):
        watched.look()
    notes = [entry for entry in read_journal(desk.state_dir).entries if entry.who == "sentinel"]

    assert stage_of(desk) == "canary 10%"
    assert len(watched.alerts) == 1
    assert [entry.lot for entry in notes] == ["lists"]


@pytest.mark.parametrize(
    "how",
    [
        pytest.param({"status": "200"}, id="all is well"),
        pytest.param({"side": "legacy"}, id="legacy breaks"),
        pytest.param({"lot": "events"}, id="another lot breaks"),
        pytest.param({"count": 5}, id="too few cases"),
    ],
)
def test_what_is_not_the_lots_python_takes_nothing_back(
    how: dict[str, object], watched: Watched, flipped: Callable[..., None], counted: Counted,
    desk: Desk,
) -> None:  # fmt: skip
    flipped()
    fail(counted, **how)  # type: ignore[arg-type]
    watched.look()

    assert (stage_of(desk), watched.alerts) == ("canary 10%", [])


@pytest.mark.parametrize("signal", ["redirect-loop", "sign-in-bounce", "csrf-refused"])
def test_signals_take_a_lot_back_too(
    signal: str, watched: Watched, flipped: Callable[..., None], counted: Counted, desk: Desk
) -> None:
    flipped()
    fail(counted, status="302", signal=signal)
    watched.look()

    assert stage_of(desk) == "legacy"


def test_a_lot_is_watched_for_so_many_hours(
    watched: Watched, flipped: Callable[..., None], counted: Counted, desk: Desk
) -> None:
    flipped()
    watched.look()
    fail(counted)
    watched.at = NOON + 25 * HOUR
    watched.look()

    assert stage_of(desk) == "canary 10%"


def test_for_no_hours_nobody_watches(
    settings: Settings, state: StateDatabase, flipped: Callable[..., None], counted: Counted,
    desk: Desk,
) -> None:  # fmt: skip
    watched = Watched(replace(settings, sentinel_hours=0.0), state)
    flipped("shadow")
    watched.look()
    flipped()
    fail(counted)
    watched.look()

    assert stage_of(desk) == "canary 10%"
    assert watched.alerts == []


def test_a_move_by_hand_is_watched_from_when_it_was_seen(
    watched: Watched, flipped: Callable[..., None], counted: Counted, desk: Desk
) -> None:
    flipped("shadow")
    watched.look()
    desk.routing_file.write_text(desk.routing_file.read_text().replace("shadow", "canary 10%"))
    watched.look()
    fail(counted)
    watched.look()

    assert stage_of(desk) == "legacy"


def test_a_lot_that_breaks_again_is_told_again(
    watched: Watched, flipped: Callable[..., None], counted: Counted, desk: Desk,
    state: StateDatabase,
) -> None:  # fmt: skip
    flipped()
    fail(counted)
    watched.look()
    watched.look()
    at = datetime.fromtimestamp(NOON + 60, UTC)
    flip(replace(desk, now=lambda: at), Order("lists", parse_stage("python"), "mended"))
    watched.at = NOON + 61
    watched.look()
    counted.requests(40, NOON + 62, lot="lists", stage="python", status="500")
    watched.look()
    watched.look()

    assert stage_of(desk) == "legacy"
    assert len(watched.alerts) == 2
    assert len(incidents(state)) == 2


def test_a_flip_under_way_is_waited_for_and_met_again(
    watched: Watched, flipped: Callable[..., None], counted: Counted, desk: Desk
) -> None:
    flipped()
    fail(counted)
    with flip_lock(desk.state_dir, "paul", 1):
        watched.look()
    held = stage_of(desk)
    watched.look()

    assert (held, stage_of(desk)) == ("canary 10%", "legacy")


def test_who_cannot_count_sees_nothing_and_breaks_nothing(
    settings: Settings, flipped: Callable[..., None], desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    flipped()
    blind = Watched(settings, StateDatabase("mysql://nobody@127.0.0.1:1/none", patience_s=1))
    blind.look()
    blind.look(RecorderState(1, NOON, NOON, 3, "locked"))

    assert stage_of(desk) == "canary 10%"
    assert "the sentinels see nothing" in caplog.text


def test_a_file_that_cannot_be_used_leaves_the_watch_alive(
    watched: Watched, flipped: Callable[..., None], desk: Desk
) -> None:
    flipped()
    watched.look()
    desk.routing_file.write_text("lots: [")
    watched.look()

    assert watched.alerts == []
