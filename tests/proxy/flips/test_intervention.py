"""What is done about a lot that breaks."""

import errno
import os
from pathlib import Path

import pytest

from proxy.config import Settings
from proxy.core.stages import parse_stage
from proxy.core.table import Lot
from proxy.flips.alerts import Alert
from proxy.flips.desk import Desk
from proxy.flips.entries import EntryKind
from proxy.flips.flip import Order, flip
from proxy.flips.incidents import incidents
from proxy.flips.intervention import Intervention
from proxy.flips.journal import read_journal
from proxy.flips.proposal import table_in
from proxy.flips.sentinels import Breach, Sign
from proxy.routing_file.writer import DRAFT
from proxy.state_database import StateDatabase
from tests.fakes.happenings import NOON
from tests.fakes.routing_files import desk_in

BREACH = (Breach(Sign.ERRORS, (40, 40), (8, 808), 0.9),)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """The lot `lists` is in canary."""
    desk = desk_in(tmp_path)
    flip(desk, Order("lists", parse_stage("canary 10%"), "sprint 1"))
    return desk


@pytest.fixture
def alerts() -> list[Alert]:
    return []


@pytest.fixture
def intervention(desk: Desk, state: StateDatabase, alerts: list[Alert]) -> Intervention:
    settings = Settings(
        routing_file=desk.routing_file, state_dir=desk.state_dir, lock_timeout_s=0.1
    )
    return Intervention(settings, state, lambda _settings, alert: alerts.append(alert))


def lot_in(desk: Desk) -> Lot:
    lot = table_in(desk.routing_file).lot("lists")
    assert lot is not None
    return lot


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A disk that takes no draft of the routing file while it holds an error."""
    errors = ["No space left on device"]
    fsync = os.fsync

    def refuse(descriptor: int) -> None:
        if errors and DRAFT in str(Path(f"/proc/self/fd/{descriptor}").readlink()):
            raise OSError(errno.ENOSPC, errors[0])
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", refuse)
    return errors


def lines_of(desk: Desk) -> int:
    return len(read_journal(desk.state_dir).entries)


def test_a_lot_is_taken_back_and_people_are_told(
    intervention: Intervention, desk: Desk, state: StateDatabase, alerts: list[Alert]
) -> None:
    intervention.act(lot_in(desk), BREACH, NOON)

    assert str(lot_in(desk).stage) == "legacy"
    assert [alert.action for alert in alerts] == ["retour à l'étape legacy"]
    assert [each.lot for each in incidents(state)] == ["lists"]


def test_a_rollback_that_fails_is_written_and_told_once(
    intervention: Intervention, desk: Desk, alerts: list[Alert], full: list[str]
) -> None:
    intervention.act(lot_in(desk), BREACH, NOON)
    once, told = lines_of(desk), len(alerts)
    for seconds in range(2, 42, 2):
        intervention.act(lot_in(desk), BREACH, NOON + seconds)

    assert full
    assert str(lot_in(desk).stage) == "canary 10%"
    assert (told, len(alerts)) == (1, 1)
    assert lines_of(desk) == once
    assert [entry.kind for entry in read_journal(desk.state_dir).entries[-2:]] == [
        EntryKind.INTENT,
        EntryKind.WITHDRAWN,
    ]


def test_a_rollback_that_failed_is_made_as_soon_as_it_can_be(
    intervention: Intervention, desk: Desk, alerts: list[Alert], full: list[str]
) -> None:
    for seconds in range(0, 20, 2):
        intervention.act(lot_in(desk), BREACH, NOON + seconds)
    full.clear()
    intervention.act(lot_in(desk), BREACH, NOON + 20)

    assert str(lot_in(desk).stage) == "legacy"
    assert [alert.action for alert in alerts] == [
        "retour à legacy impossible pour l'instant (StateUnwritable)",
        "retour à l'étape legacy",
    ]
