"""What sentinels see of a lot."""

from pathlib import Path

import pytest

from proxy.config import Settings
from proxy.evidence.periods import DAY
from proxy.flips.sentinels import Sign
from proxy.flips.sight import Sight
from proxy.state_database import StateDatabase
from tests.fakes.counted import Counted
from tests.fakes.happenings import NOON
from tests.fakes.tables import lot

SINCE = NOON - 60


@pytest.fixture
def counted(tmp_path: Path, state: StateDatabase) -> Counted:
    """PHP answered 202 requests of the lot the day before, two of them by an error."""
    made = Counted(state, Settings(state_dir=tmp_path / "var"))
    php = {"lot": "lists", "side": "legacy", "stage": "legacy"}
    made.requests(200, NOON - DAY, **php)
    made.requests(2, NOON - DAY, status="500", **php)
    return made


@pytest.fixture
def sight(state: StateDatabase) -> Sight:
    return Sight(state, Settings().time_zone)


LOT = lot("lists", "canary 10%")


def test_what_python_does_worse_than_php_did_is_seen(sight: Sight, counted: Counted) -> None:
    counted.requests(40, NOON, lot="lists", status="500")

    (found,) = sight.breaches_of(LOT, SINCE, NOON)

    assert (found.sign, found.present, found.past) == (Sign.ERRORS, (40, 40), (2, 202))


def test_without_requests_nothing_is_seen(sight: Sight, counted: Counted) -> None:
    counted.requests(40, NOON, lot="events", status="500")

    assert sight.breaches_of(LOT, SINCE, NOON) == ()
