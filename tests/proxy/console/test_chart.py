"""The burn-up as a drawing: within its frame, with every day written once."""

from itertools import pairwise

from proxy.console.chart import LEFT, RIGHT, burn_up
from proxy.console.timeline import Height


def test_one_moment_is_no_course() -> None:
    assert burn_up([]) is None
    assert burn_up([Height(0, 10, 0)]) is None


def test_lines_stay_in_their_frame_and_days_apart() -> None:
    drawn = burn_up([Height(at * 1000.0, 100 + at, at) for at in range(26)])
    assert drawn is not None
    places = [tick.place for tick in drawn.moments]

    assert min(places) == LEFT
    assert max(places) == RIGHT
    assert all(later - sooner > 40 for sooner, later in pairwise(places))
    assert len(drawn.rows) == len(drawn.dots) == 26
    assert [tick.value for tick in drawn.levels] == [0, 62, 125]


def test_a_site_without_routes_is_drawn_as_well() -> None:
    assert burn_up([Height(0, 0, 0), Height(0, 0, 0)]) is not None
