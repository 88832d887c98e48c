import io
import ipaddress
import socket
import struct
import time

import pytest
from werkzeug.test import EnvironBuilder

from proxy.backends.bodies import Framing
from proxy.core.decision import Decision, Reason, Side
from proxy.core.messages import RequestHead
from proxy.core.table import Backend, BackendKind
from proxy.errors import (
    BodyTooLarge,
    BodyUnreadable,
    ClientTooSlow,
    ClientWentAway,
    CodingUnknown,
    ServerUnfit,
    TargetAmbiguous,
)
from proxy.wsgi import (
    Client,
    Request,
    RequestBody,
    client_of,
    cut_off,
    header_lines,
    inbound_request_id,
    python_environ,
    request_head,
    start,
)

PROXY = (ipaddress.ip_network("10.0.0.0/8"),)


def environ(**values) -> dict:
    base = {
        "REQUEST_METHOD": "GET",
        "RAW_URI": "/x",
        "wsgi.input": io.BytesIO(),
        "wsgi.url_scheme": "http",
        "wsgi.input_terminated": True,
        "HTTP_HOST": "gestion.localhost",
        "REMOTE_ADDR": "203.0.113.9",
    }
    return base | values


class KeptBody(io.BytesIO):
    figuier_lines = (("HOST", "h"), ("COOKIE", "a=1"), ("X-B", "caf\xe9"), ("COOKIE", "b=2"))


class FailingInput(io.BytesIO):
    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def read(self, _size=-1) -> bytes:
        raise self.error


@pytest.mark.parametrize(
    "raw",
    ["/a%2Fb/../c?x=%e9&z=[1]|", "//x//", "/x?", "*", "http://gestion.localhost/x?y"],
)
def test_the_target_is_the_one_the_client_sent(raw) -> None:
    head = request_head(environ(RAW_URI=raw, PATH_INFO="/decoded"))

    assert head.target == raw.encode()


def test_the_other_name_of_the_raw_target_is_known_too() -> None:
    values = environ(REQUEST_URI="/a%2Fb")
    del values["RAW_URI"]

    assert request_head(values).target == b"/a%2Fb"


def test_a_server_that_hides_the_raw_target_is_refused_with_the_name_of_one_that_does_not() -> None:
    values = environ(PATH_INFO="/x", QUERY_STRING="")
    del values["RAW_URI"]

    with pytest.raises(ServerUnfit, match="serve with gunicorn"):
        request_head(values)


@pytest.mark.parametrize("raw", ["/a b", "/a\r\nX: y", "/caf\xe9", "/a\x00"])
def test_a_target_that_no_request_line_can_hold_is_refused(raw) -> None:
    with pytest.raises(TargetAmbiguous):
        request_head(environ(RAW_URI=raw))


def test_the_authority_of_the_target_replaces_host() -> None:
    head = request_head(environ(RAW_URI="http://other.example:81/x"))

    assert head.host == b"other.example:81"


def test_kept_lines_have_their_order_and_their_repeats() -> None:
    assert header_lines(environ(**{"wsgi.input": KeptBody()})) == (
        (b"Host", b"h"),
        (b"Cookie", b"a=1"),
        (b"X-B", b"caf\xe9"),
        (b"Cookie", b"b=2"),
    )


def test_elsewhere_lines_are_what_the_environ_has() -> None:
    lines = header_lines(
        environ(HTTP_X_REQUESTED_WITH="XMLHttpRequest", CONTENT_TYPE="a/b", CONTENT_LENGTH="")
    )

    assert set(lines) == {
        (b"Host", b"gestion.localhost"),
        (b"X-Requested-With", b"XMLHttpRequest"),
        (b"Content-Type", b"a/b"),
    }


def test_gunicorn_without_our_settings_is_refused() -> None:
    with pytest.raises(ServerUnfit, match=r"proxy\.gunicorn_conf"):
        header_lines(environ(**{"gunicorn.socket": object()}))


def test_the_flask_test_client_gives_all_that_is_needed() -> None:
    builder = EnvironBuilder("/a%2Fb?x=%e9", headers={"X-A": "1"}, method="GET")

    head = request_head(builder.get_environ())

    assert head.target == b"/a%2Fb?x=%e9"
    assert head.values(b"x-a") == (b"1",)


def asked(*headers: tuple[bytes, bytes]) -> RequestHead:
    return RequestHead("GET", b"/", b"h", headers)


@pytest.mark.parametrize(
    "peer, chain, address",
    [
        pytest.param("203.0.113.9", b"6.6.6.6", "203.0.113.9", id="nobody may speak for it"),
        pytest.param("10.0.0.1", b"6.6.6.6, 198.51.100.7", "198.51.100.7", id="a trusted proxy"),
        pytest.param(
            "10.0.0.1", b"6.6.6.6, 198.51.100.7, 10.0.0.2", "198.51.100.7", id="two of them"
        ),
        pytest.param("10.0.0.1", b"", "10.0.0.1", id="silent proxy"),
        pytest.param("10.0.0.1", b"unknown", "10.0.0.1", id="not an address"),
        pytest.param("10.0.0.1", b"2001:db8::1", "2001:db8::1", id="IPv6"),
        pytest.param("", b"6.6.6.6", "", id="Unix socket"),
    ],
)
def test_the_client_is_the_peer_or_whom_a_trusted_peer_names(peer, chain, address) -> None:
    head = asked((b"X-Forwarded-For", chain))

    assert client_of(environ(REMOTE_ADDR=peer), head, PROXY, "auto").address == address


