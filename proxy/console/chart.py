"""The burn-up as points of a drawing: scope and work done, over time."""

from collections.abc import Sequence
from dataclasses import dataclass

from proxy.console.timeline import Height

TOP, BOTTOM, LEFT, RIGHT = 12.0, 150.0, 44.0, 620.0
#: How wide a day is written.
_LABEL = 42.0


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis.

    Shape: `value` is what it stands for, `place` where it stands.
    """

    value: float
    place: float


@dataclass(frozen=True, slots=True)
class BurnUp:
    """Both lines, as SVG's `points` has them.

    Shape: `rows` is the same as a table.
    """

    scope: str
    done: str
    dots: tuple[tuple[float, float], ...]
    levels: tuple[Tick, ...]
    moments: tuple[Tick, ...]
    rows: tuple[Height, ...]


def burn_up(heights: Sequence[Height]) -> BurnUp | None:
    """The drawing; None below two moments: a point is no course."""
    if len(heights) < 2:
        return None
    first, last = heights[0].at, heights[-1].at
    most = max(1, *(height.scope for height in heights))

    def x(at: float) -> float:
        return round(LEFT + (RIGHT - LEFT) * (at - first) / ((last - first) or 1), 1)

    def y(routes: float) -> float:
        return round(BOTTOM - (BOTTOM - TOP) * routes / most, 1)

    step = max(1, len(heights) // 8)
    named = [each.at for each in heights[::step] if x(last) - x(each.at) > _LABEL]
    return BurnUp(
        " ".join(f"{x(each.at)},{y(each.scope)}" for each in heights),
        " ".join(f"{x(each.at)},{y(each.done)}" for each in heights),
        tuple((x(each.at), y(each.done)) for each in heights),
        tuple(Tick(value, y(value)) for value in sorted({0, most // 2, most})),
        tuple(Tick(at, x(at)) for at in (*named, last)),
        tuple(heights),
    )
