"""The upstream's own address never leaves; everything else stays byte for byte."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proxy.core.rewriting import PublicAddress, without_port

PUBLIC = PublicAddress(b"127.0.0.1:8001", b"https", b"gestion.example:8443")
PORTLESS = PublicAddress(b"legacy.internal", b"http", b"gestion.example")


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        (b"location", b"http://127.0.0.1:8001/a?b#c", b"https://gestion.example:8443/a?b#c"),
        (b"location", b"HTTP://127.0.0.1:8001", b"https://gestion.example:8443"),
        (b"location", b"//127.0.0.1:8001/a", b"//gestion.example:8443/a"),
        (b"location", b"http://gestion.example:8001/a", b"https://gestion.example:8443/a"),
        (b"location", b"https://Gestion.Example:8001", b"https://gestion.example:8443"),
        (b"content-location", b"http://127.0.0.1:8001/a", b"https://gestion.example:8443/a"),
        (
            b"refresh",
            b"5; URL='http://127.0.0.1:8001/a'",
            b"5; URL='https://gestion.example:8443/a'",
        ),
        (b"refresh", b"0;url=http://127.0.0.1:8001/a", b"0;url=https://gestion.example:8443/a"),
        (b"set-cookie", b"a=1; Domain=127.0.0.1; path=/", b"a=1; Domain=gestion.example; path=/"),
        (b"set-cookie", b"a=1; domain = .127.0.0.1", b"a=1; domain = .gestion.example"),
    ],
)
def test_the_upstreams_address_becomes_the_public_one(
    name: bytes, value: bytes, expected: bytes
) -> None:
    assert PUBLIC.value(name, value) == expected
    assert PUBLIC.line(name.title() + b":  " + value) == name.title() + b":  " + expected


@pytest.mark.parametrize(
    ("name", "value"),
    [
        (b"location", b"/communes?x=http://127.0.0.1:8001/"),
        (b"location", b"http://127.0.0.1:80010/a"),
        (b"location", b"http://gestion.example:8002/a"),
        (b"location", b"http://gestion.example/a"),
        (b"location", b"http://other.example:8001/a"),
        (b"location", b"http://127.0.0.1:8001.evil.example/"),
        (b"location", b"http://127.0.0.1:8001@evil.example/"),
        (b"location", b"http://other.example/?next=http://127.0.0.1:8001/"),
        (b"location", b"ftp://127.0.0.1:8001/"),
        (b"location", b"  http://"),
        (b"refresh", b"5"),
        (b"set-cookie", b"domain=127.0.0.1; path=/"),
        (b"set-cookie", b"a=domain=127.0.0.1; Domain=127.0.0.10"),
        (b"x-origin", b"http://127.0.0.1:8001/"),
    ],
)
def test_what_does_not_name_the_upstream_stays(name: bytes, value: bytes) -> None:
    assert PUBLIC.value(name, value) == value
    assert PUBLIC.line(name + b":" + value) == name + b":" + value


@pytest.mark.parametrize(
    "value",
    [b"http://legacy.internal/a", b"http://legacy.internal:80/a", b"http://LEGACY.internal/a"],
)
def test_the_default_port_may_be_written_or_not(value: bytes) -> None:
    assert PORTLESS.value(b"location", value) == b"http://gestion.example/a"


def test_all_fields_of_an_answer_are_done_in_place() -> None:
    headers = ((b"Location", b"http://127.0.0.1:8001/"), (b"X", b"http://127.0.0.1:8001/"))

    assert PUBLIC.headers(headers) == (
        (b"Location", b"https://gestion.example:8443/"),
        (b"X", b"http://127.0.0.1:8001/"),
    )


@pytest.mark.parametrize(
    ("authority", "host"),
    [(b"a:1", b"a"), (b"a", b"a"), (b"[::1]", b"[::1]"), (b"[::1]:80", b"[::1]")],
)
def test_a_host_is_an_authority_without_port(authority: bytes, host: bytes) -> None:
    assert without_port(authority) == host


@given(st.sampled_from([b"location", b"refresh", b"set-cookie", b"server"]), st.binary())
def test_any_other_bytes_stay(name: bytes, value: bytes) -> None:
    if b"127.0.0.1" not in value:
        assert PUBLIC.value(name, value) == value
        assert PUBLIC.line(name + b": " + value) == name + b": " + value
