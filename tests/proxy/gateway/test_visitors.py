"""Who asks: the peer, or whom a trusted proxy speaks for, and nobody else."""

import json
from ipaddress import ip_network

import pytest

from proxy.gateway.visitors import Visitors
from tests.fakes.gateway_door import GatewayDoor
from tests.fakes.gunicorn_door import until
from tests.fakes.raw_http import answer, message
from tests.fakes.upstream import Exchange, Upstream, reply

TRUSTED = (ip_network("10.0.0.0/8"), ip_network("fd00::/8"))
Field = tuple[bytes, bytes]


def chain(*values: bytes) -> list[Field]:
    return [(b"X-Forwarded-For", value) for value in values]


@pytest.mark.parametrize(
    ("peer", "fields", "address"),
    [
        pytest.param("192.0.2.1", chain(b"6.6.6.6"), b"192.0.2.1", id="nobody is believed"),
        pytest.param("10.0.0.1", chain(b"192.0.2.7"), b"192.0.2.7", id="the proxy is"),
        pytest.param("10.0.0.1", chain(b"6.6.6.6, 192.0.2.7"), b"192.0.2.7", id="its last word"),
        pytest.param("10.0.0.1", chain(b"192.0.2.7, 10.0.0.9"), b"192.0.2.7", id="two proxies"),
        pytest.param("10.0.0.1", chain(b"192.0.2.7", b"10.0.0.9"), b"192.0.2.7", id="two lines"),
        pytest.param("10.0.0.1", [], b"10.0.0.1", id="the proxy itself asks"),
        pytest.param("10.0.0.1", chain(b'6"}, "x": {"'), b"10.0.0.1", id="no address"),
        pytest.param("10.0.0.1", chain(b"evil, 10.0.0.9"), b"10.0.0.1", id="no address behind one"),
        pytest.param("10.0.0.1", chain(b'fe80::1%"evil'), b"10.0.0.1", id="a zone id"),
        pytest.param("10.0.0.1", chain(b"\xff\xfe"), b"10.0.0.1", id="bytes"),
        pytest.param("10.0.0.1", chain(b"192.0.2.7:99, 10.0.0.9:1"), b"192.0.2.7", id="with ports"),
        pytest.param("10.0.0.1", chain(b"[2001:db8::7]:99"), b"2001:db8::7", id="IPv6 and a port"),
        pytest.param("10.0.0.1", chain(b"192.0.2.7:x"), b"10.0.0.1", id="no port"),
        pytest.param("fd00::1", chain(b"2001:db8::7"), b"2001:db8::7", id="IPv6"),
        pytest.param("::ffff:10.0.0.1", chain(b"192.0.2.7"), b"192.0.2.7", id="both families"),
        pytest.param("", [], b"127.0.0.1", id="a Unix socket"),
    ],
)
def test_the_visitor_is_the_last_address_nobody_vouches_for(
    peer: str, fields: list[Field], address: bytes
) -> None:
    visitors = Visitors(TRUSTED, "auto")
    found = visitors.at(peer)
    if found.is_trusted:
        found = visitors.behind(found, fields)

    assert found.address == address
    assert found.lines == b"X-Forwarded-For: %b\r\nX-Real-IP: %b\r\n" % (address, address)


@pytest.mark.parametrize(
    ("setting", "said", "scheme"),
    [
        pytest.param("auto", [b"https"], b"https", id="believed"),
        pytest.param("auto", [b"HTTPS"], b"https", id="in capitals"),
        pytest.param("auto", [b"ftp"], b"http", id="nonsense"),
        pytest.param("auto", [b"https", b"http"], b"http", id="two answers are none"),
        pytest.param("auto", [], b"http", id="nothing said"),
        pytest.param("https", [b"http"], b"https", id="the setting knows better"),
        pytest.param("http", [b"https"], b"http", id="either way"),
    ],
)
def test_the_scheme_is_the_setting_or_what_the_proxy_says_once(
    setting: str, said: list[bytes], scheme: bytes
) -> None:
    visitors = Visitors(TRUSTED, setting)
    fields = [(b"X-Forwarded-Proto", value) for value in said]

    assert visitors.behind(visitors.at("10.0.0.1"), fields).scheme == scheme


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ([b"abc-123_4.5"], b"abc-123_4.5"),
        ([b"a" * 64], b"a" * 64),
        ([b"a" * 65], b""),
        ([b'a"b'], b""),
        ([b"a b"], b""),
        ([b""], b""),
        ([b"a", b"b"], b""),
    ],
)
def test_a_request_id_is_taken_over_when_it_can_be_written_anywhere(
    said: list[bytes], kept: bytes
) -> None:
    visitors = Visitors(TRUSTED, "auto")
    fields = [(b"X-Request-Id", value) for value in said]

    assert visitors.behind(visitors.at("10.0.0.1"), fields).request_id == kept


