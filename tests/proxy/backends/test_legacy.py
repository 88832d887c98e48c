import io

import pytest

from proxy.backends.legacy import Legacy
from proxy.core.decision import Decision, Reason, Side
from proxy.core.goodbyes import GoodbyeSign
from proxy.core.messages import RequestHead
from proxy.core.table import Backend, BackendKind
from proxy.errors import LegacyHungUp, LegacyUnreachable, TargetAmbiguous
from proxy.goodbyes import Farewells
from proxy.wsgi import REQUEST, Client, Request, RequestBody
from tests.fakes.transport import FakeTransport, answer

URL = "http://127.0.0.1:8081"
BACKEND = Backend("gestion", BackendKind.SYMFONY1, URL, ("gestion.localhost",))


class Asked:
    """One request to the legacy, and all that came of it."""

    def __init__(
        self,
        transport: FakeTransport,
        *headers: tuple[bytes, bytes],
        method: str = "GET",
        target: bytes = b"/x",
        body: bytes = b"",
        urls: dict[str, str] | None = None,
    ) -> None:
        self.began: list = []
        self.addresses: list[str] = []
        environ = {"wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body) or "")}
        host = b"gestion.localhost:8000"
        head = RequestHead(method, target, host, ((b"Host", b"stale.example"), *headers))
        decision = Decision(Side.LEGACY, Reason.UNCLAIMED, BACKEND, "frontend", "/x")
        client = Client("198.51.100.7", "http")
        request = Request(head, RequestBody(environ, 0), client, "r1", decision)

        def transport_to(url: str) -> FakeTransport:
            self.addresses.append(url)
            return transport

        self.goodbyes: list[str] = []
        farewells = Farewells(GoodbyeSign(b"sfRemember"), self.goodbyes.append)
        self.legacy = Legacy(transport_to, urls or {}, farewells)
        self.call = lambda: self.legacy(
            {REQUEST: request}, lambda status, headers: self.began.append((status, headers))
        )


def told(transport: FakeTransport) -> dict[bytes, list[bytes]]:
    fields: dict[bytes, list[bytes]] = {}
    for name, value in transport.heads[0].headers:
        fields.setdefault(name.lower(), []).append(value)
    return fields


def test_the_answer_passes_whatever_it_is() -> None:
    cookies = (
        (b"Set-Cookie", b"a=1; expires=Mon, 23-Nov-2026 10:00:00 GMT"),
        (b"Set-Cookie", b"b"),
    )
    transport = FakeTransport(
        answer(b"he", b"llo", status=418, headers=(*cookies, (b"ETag", b'"1"')))
    )
    asked = Asked(transport)

    assert b"".join(asked.call()) == b"hello"
    assert asked.began == [
        (
            "418 OK",
            [
                ("Set-Cookie", "a=1; expires=Mon, 23-Nov-2026 10:00:00 GMT"),
                ("Set-Cookie", "b"),
                ("ETag", '"1"'),
            ],
        )
    ]


def test_the_head_goes_out_before_the_body_is_there() -> None:
    pieces = iter(Asked(FakeTransport(answer(LegacyHungUp("x")))).call())

    assert next(pieces) == b""


def test_the_visitor_is_named_by_us_alone() -> None:
    transport = FakeTransport(answer())
    forged = (
        (b"X-Forwarded-For", b"6.6.6.6"),
        (b"X_Forwarded_Host", b"evil.example"),
        (b"X-Remote-User", b"admin"),
        (b"X-Figuier-Site", b"gestion"),
        (b"Connection", b"close, X-Hop"),
        (b"X-Hop", b"1"),
        (b"Expect", b"100-continue"),
        (b"X-Requested-With", b"XMLHttpRequest"),
    )

    Asked(transport, *forged).call()

    fields = told(transport)
    assert fields[b"x-forwarded-for"] == [b"198.51.100.7"]
    assert fields[b"x-forwarded-host"] == [b"gestion.localhost:8000"]
    assert fields[b"x-request-id"] == [b"r1"]
    assert fields[b"x-requested-with"] == [b"XMLHttpRequest"]
    assert not {b"x_forwarded_host", b"x-remote-user", b"x-figuier-site", b"x-hop", b"connection",
                b"expect"} & set(fields)  # fmt: skip


def test_an_absolute_target_is_sent_as_a_path_with_its_authority_as_host() -> None:
    transport = FakeTransport(answer())

    Asked(transport, target=b"http://gestion.localhost:8000//a%2Fb?q=1").call()

    assert transport.heads[0].target == b"//a%2Fb?q=1"
    assert told(transport)[b"host"] == [b"gestion.localhost:8000"]


def test_the_legacys_own_address_never_reaches_the_visitor() -> None:
    location = ((b"Location", b"http://127.0.0.1:8081/communes"),)
    asked = Asked(FakeTransport(answer(status=302, headers=location)))

    asked.call()

    assert asked.began[0][1] == [("Location", "http://gestion.localhost:8000/communes")]


def test_the_same_length_twice_is_said_once() -> None:
    lengths = ((b"Content-Length", b"2"), (b"X", b"y"), (b"Content-Length", b"2"))
    asked = Asked(FakeTransport(answer(b"ok", headers=lengths)))

    asked.call()

    assert asked.began[0][1] == [("Content-Length", "2"), ("X", "y")]


def test_a_setting_replaces_the_address_of_the_table() -> None:
    asked = Asked(FakeTransport(answer()), urls={"gestion": "http://127.0.0.1:9999"})

    asked.call()

    assert asked.addresses == ["http://127.0.0.1:9999"]


def test_one_transport_serves_all_requests_to_an_address() -> None:
    asked = Asked(FakeTransport(answer()))

    asked.call()
    asked.call()

    assert asked.addresses == [URL]


@pytest.mark.parametrize(
    "left, sent",
    [
        pytest.param(b"0", None, id="ends here"),
        pytest.param(b"3", b"2", id="one less"),
    ],
)
def test_options_go_no_further_than_they_may(left, sent) -> None:
    transport = FakeTransport(answer())
    asked = Asked(transport, (b"Max-Forwards", left), method="OPTIONS", target=b"*")

    assert b"".join(asked.call()) == b""
    if sent is None:
        assert (transport.heads, asked.began[0][0]) == ([], "204 No Content")
    else:
        assert told(transport)[b"max-forwards"] == [sent]


def test_a_count_of_forwards_that_is_no_number_is_refused() -> None:
    with pytest.raises(TargetAmbiguous):
        Asked(FakeTransport(answer()), (b"Max-Forwards", b"x"), method="OPTIONS").call()


def test_a_body_is_handed_on() -> None:
    transport = FakeTransport(answer())

    Asked(transport, method="POST", body=b"pay=1").call()

    assert transport.bodies == [b"pay=1"]


def test_how_the_legacy_was_last_seen_is_remembered() -> None:
    asked = Asked(FakeTransport(LegacyUnreachable("refused"), answer()))

    with pytest.raises(LegacyUnreachable):
        asked.call()
    dead = asked.legacy.sightings["gestion"]
    asked.call()
    alive = asked.legacy.sightings["gestion"]

    assert (dead.is_reachable, dead.fault) == (False, "LegacyUnreachable")
    assert (alive.is_reachable, alive.fault) == (True, None)


def test_a_closed_answer_lets_its_connection_go() -> None:
    given = answer(b"x" * 10, b"y")
    body = Asked(FakeTransport(given)).call()
    next(iter(body))

    body.close()

    assert given.is_closed


@pytest.mark.parametrize(
    ("line", "keys"),
    [
        pytest.param(b"sfRemember=deleted; Max-Age=0; path=/", ["abc"], id="a sign-out"),
        pytest.param(b"symfony=xyz; path=/", [], id="any other answer"),
    ],
)
def test_a_sign_out_in_the_answer_is_heard_and_passed_on(line: bytes, keys: list[str]) -> None:
    transport = FakeTransport(answer(headers=((b"Set-Cookie", line),)))
    asked = Asked(transport, (b"Cookie", b"symfony=1; sfRemember=abc"))
    b"".join(asked.call())

    assert asked.goodbyes == keys
    assert ("Set-Cookie", line.decode()) in asked.began[0][1]