@pytest.mark.parametrize(
    "peer, said, setting, scheme",
    [
        pytest.param("203.0.113.9", b"https", "auto", "http", id="forged"),
        pytest.param("10.0.0.1", b"https", "auto", "https", id="said by a trusted proxy"),
        pytest.param("10.0.0.1", b"gopher", "auto", "http", id="nonsense"),
        pytest.param("203.0.113.9", b"", "https", "https", id="set"),
        pytest.param("10.0.0.1", b"http", "https", "https", id="set, whatever is said"),
    ],
)
def test_the_scheme_is_what_the_visitor_typed(peer, said, setting, scheme) -> None:
    head = asked((b"X-Forwarded-Proto", said))

    assert client_of(environ(REMOTE_ADDR=peer), head, PROXY, setting).scheme == scheme


@pytest.mark.parametrize(
    "values, kept",
    [
        ([b"abc-1.2_3"], "abc-1.2_3"),
        ([b"a", b"b"], None),
        ([b"<script>"], None),
        ([b"x" * 65], None),
        ([], None),
    ],
)
def test_a_request_id_is_taken_only_when_it_can_be_written_anywhere(values, kept) -> None:
    assert inbound_request_id(asked(*[(b"X-Request-Id", v) for v in values])) == kept


@pytest.mark.parametrize(
    "values, framing, length",
    [
        pytest.param({}, Framing.NONE, 0, id="none"),
        pytest.param({"CONTENT_LENGTH": "5"}, Framing.LENGTH, 5, id="length"),
        pytest.param({"CONTENT_LENGTH": "0"}, Framing.LENGTH, 0, id="empty"),
        pytest.param({"HTTP_TRANSFER_ENCODING": "Chunked"}, Framing.CHUNKED, 0, id="chunked"),
    ],
)
def test_the_framing_is_the_clients(values, framing, length) -> None:
    body = RequestBody(environ(**values), 100)

    assert (body.framing, body.length) == (framing, length)