@pytest.fixture(scope="module")
def settings() -> dict[str, str]:
    """Loopback is a proxy, as when nginx runs on the same machine."""
    return {"TRUSTED_PROXIES": "127.0.0.0/8"}


PROXIED = message(
    b"GET /proxied HTTP/1.1", b"X-Forwarded-For: 6.6.6.6, 192.0.2.7", b"X-Forwarded-Proto: https",
    b"X-Forwarded-Host: evil.example", b"X-Request-Id: from-nginx",
)  # fmt: skip


def test_what_a_trusted_proxy_says_reaches_the_upstream_and_the_log(
    door: GatewayDoor, upstream: Upstream
) -> None:
    seen: list[Exchange] = []
    upstream.script = lambda exchange: (seen.append(exchange), exchange.send(reply()))
    with door.dial(PROXIED) as sock:
        assert answer(sock)[0] == 200

    assert seen[0].values(b"x-forwarded-for") == [b"192.0.2.7"]
    assert seen[0].values(b"x-real-ip") == [b"192.0.2.7"]
    assert seen[0].values(b"x-forwarded-proto") == [b"https"]
    assert seen[0].values(b"x-forwarded-host") == [b"front.example"]
    assert seen[0].values(b"x-forwarded-port") == [b"443"]
    assert seen[0].values(b"x-request-id") == [b"from-nginx"]
    # An id that is no trace id starts a trace of its own.
    trace = seen[0].values(b"traceparent")[0].split(b"-")
    assert [len(part) for part in trace] == [2, 32, 16, 2]
    assert until(lambda: [ln for ln in door.lines() if ln["request_id"] == "from-nginx"])
    (line,) = [ln for ln in door.lines() if ln["request_id"] == "from-nginx"]
    assert line["client"] == "192.0.2.7"


def test_a_port_that_a_trusted_proxy_adds_is_left_out(
    door: GatewayDoor, upstream: Upstream
) -> None:
    seen: list[Exchange] = []
    upstream.script = lambda exchange: (seen.append(exchange), exchange.send(reply()))
    with door.dial(message(b"GET /a HTTP/1.1", b"X-Forwarded-For: 192.0.2.7:4711")) as sock:
        assert answer(sock)[0] == 200

    assert seen[0].values(b"x-forwarded-for") == [b"192.0.2.7"]


def test_python_is_told_the_same(door: GatewayDoor) -> None:
    with door.dial(PROXIED.replace(b"/proxied", b"/lotb")) as sock:
        body = answer(sock)[1]

    assert body.startswith(b"python /lotb from 192.0.2.7\n")
    assert b"X-Forwarded-Proto: https" in body


def test_each_request_of_a_connection_has_its_own_visitor(door: GatewayDoor) -> None:
    with door.dial() as sock:
        for number in (1, 2, 3):
            sock.sendall(message(b"GET /v HTTP/1.1", b"X-Forwarded-For: 192.0.2.%d" % number))
            assert answer(sock)[0] == 200
        sock.sendall(b"GET / HTTP/9.9\r\n\r\n")
        assert answer(sock)[0] == 505

    assert until(lambda: len([ln for ln in door.lines() if ln["path"] == "/v"]) == 3)
    assert [ln["client"] for ln in door.lines() if ln["path"] == "/v"] == [
        "192.0.2.1", "192.0.2.2", "192.0.2.3",
    ]  # fmt: skip
    assert until(lambda: door.lines()[-1]["status"] == 505)
    assert (door.lines()[-1]["client"], door.lines()[-1]["method"]) == ("127.0.0.1", "")


@pytest.mark.parametrize(
    "address",
    [b'"', b'x", "status": 200, "y": "', b"\\", b"\xff", b"127.0.0.9, \x7f"],
)
def test_no_address_breaks_a_line_of_the_log(door: GatewayDoor, address: bytes) -> None:
    before = len(door.lines())
    with door.dial(message(b"GET /j HTTP/1.1", b"X-Forwarded-For: " + address)) as sock:
        answer(sock)

    assert until(lambda: len(door.access_log.read_text().splitlines()) > before)
    assert json.loads(door.access_log.read_text().splitlines()[-1])["client"] == "127.0.0.1"
