"""The measurement measures what it says; its figures are for `make bench`."""

import sys

import pytest

from bench.route_matching import main, measured


@pytest.mark.parametrize("size", [10, 1_000])
def test_half_of_the_look_ups_hit(size: int) -> None:
    figures = measured(size, repeats=1)

    assert figures.routes == size
    assert figures.hits == 0.5
    assert figures.build_s > 0
    assert figures.match_us > 0


def test_it_prints_one_line_a_size(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["route_matching", "10", "20"])

    main()

    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == [
        "routes",
        "10",
        "20",
    ]
