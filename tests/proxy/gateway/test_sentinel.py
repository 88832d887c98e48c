"""A regression behind a running gateway: everybody is back on legacy, whoever is waited for."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest

from proxy.core.cards import NAME, sealed
from proxy.core.visitors import Visitor
from tests.fakes.gateway_door import GatewayDoor
from tests.fakes.gunicorn_door import ROOT, until
from tests.fakes.mailbox import Mailbox
from tests.fakes.upstream import Upstream, reply

KEY = b"not-a-secret-not-a-secret-not-a-secret"
TABLE = """
version: 1
gates: enforced
approvals: required
backends:
  front: {{ kind: symfony1, url: "http://127.0.0.1:{port}", hosts: [front.example] }}
lots:
  lotb:
    title: Lot B
    stage: legacy
    routes: {{ front: [/lotb, "/lotb/*rest"] }}
"""


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    made = Upstream(lambda exchange: exchange.send(reply(b"legacy")))
    yield made
    made.stop()


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    made = Mailbox()
    yield made
    made.stop()


def figuier(
    door: GatewayDoor, *words: str, who: str = "claire"
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "proxy.cli", *words],
        cwd=ROOT, env={**door.environ, "FIGUIER_OPERATOR": who}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip


def ask(door: GatewayDoor, bucket: int, path: str = "/lotb") -> int:
    card = NAME + b"=" + sealed(Visitor(bucket), KEY)
    return door.get(path, b"Cookie: symfony=%08d; %b" % (bucket, card)).status


def test_a_regression_at_ten_percent_returns_everybody_to_legacy(
    upstream: Upstream, open_door: Callable[..., GatewayDoor], mailbox: Mailbox, tmp_path
) -> None:
    (tmp_path / "routing.yaml").write_text(TABLE.format(port=upstream.port))
    door = open_door(
        upstream.port, waits=False, WORKERS="2", ALERT_SMTP=mailbox.address,
        ALERT_TO="dsi@valmont.example",
    )  # fmt: skip
    assert until(lambda: answers(door), 20), door.log
    for bucket in range(0, 10_000, 100):
        assert ask(door, bucket) == 200
    override = ("--why", "ramp", "--override", "a test")
    waiting = figuier(door, "flip", "lotb", "canary", "10%", *override)
    figuier(door, "approve", "lotb", "canary", "10%", "--why", "agreed", who="paul")
    made = figuier(door, "flip", "lotb", "canary", "10%", *override)
    pending = figuier(door, "flip", "lotb", "canary", "50%", *override)
    before = [ask(door, bucket, "/lotb/broken") for bucket in (5, 5000)]
    began = time.monotonic()
    for bucket in range(30):
        ask(door, bucket, "/lotb/broken")
    assert until(lambda: ask(door, 5, "/lotb/broken") == 200, 60), door.log
    took = time.monotonic() - began
    told = json.loads(figuier(door, "history", "--json").stdout)["records"]
    print(f"\neverybody on legacy {took:.1f} s after the regression began")

    assert (waiting.returncode, made.returncode, pending.returncode) == (3, 0, 3), made.stderr
    assert "figuier approve lotb canary 50%" in pending.stderr
    assert before == [500, 200]
    assert took < 60
    assert [(r["who"], r["to"]) for r in told if r["result"] == "done"][-1] == (
        "sentinel",
        "legacy",
    )
    assert "stage: legacy" in door.table.read_text()
    assert until(lambda: mailbox.messages, 10)
    assert "incident" in figuier(door, "plan", "lotb", "canary", "10%").stdout


def answers(door: GatewayDoor) -> bool:
    try:
        return ask(door, 1) == 200
    except OSError:
        return False
