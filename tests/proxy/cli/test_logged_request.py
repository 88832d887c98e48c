import json

import pytest

from proxy.evidence.tables import REQUESTS
from proxy.state_database import StateDatabase, put

ROW = {
    "at": 1_795_431_600.0, "request_id": "r1", "backend": "gestion", "application": "frontend",
    "method": "GET", "path": "/communes", "route": "/communes", "lot": "lists", "stage": "canary",
    "side": "python", "reason": "canary-in", "status": 500, "ms": 12.5, "bucket": 420,
    "table_digest": "ab",
}  # fmt: skip


@pytest.fixture(autouse=True)
def log(folder) -> None:
    (folder / "var").mkdir()
    state = StateDatabase(f"sqlite:///{folder}/var/state.sqlite")
    with state.write() as connection:
        put(connection, REQUESTS, [ROW, ROW | {"request_id": "r2", "backend": "gone"}])
    state.close()


def test_a_logged_request_is_asked_again_as_its_visitor(figuier) -> None:
    then = figuier("explain", "--request", "r1").stdout
    figuier("flip", "lists", "canary", "5%", "--why", "x")
    found = json.loads(figuier("explain", "--request", "r1", "--json").stdout)

    assert (
        "Then     2026-11-23T12:00:00+01:00: python (canary-in, lists at canary) answered 500"
        in then
    )
    assert found["side"] == "python"
    assert found["reason"] == "canary-in"
    assert found["logged"]["bucket"] == 420


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(("--request", "r9"), "the request log has no r9", id="not there"),
        pytest.param(("--request", "r2"), "cannot be asked again", id="a backend that is gone"),
        pytest.param(("/communes", "--request", "r1"), "say a URL, or --request", id="both"),
        pytest.param((), "say a URL, or --request", id="neither"),
    ],
)
def test_what_cannot_be_asked_again_is_said(figuier, words, said) -> None:
    result = figuier("explain", *words)

    assert result.exit_code == 2
    assert said in result.stderr
