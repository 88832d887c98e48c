from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from modules.kernel.clock import WallClock


def test_the_time_is_local_whole_and_without_a_zone() -> None:
    now = WallClock().now()
    paris = datetime.now(ZoneInfo("Europe/Paris")).replace(tzinfo=None)

    assert now.tzinfo is None
    assert now.microsecond == 0
    assert abs(now - paris) < timedelta(seconds=5)


def test_another_zone_can_be_the_services() -> None:
    tokyo = WallClock(ZoneInfo("Asia/Tokyo")).now()
    utc = datetime.now(UTC).replace(tzinfo=None)

    assert timedelta(hours=8, minutes=59) < tokyo - utc < timedelta(hours=9, minutes=1)
