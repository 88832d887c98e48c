"""The goals of the page of figures are those that the reference names."""

from bench.parity import GOALS, measured
from bench.targets import GOALS as ROWS


def test_every_case_is_measured_and_has_its_row() -> None:
    assert list(measured()) == list(GOALS)
    assert [row.must for row in ROWS if row.key.startswith("P21")] == list(GOALS.values())
