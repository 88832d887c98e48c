"""The measurement itself, at a size that takes a moment."""

from pathlib import Path

from bench.inventory import measured


def test_a_small_measurement_counts_every_line(tmp_path: Path) -> None:
    found = measured(tmp_path, modules=5, routes=60, lines=3000)

    assert (found.routes, found.lines) == (62, 3000)
    assert found.entries > found.routes
    assert "lines a second" in str(found)
