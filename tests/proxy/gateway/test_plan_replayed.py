"""What `figuier plan` predicts, against what happens when the journal of requests is replayed."""

import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from http.client import HTTPResponse

import pytest

from proxy.core.cards import NAME, sealed
from proxy.core.visitors import Visitor
from proxy.evidence import queries
from proxy.evidence.values import LoggedRequest
from proxy.state_database import StateDatabase
from tests.fakes.gateway_door import GatewayDoor
from tests.fakes.gunicorn_door import ROOT, until
from tests.fakes.upstream import Upstream, reply

KEY = b"not-a-secret-not-a-secret-not-a-secret"
TABLE = """
version: 1
gates: advisory
backends:
  front: {{ kind: symfony1, url: "http://127.0.0.1:{port}", hosts: [front.example] }}
lots:
  lotb:
    title: Lot B
    stage: {stage}
    symfony_modules: [lotb]
    routes: {{ front: [/lotb, "/lotb/:id<int>", POST /lotb/batch/action, "/lotb/files/*rest"] }}
  other:
    title: Autre
    stage: canary 40%
    routes: {{ front: [/other] }}
"""
ASKED = [
    ("GET", "/lotb"), ("HEAD", "/lotb"), ("GET", "/lotb/12"), ("POST", "/lotb/batch/action"),
    ("GET", "/lotb/show/id/3"), ("GET", "/lotb/files/a%20b/%C3%A9"), ("GET", "/other"),
    ("GET", "/elsewhere"), ("GET", "/lotb/files/0123456789abcdef0123456789abcdef"),
    ("DELETE", "/lotb/12"), ("GET", "/lotbx"),
]  # fmt: skip


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    made = Upstream(lambda exchange: exchange.send(reply(b"", b"X-Side: legacy")))
    yield made
    made.stop()


def send(door: GatewayDoor, method: str, target: str, card: bytes = b"") -> HTTPResponse:
    cookie = b"Cookie: %b=%b\r\n" % (NAME, card) if card else b""
    line = f"{method} {target} HTTP/1.1\r\nHost: front.example\r\n".encode()
    length = b"Content-Length: 0\r\n" if method in {"POST", "DELETE"} else b""
    with door.dial(line + cookie + length + b"Connection: close\r\n\r\n") as sock:
        response = HTTPResponse(sock, method=method)
        response.begin()
        response.read()
        return response


def side_of(response: HTTPResponse) -> str:
    return "legacy" if response.getheader("X-Side") else "python"


def replayed(door: GatewayDoor, row: LoggedRequest, target: str) -> str:
    """The side of a journey that begins anew: a page of the lot, then the request."""
    card = b"" if row.bucket is None else sealed(Visitor(row.bucket), KEY)
    if row.lot and card:
        first = send(door, "GET", f"/{row.lot}", card)
        cookie = (first.getheader("Set-Cookie") or "").partition(";")[0].partition("=")[2]
        card = cookie.encode() or card
    return side_of(send(door, row.method, target, card))


def figuier(door: GatewayDoor, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "proxy.cli", *words],
        cwd=ROOT, env=door.environ, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("legacy", "python", id="everybody at once", marks=pytest.mark.soak),
        pytest.param("canary 10%", "canary 25%", id="a ramp"),
        pytest.param("canary 25%", "legacy", id="the way back", marks=pytest.mark.soak),
    ],
)
def test_the_predicted_set_is_the_set_that_changes(
    before: str, after: str, upstream: Upstream, open_door: Callable[..., GatewayDoor], tmp_path
) -> None:
    (tmp_path / "routing.yaml").write_text(TABLE.format(port=upstream.port, stage=before))
    door = open_door(upstream.port, waits=False)
    assert until(lambda: door.access_log.exists() and answers(door), 20), door.log
    dice = random.Random(7)
    targets: dict[str, str] = {}
    for _ in range(220):
        method, target = dice.choice(ASKED)
        bucket = dice.randrange(10_000)
        send(door, method, target, sealed(Visitor(bucket), KEY))
    state = StateDatabase(f"sqlite:///{door.state}/state.sqlite")
    assert until(lambda: queries.log_extent(state).rows >= 221, 15), door.log
    time.sleep(1)
    lines = {str(line["request_id"]): line for line in door.lines()}
    log = queries.requests(state, limit=1000)
    plan = json.loads(figuier(door, "plan", "lotb", *after.split(), "--json").stdout)
    for row in log:
        # The log redacts what looks like a key; any other key is as good.
        path = row.path.replace("[key]", "fedcba9876543210fedcba9876543210")
        targets[row.request_id] = path.replace(" ", "%20").replace("é", "%C3%A9")
    first = {row.id: replayed(door, row, targets[row.request_id]) for row in log}
    made = figuier(
        door, "flip", "lotb", *after.split(), "--why", "ramp", "--plan", plan["plan"][:12], "--yes"
    )
    second = {row.id: replayed(door, row, targets[row.request_id]) for row in log}
    changed = {number for number in first if first[number] != second[number]}
    known = {row.id for row in log}

    assert made.returncode == 0, made.stderr
    assert plan["traffic"]["unreadable"] == 0
    assert len(changed) > 20
    assert changed == set(plan["traffic"]["sure"]) & known
    assert plan["traffic"]["expected"] == len(plan["traffic"]["sure"])
    assert {row.lot for row in log if row.id in changed} == {"lotb"}
    assert all(row.request_id in lines for row in log)


def answers(door: GatewayDoor) -> bool:
    try:
        return send(door, "GET", "/lotb").status == 200
    except OSError:
        return False
