"""Health and metrics: answered by the gateway itself, bounded, and without a word of a visitor."""

import json
import re

import pytest

from tests.fakes.gateway_door import GatewayDoor
from tests.fakes.gunicorn_door import until
from tests.fakes.raw_http import answer, message
from tests.fakes.upstream import Upstream, reply

SERIES = re.compile(r"^(figuier_\w+)\{([^}]*)\} ([0-9.e+-]+)$")


@pytest.fixture(autouse=True)
def _fresh(upstream: Upstream) -> None:
    upstream.script = lambda exchange: exchange.send(reply(b"ok"))


def ask(door: GatewayDoor, line: bytes, *fields: bytes) -> tuple[int, str]:
    host = b"127.0.0.1" if b"/-/" in line else b"front.example"
    with door.dial(message(line, *fields, host=host)) as sock:
        status, body, _ = answer(sock)
    return status, body.decode("utf-8", "replace")


def metrics(door: GatewayDoor) -> dict[tuple[str, str], float]:
    text = ask(door, b"GET /-/metrics HTTP/1.1")[1]
    found = (SERIES.match(line) for line in text.splitlines())
    return {(m[1], m[2]): float(m[3]) for m in found if m}


def counted(door: GatewayDoor, labels: str) -> float:
    return metrics(door).get(("figuier_request_duration_seconds_count", labels), 0)


def test_health_tells_what_an_operator_asks_first(door: GatewayDoor) -> None:
    assert ask(door, b"GET /a HTTP/1.1")[0] == 200
    health = door.health()

    assert (health["live"], health["ready"]) == (True, True)
    assert health["fault"] is None
    assert health["upstreams"]["front"]["state"] == "reachable"  # type: ignore[index,call-overload]
    assert len(health["table"]["digest"]) == 64  # type: ignore[index,call-overload]
    assert [worker["pid"] for worker in health["workers"]] == door.workers()  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", [b"/-/../x", b"/-/copies/..%2f..%2fx"])
def test_a_dotted_path_at_the_console_s_host_reaches_nobody(door: GatewayDoor, path: bytes) -> None:
    assert ask(door, b"GET " + path + b" HTTP/1.1")[0] == 404
    health = door.health()

    assert "" not in health["upstreams"]  # type: ignore[operator]


def test_health_names_a_table_that_cannot_be_used(door: GatewayDoor) -> None:
    good = door.table.read_text()
    digest = door.health()["table"]
    door.replace_table(good.replace("stage: python", "stage: pyhton"))
    try:
        assert until(lambda: door.health()["fault"] is not None, 3)
        health = door.health()
        assert "pyhton" in health["fault"]["text"]  # type: ignore[index,call-overload]
        assert (health["status"], health["table"]) == ("degraded", digest)
        assert ask(door, b"GET /lotb HTTP/1.1")[0] == 200
    finally:
        door.replace_table(good)
    assert until(lambda: door.health()["fault"] is None, 3)


def test_each_answer_is_counted_where_it_belongs(door: GatewayDoor, upstream: Upstream) -> None:
    wanted = {
        'backend="front",class="2xx",lot="",side="legacy"': (b"/ok", reply(b"ok")),
        'backend="front",class="5xx",lot="",side="legacy"': (b"/bad", reply(b"", status=b"500 Oh")),
        'backend="front",class="2xx",lot="lotb",side="python"': (b"/lotb", b""),
        'backend="",class="4xx",lot="",side="refused"': (b"/a\x01b", b""),
    }
    for labels, (path, told) in wanted.items():
        upstream.script = lambda exchange, told=told: exchange.send(told)
        before = counted(door, labels)
        ask(door, b"GET " + path + b" HTTP/1.1")

        assert counted(door, labels) == before + 1


def test_no_path_query_or_visitor_becomes_a_label(door: GatewayDoor) -> None:
    ask(door, b"GET /before HTTP/1.1")
    series = len(metrics(door))
    for number in range(300):
        ask(door, b"GET /unique-%d?visitor=claire HTTP/1.1" % number, b"Cookie: symfony=claire")
        ask(door, b"GET /lotb/unique-%d HTTP/1.1" % number)
    text = ask(door, b"GET /-/metrics HTTP/1.1")[1]

    assert "unique" not in text
    assert "claire" not in text
    # Two labels that were not seen before at most: no number of requests makes more series.
    assert len(metrics(door)) <= series + 2 * 14


def test_the_exposition_is_what_prometheus_reads(door: GatewayDoor) -> None:
    ask(door, b"GET /a HTTP/1.1")
    text = ask(door, b"GET /-/metrics HTTP/1.1")[1]
    rows = [line for line in text.splitlines() if not line.startswith("#")]

    assert rows
    assert [line for line in rows if not SERIES.match(line)] == []
    labels = 'backend="front",class="2xx",lot="",side="legacy"'
    buckets = [
        value for (name, key), value in metrics(door).items()
        if name == "figuier_request_duration_seconds_bucket" and key.startswith(labels[:15])
        and 'side="legacy"' in key and 'class="2xx"' in key
    ]  # fmt: skip
    assert buckets == sorted(buckets)
    assert buckets[-1] == counted(door, labels)


HOSTILE = [
    b'/"}, "status": 200, "x": {"', b"/\\", b"/%22%0a%0d", b"/caf\xc3\xa9/\xff", b"/\xe2\x80\xa8",
    b"/" + b"a" * 3000, b"/<script>", b"/;jsessionid=0123456789abcdef", b"/\x7f",
]  # fmt: skip


@pytest.mark.parametrize("path", HOSTILE, ids=range(len(HOSTILE)))
def test_no_address_breaks_or_fills_the_log(door: GatewayDoor, path: bytes) -> None:
    before = len(door.access_log.read_text().splitlines()) if door.access_log.exists() else 0
    with door.dial(message(b"GET " + path + b" HTTP/1.1")) as sock:
        sock.recv(65536)

    assert until(lambda: len(door.access_log.read_text().splitlines()) > before)
    line = json.loads(door.access_log.read_text().splitlines()[before])
    assert line["status"] in (200, 400, 404)
    assert len(line["path"]) <= 500
    assert "0123456789abcdef" not in line["path"]


SECRETS = [
    (b"GET /a?token=hush HTTP/1.1", []),
    (b"GET /a HTTP/1.1", [b"Cookie: symfony=hush"]),
    (b"GET /a HTTP/1.1", [b"Authorization: Basic hush"]),
    (b"GET /a HTTP/1.1", [b"Referer: http://front.example/?reset=hush"]),
    (b"GET /a HTTP/1.1", [b"X-Remote-User: hush"]),
    (b"GET /a/hush0123456789hush0123456789 HTTP/1.1", []),
    (b"GET /a%20b?hush HTTP/9.9", []),
]


@pytest.mark.parametrize(("line", "fields"), SECRETS, ids=range(len(SECRETS)))
def test_the_log_keeps_no_secret(door: GatewayDoor, line: bytes, fields: list[bytes]) -> None:
    ask(door, line, *fields)
    before = len(door.lines())
    ask(door, b"GET /after HTTP/1.1")

    assert until(lambda: len(door.lines()) > before)
    assert "hush" not in door.access_log.read_text()
    assert "hush" not in door.log
