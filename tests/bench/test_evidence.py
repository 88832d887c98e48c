import pytest

from bench import evidence


def test_a_small_run_asks_everything(capsys: pytest.CaptureFixture[str]) -> None:
    ended = evidence.main(["--requests", "10000", "--routes", "200", "--rounds", "1"])
    told = capsys.readouterr().out

    assert ended == 0
    assert "10,000 requests on 200 routes" in told
    assert "distinct visitors of 30 days" in told
    assert "counting on a request's path" in told
    assert "TOO SLOW" not in told
