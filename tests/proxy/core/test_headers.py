"""What passes between client and upstream, and what is said of the client."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proxy.core.headers import (
    Passage,
    connection_names,
    forwarded_port,
    forwards_left,
    is_trace_parent,
    may_enter,
    may_leave,
    passage_fields,
    request_headers,
    response_headers,
    visitor_address,
    with_forwards,
)
from proxy.core.messages import Headers

TRACE = b"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
PASSAGE = Passage(b"192.0.2.7", b"gestion.localhost:8000", b"http", b"r1", TRACE)


def crossed(*fields: tuple[bytes, bytes]) -> Headers:
    """What is left of these fields, without what we add."""
    added = set(passage_fields(PASSAGE)) | {(b"traceparent", TRACE)}
    return tuple(field for field in request_headers(fields, PASSAGE) if field not in added)


@pytest.mark.parametrize(
    "name",
    [
        b"Connection", b"Keep-Alive", b"Proxy-Connection", b"TE", b"Trailer", b"Upgrade",
        b"Transfer-Encoding", b"Proxy", b"Proxy-Authorization",
        b"X-Forwarded-For", b"X-Forwarded-Host", b"X-Forwarded-Proto", b"X-Forwarded-Port",
        b"X-FORWARDED-SERVER", b"Forwarded", b"X-Real-IP", b"Ssl-Https", b"X-Client-IP",
        b"X-Forwarded", b"X-Original-URL", b"X-Rewrite-URL",
        b"X_Forwarded_Host", b"X-Forwarded_Host", b"X.Forwarded.Host", b"Remote_User", b"Content_Length",
        b"Remote-User", b"X-Remote-User", b"X-Auth-User", b"X-Forwarded-User", b"X-User-Id",
        b"X-Authenticated-User", b"X-Figuier-Site", b"X-Request-Id",
    ],
)  # fmt: skip
def test_what_a_client_may_not_say_never_reaches_an_upstream(name: bytes) -> None:
    assert crossed((name, b"x"), (name.lower(), b"y")) == ()


@pytest.mark.parametrize(
    "name",
    [
        b"Cookie", b"Authorization", b"X-Requested-With", b"Accept-Encoding", b"Range", b"Expect",
        b"If-None-Match", b"Content-Type", b"Content-Length", b"Host", b"X-Userland", b"X-Multi",
        b"Max-Forwards", b"Via", b"Origin", b"Sec-Fetch-Site",
    ],
)  # fmt: skip
def test_everything_else_passes(name: bytes) -> None:
    assert crossed((name, b" spaced  value ")) == ((name, b" spaced  value "),)


def test_repeated_fields_keep_their_order_and_are_never_joined() -> None:
    fields = ((b"Cookie", b"a=1"), (b"X-Multi", b"one"), (b"cookie", b"b=2"), (b"X-Multi", b"two"))

    assert crossed(*fields) == fields


def test_fields_that_connection_names_are_removed_but_not_the_message_itself() -> None:
    fields = (
        (b"Host", b"gestion.localhost"),
        (b"Connection", b"keep-alive, X-Hop"),
        (b"connection", b"Content-Length, HOST , X-Forwarded-For"),
        (b"x-hop", b"1"),
        (b"Content-Length", b"3"),
    )

    kept = request_headers(fields, PASSAGE)

    assert kept[:2] == ((b"Host", b"gestion.localhost"), (b"Content-Length", b"3"))
    assert (b"X-Forwarded-For", b"192.0.2.7") in kept
    assert connection_names([b"a,, B\t"]) == {b"a", b"", b"b"}


def test_the_upstream_is_told_who_asks_once_and_by_us() -> None:
    kept = request_headers(((b"X-Forwarded-For", b"6.6.6.6"), (b"Via", b"1.0 cache")), PASSAGE)

    assert kept == (
        (b"Via", b"1.0 cache"),
        (b"X-Forwarded-For", b"192.0.2.7"),
        (b"X-Forwarded-Host", b"gestion.localhost:8000"),
        (b"X-Forwarded-Proto", b"http"),
        (b"X-Forwarded-Port", b"8000"),
        (b"X-Real-IP", b"192.0.2.7"),
        (b"X-Request-Id", b"r1"),
        (b"Via", b"1.1 figuier"),
        (b"traceparent", TRACE),
    )


@pytest.mark.parametrize(
    ("host", "scheme", "port"),
    [
        (b"a.example", b"http", b"80"),
        (b"a.example", b"https", b"443"),
        (b"a.example:8443", b"https", b"8443"),
        (b"[::1]", b"http", b"80"),
        (b"[::1]:81", b"http", b"81"),
        (b"a.example", b"gopher", b"80"),
    ],
)
def test_the_port_is_the_one_dialled(host: bytes, scheme: bytes, port: bytes) -> None:
    assert forwarded_port(host, scheme) == port


def test_a_clients_trace_is_continued_with_its_state() -> None:
    theirs = TRACE.replace(b"4bf9", b"aaaa")
    fields = ((b"traceparent", theirs), (b"tracestate", b"x=1"), (b"traceparent", TRACE))

    kept = request_headers(fields, PASSAGE)

    assert kept[:2] == ((b"traceparent", theirs), (b"tracestate", b"x=1"))
    assert [name for name, _ in kept].count(b"traceparent") == 1


def test_a_broken_trace_is_replaced_and_its_state_dropped() -> None:
    kept = request_headers(((b"Traceparent", b"00-x"), (b"tracestate", b"x=1")), PASSAGE)

    assert (b"traceparent", TRACE) in kept
    assert b"tracestate" not in [name for name, _ in kept]


def test_a_trace_of_the_connection_alone_ends_and_another_starts() -> None:
    theirs = (b"traceparent", TRACE.replace(b"4bf9", b"aaaa"))
    named = (b"Connection", b"traceparent")

    kept = request_headers((theirs, (b"tracestate", b"x=1"), named), PASSAGE)

    assert [value for name, value in kept if name == b"traceparent"] == [TRACE]
    assert b"tracestate" not in [name for name, _ in kept]


def test_tracing_can_be_left_out() -> None:
    kept = request_headers(((b"traceparent", TRACE),), PASSAGE, traced=False)

    assert b"traceparent" not in [name for name, _ in kept]


@pytest.mark.parametrize(
    ("value", "is_valid"),
    [
        (TRACE, True),
        (b"01" + TRACE[2:] + b"-more", True),
        (b"ff" + TRACE[2:], False),
        (b"00-" + b"0" * 32 + TRACE[35:], False),
        (TRACE[:36] + b"0" * 16 + b"-01", False),
        (TRACE.upper(), False),
        (b"", False),
    ],
)
def test_trace_parents_have_one_form(value: bytes, is_valid: bool) -> None:
    assert is_trace_parent(value) is is_valid


def test_an_answer_loses_only_what_belongs_to_its_connection() -> None:
    cookies = ((b"Set-Cookie", b"symfony=a; path=/"), (b"Set-Cookie", b"b=2; expires=Mon, 1 x"))
    fields = (
        (b"Server", b"nginx"),
        *cookies,
        (b"Connection", b"close, X-Resp-Hop"),
        (b"X-Resp-Hop", b"1"),
        (b"Keep-Alive", b"timeout=97, max=3"),
        (b"Transfer-Encoding", b"chunked"),
        (b"X-Figuier-Gone", b"1"),
        (b"X_Odd", b"kept"),
        (b"Content-Encoding", b"gzip"),
    )

    assert response_headers(fields) == (
        (b"Server", b"nginx"),
        *cookies,
        (b"X_Odd", b"kept"),
        (b"Content-Encoding", b"gzip"),
    )
    assert may_leave(b"proxy")
    assert not may_enter(b"proxy")


@pytest.mark.parametrize(
    ("method", "values", "left"),
    [
        ("GET", [b"0"], None),
        ("OPTIONS", [], None),
        ("OPTIONS", [b"0"], 0),
        ("TRACE", [b"12"], 12),
        ("OPTIONS", [b"-1"], ValueError),
        ("OPTIONS", [b"1", b"1"], ValueError),
        ("OPTIONS", [b"9999999999"], ValueError),
        ("OPTIONS", [b""], ValueError),
    ],
)
def test_max_forwards_counts_down_for_options_and_trace(
    method: str, values: list[bytes], left: int | type[ValueError] | None
) -> None:
    headers = tuple((b"Max-Forwards", value) for value in values)

    if left is ValueError:
        with pytest.raises(ValueError, match="Max-Forwards"):
            forwards_left(method, headers)
    else:
        assert forwards_left(method, headers) == left


def test_the_next_upstream_may_forward_once_less() -> None:
    headers = ((b"A", b"1"), (b"max-forwards", b"3"))

    assert with_forwards(headers, 2) == ((b"A", b"1"), (b"max-forwards", b"2"))


@pytest.mark.parametrize(
    ("peer", "chain", "visitor"),
    [
        pytest.param("198.51.100.1", [b"6.6.6.6"], "198.51.100.1", id="peer is not trusted"),
        pytest.param("10.0.0.1", [], "10.0.0.1", id="trusted peer says nothing"),
        pytest.param("10.0.0.1", [b"6.6.6.6, 198.51.100.1"], "198.51.100.1", id="last untrusted"),
        pytest.param("10.0.0.1", [b"6.6.6.6", b"10.0.0.2"], "6.6.6.6", id="two trusted, two lines"),
        pytest.param("10.0.0.1", [b"10.0.0.3,10.0.0.2"], "10.0.0.3", id="all trusted"),
        pytest.param("10.0.0.1", [b"6.6.6.6:99,10.0.0.2:8"], "6.6.6.6", id="ports"),
        pytest.param("10.0.0.1", [b"[2001:db8::1]"], "2001:db8::1", id="brackets"),
        pytest.param("10.0.0.1", [b" , "], "10.0.0.1", id="empty"),
    ],
)
def test_the_visitor_is_the_last_address_nobody_vouches_for(
    peer: str, chain: list[bytes], visitor: str
) -> None:
    headers = tuple((b"X-Forwarded-For", value) for value in chain)

    assert visitor_address(peer, headers, lambda a: a.startswith("10.")) == visitor


NAMES = st.from_regex(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,20}", fullmatch=True)
FIELDS = st.lists(st.tuples(NAMES, st.binary(max_size=20)), max_size=12).map(tuple)


@given(FIELDS)
def test_what_passes_is_byte_identical_and_in_order(fields: Headers) -> None:
    for kept in (crossed(*fields), response_headers(fields)):
        rest = iter(fields)
        assert all(field in rest for field in kept)


@given(FIELDS)
def test_no_spelling_of_a_forwarded_field_passes(fields: Headers) -> None:
    for name, _ in crossed(*fields):
        as_cgi = name.upper().replace(b"-", b"_").replace(b".", b"_")
        assert not as_cgi.startswith((b"X_FORWARDED", b"X_FIGUIER", b"REMOTE_USER"))
