"""Visitors of a day: a figure where somebody counted, a dash until then."""

from pathlib import Path

import pytest
from sqlalchemy import update

from proxy.console.counted import Counted
from proxy.console.survey import survey
from proxy.evidence.tables import REQUESTS
from proxy.evidence.values import ALL, UserDay
from tests.fakes.console import NOW, House
from tests.fakes.lived_in import lived_house

DAY = "2026-11-23"


def of_day(users: int, *, is_whole: bool) -> tuple[UserDay, ...]:
    return (UserDay(DAY, ALL, ALL, ALL, users, is_whole),)


@pytest.mark.parametrize(
    ("found", "visitors"),
    [
        pytest.param(Counted(), None, id="nobody counted"),
        pytest.param(Counted(users=of_day(0, is_whole=False), day=DAY), None, id="not yet today"),
        pytest.param(Counted(users=of_day(3, is_whole=False), day=DAY), 3, id="today, so far"),
        pytest.param(Counted(users=of_day(0, is_whole=True), day=DAY), 0, id="nobody that day"),
    ],
)
def test_visitors_are_told_once_they_are_counted(found: Counted, visitors: int | None) -> None:
    assert found.visitors() == visitors


def still_legacy(house: House, reason: str) -> str:
    late = update(REQUESTS).where(REQUESTS.c.lot == "events")
    with house.sources.state.write() as connection:
        connection.execute(late.values(reason=reason, side="legacy", at=NOW.timestamp()))
    lines = survey(house.sources, NOW.date()).lots
    return next(line.still_legacy for line in lines if line.name == "events")


def test_what_the_kill_switch_gave_to_php_contradicts_no_lot(tmp_path: Path) -> None:
    house = lived_house(tmp_path)
    otherwise, killed = still_legacy(house, "stage"), still_legacy(house, "kill-switch")
    house.close()

    assert "/evenements" in otherwise
    assert killed == ""