@pytest.mark.parametrize(
    "values, error",
    [
        pytest.param({"CONTENT_LENGTH": "101"}, BodyTooLarge, id="too large"),
        pytest.param({"CONTENT_LENGTH": "+5"}, BodyUnreadable, id="plus"),
        pytest.param({"CONTENT_LENGTH": "5, 5"}, BodyUnreadable, id="list"),
        pytest.param({"HTTP_TRANSFER_ENCODING": "gzip, chunked"}, CodingUnknown, id="gzip"),
        pytest.param(
            {"HTTP_TRANSFER_ENCODING": "chunked", "CONTENT_LENGTH": "5"}, BodyUnreadable, id="both"
        ),
        pytest.param(
            {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": False},
            BodyUnreadable,
            id="a server that does not end the input",
        ),
    ],
)
def test_a_body_without_one_reading_is_refused(values, error) -> None:
    with pytest.raises(error):
        RequestBody(environ(**values), 100)


def test_zero_sets_no_limit() -> None:
    assert RequestBody(environ(CONTENT_LENGTH="999999999999"), 0).length == 999_999_999_999


def test_a_counted_body_is_read_no_further_than_its_length() -> None:
    body = RequestBody(
        environ(CONTENT_LENGTH="5", **{"wsgi.input": io.BytesIO(b"helloGET /")}), 100
    )

    assert [body.read(3), body.read(100), body.read(100)] == [b"hel", b"lo", b""]
    assert body.is_finished


def test_a_counted_body_that_stops_early_is_never_whole() -> None:
    body = RequestBody(environ(CONTENT_LENGTH="10", **{"wsgi.input": io.BytesIO(b"half")}), 100)
    body.read(100)

    with pytest.raises(ClientWentAway, match="4 of 10"):
        body.read(100)


def test_a_chunked_body_above_the_limit_is_refused_on_the_way() -> None:
    body = RequestBody(
        environ(HTTP_TRANSFER_ENCODING="chunked", **{"wsgi.input": io.BytesIO(b"x" * 200)}), 100
    )
    body.read(60)

    with pytest.raises(BodyTooLarge):
        body.read(60)


@pytest.mark.parametrize(
    "failure, error",
    [
        (ConnectionResetError(), ClientWentAway),
        (BlockingIOError(), ClientTooSlow),
        (TimeoutError(), ClientTooSlow),
        (OSError("bad chunk"), BodyUnreadable),
    ],
)
def test_each_way_a_body_breaks_has_its_name(failure, error) -> None:
    values = environ(HTTP_TRANSFER_ENCODING="chunked", **{"wsgi.input": FailingInput(failure)})

    with pytest.raises(error):
        RequestBody(values, 100).read(10)


def test_what_nobody_wants_is_read_to_its_end_for_a_moment() -> None:
    source = io.BytesIO(b"x" * 300_000)
    RequestBody(environ(CONTENT_LENGTH="300000", **{"wsgi.input": source}), 0).discard()

    assert source.tell() == 300_000


def test_a_body_that_was_read_is_not_read_again() -> None:
    source = io.BytesIO(b"hello and more")
    body = RequestBody(environ(CONTENT_LENGTH="5", **{"wsgi.input": source}), 0)
    body.read(10)

    body.discard()

    assert (body.read(10), source.tell()) == (b"", 5)


def test_a_chunked_body_ends_with_nothing_more() -> None:
    source = io.BytesIO(b"hello")
    body = RequestBody(environ(HTTP_TRANSFER_ENCODING="chunked", **{"wsgi.input": source}), 0)

    assert [body.read(10), body.read(10), body.is_finished] == [b"hello", b"", True]


def test_a_sender_that_stalls_is_not_waited_for_after_its_answer() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs, ours.makefile("rb", buffering=0) as stream:
        values = {"wsgi.input": stream, "gunicorn.socket": ours}
        began = time.monotonic()

        RequestBody(environ(CONTENT_LENGTH="5", **values), 0).discard()

        assert time.monotonic() - began > 0.9
        assert ours.gettimeout() is None


def test_a_tls_connection_cannot_be_looked_at() -> None:
    class Encrypted:
        def recv(self, _size: int, _flags: int) -> bytes:
            raise ValueError("non-zero flags not allowed in calls to recv() on SSLSocket")

    assert not RequestBody(environ(**{"gunicorn.socket": Encrypted()}), 0).client_has_left()


def test_a_client_that_closes_its_side_is_noticed() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        body = RequestBody(environ(**{"gunicorn.socket": ours}), 0)
        before = body.client_has_left()
        theirs.close()

        assert (before, body.client_has_left()) == (False, True)


def test_a_client_that_resets_is_noticed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        theirs = socket.create_connection(listener.getsockname())
        ours, _ = listener.accept()
    with ours:
        theirs.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        theirs.close()

        assert RequestBody(environ(**{"gunicorn.socket": ours}), 0).client_has_left()


def test_a_client_that_sends_its_next_request_has_not_left() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(b"GET / HTTP/1.1\r\n")

        assert not RequestBody(environ(**{"gunicorn.socket": ours}), 0).client_has_left()


def test_an_answer_begins_with_the_very_fields_it_is_given() -> None:
    began = []

    start(
        lambda status, headers: began.append((status, headers)),
        299,
        b"Tr\xe8s bien",
        ((b"Set-Cookie", b"a=1"), (b"Set-Cookie", b"b=\xe9")),
    )
    start(lambda status, headers: began.append((status, headers)), 404, b"", ())
    start(lambda status, headers: began.append((status, headers)), 299, b"", ())

    assert began == [
        ("299 Tr\xe8s bien", [("Set-Cookie", "a=1"), ("Set-Cookie", "b=\xe9")]),
        ("404 Not Found", []),
        ("299 Status", []),
    ]


@pytest.mark.parametrize(
    "protocol, ending",
    [
        pytest.param("HTTP/1.0", ConnectionResetError, id="the end of the connection is an end"),
        pytest.param("HTTP/1.1", None, id="the server ends without the last chunk"),
    ],
)
def test_an_answer_that_broke_never_looks_whole(protocol, ending) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        theirs = socket.create_connection(listener.getsockname(), timeout=0.3)
        ours, _ = listener.accept()
    with ours, theirs:
        error = cut_off(
            environ(SERVER_PROTOCOL=protocol, **{"gunicorn.socket": ours}), ValueError("why")
        )

        assert isinstance(error, ConnectionResetError)
        with pytest.raises(ending or TimeoutError):
            theirs.recv(1)


def test_our_applications_are_told_only_what_may_be_believed() -> None:
    backend = Backend("gestion", BackendKind.SYMFONY1, "http://127.0.0.1:1", ())
    values = environ(HTTP_X_REMOTE_USER="admin", HTTP_COOKIE="a=1,b=2", CONTENT_TYPE="a/b")
    request = Request(
        asked(),
        RequestBody(values, 0),
        Client("198.51.100.7", "https"),
        "r1",
        Decision(Side.PYTHON, Reason.STAGE, backend, "frontend", "/x"),
    )

    told = python_environ(
        values, request, ((b"Host", b"h"), (b"Cookie", b"a=1"), (b"Cookie", b"b=2"), (b"X", b"1"),
                          (b"X", b"2"), (b"Content-Type", b"c/d"))
    )  # fmt: skip

    assert {key: value for key, value in told.items() if key.startswith("HTTP_")} == {
        "HTTP_HOST": "h",
        "HTTP_COOKIE": "a=1; b=2",
        "HTTP_X": "1, 2",
    }
    assert (told["REMOTE_ADDR"], told["wsgi.url_scheme"]) == ("198.51.100.7", "https")
    assert told["CONTENT_TYPE"] == "a/b"
