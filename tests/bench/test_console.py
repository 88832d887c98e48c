"""The console's bench asks every page."""

import pytest

from bench.console import main


def test_the_bench_of_the_console_runs_on_a_small_site(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--requests", "2000", "--routes", "200", "--rounds", "1"]) in {0, 1}
    assert "/-/synthese.pdf" in capsys.readouterr().out
