"""The goals, each with its must and its stretch, and what a run found."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure to reach; `at_most` tells which side is better.

    Shape: figures are ratios unless the unit says otherwise.
    """

    key: str
    text: str
    must: float
    stretch: float
    unit: str = "×"
    at_most: bool = False


GOALS = (
    Goal("P1", "pass-through, 2 KiB, 16 connections, against nginx", 0.70, 0.95),
    Goal("P2", "processor a request, against nginx", 1.5, 1.15, at_most=True),
    Goal("P3", "pass-through, 2 KiB, 64 connections, against nginx", 0.70, 0.90),
    Goal("P4a", "50 KiB, 16 connections, against tuned nginx", 0.75, 0.95),
    Goal("P4b", "50 KiB, 16 connections, against nginx", 1.5, 1.9),
    Goal("P5", "added p50, one connection, one core, against nginx", 1.35, 1.1, at_most=True),
    Goal("P6", "added p99, the same", 2.2, 1.3, at_most=True),
    Goal("P7", "requests a second against Flask + requests", 40, 55),
    Goal("P8", "requests a second against aiohttp", 4, 5.5),
    Goal("P9", "first byte behind a slow upstream", 5, 2, "ms", at_most=True),
    Goal("P10a", "memory grown by 1 GiB down", 4, 1, "MB", at_most=True),
    Goal("P10b", "memory grown by 1 GiB up", 4, 1, "MB", at_most=True),
    Goal("P10c", "processor a GiB down, against nginx", 0.8, 0.25, at_most=True),
    Goal("P11", "in front of PHP, against nginx in front", 0.93, 0.98),
    Goal("P12", "legacy p50 while Flask saturates, against idle", 2, 1.5, at_most=True),
    Goal("P13a", "a route decision at 100,000 routes", 1, 0.5, "µs", at_most=True),
    Goal("P13b", "the build of 100,000 routes", 1, 0.7, "s", at_most=True),
    Goal("P14", "100,000 routes against 1,000, requests a second", 0.93, 0.98),
    Goal(
        "P20a",
        "p99 added by shadows of all GETs at a quarter of the capacity, against what rounds differ by anyway",
        1,
        0.5,
        at_most=True,
    ),
    Goal("P20b", "the same while the shadow hangs", 1, 0.5, at_most=True),
    Goal("P21a", "two identical pages of 50 KiB compared", 0.2, 0.1, "ms", at_most=True),
    Goal("P21b", "two pages of 50 KiB alike after masks", 8, 4, "ms", at_most=True),
    Goal("P21c", "two different pages of 50 KiB", 60, 30, "ms", at_most=True),
)


def verdict(goal: Goal, value: float) -> str:
    """Whether the figure reaches the stretch, the must, or neither."""
    if is_reached(goal, value, goal.stretch):
        return "stretch"
    return "must" if is_reached(goal, value, goal.must) else "**missed**"


def is_reached(goal: Goal, value: float, bound: float) -> bool:
    """Whether a figure is on the good side of a bound."""
    return value <= bound if goal.at_most else value >= bound
