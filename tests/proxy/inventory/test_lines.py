"""Lines of access logs."""

import pytest

from proxy.inventory.lines import (
    Hit,
    common_hit,
    host_hit,
    iso_day,
    json_hit,
    reader_for,
    unescaped,
)

AT = b"[23/Nov/2026:10:00:00 +0100]"


@pytest.mark.parametrize(
    ("line", "hit"),
    [
        pytest.param(b"10.0.0.1 - - " + AT + b' "GET /a?b=c HTTP/1.1" 200 12', Hit(b"", b"GET", b"/a", b"2", b"23/Nov/2026"), id="common"),
        pytest.param(b"::1 - bob " + AT + b' "POST /a HTTP/1.1" 302 12 "http://x/\\"" "Mozilla"\n', Hit(b"", b"POST", b"/a", b"3", b"23/Nov/2026"), id="combined"),
        pytest.param(b"1.1.1.1 - - " + AT + b' "GET /a\\"b HTTP/1.1" 404 1', Hit(b"", b"GET", b'/a\\"b', b"4", b"23/Nov/2026"), id="an escaped quote"),
        pytest.param(b"1.1.1.1 - - " + AT + b' "GET /a" 200 1', Hit(b"", b"GET", b"/a", b"2", b"23/Nov/2026"), id="HTTP/0.9"),
        pytest.param(b"1.1.1.1 - - " + AT + b' "GET /\xc3\xa9t\xe9 HTTP/1.1" 200 1', Hit(b"", b"GET", b"/\xc3\xa9t\xe9", b"2", b"23/Nov/2026"), id="any bytes"),
    ],
)  # fmt: skip
def test_combined_and_common_lines(line: bytes, hit: Hit) -> None:
    assert common_hit(line) == hit


@pytest.mark.parametrize(
    "line", [b"", b"\n", b"nonsense", b"1.1.1.1 - - " + AT + b' "-" 408 0', b"\x00\xff" * 50]
)
def test_other_lines_are_none(line: bytes) -> None:
    assert common_hit(line) is None
    assert json_hit(line) is None
    assert host_hit(line) is None


def test_a_host_may_come_first() -> None:
    line = b"www.exemple:443 1.1.1.1 - - " + AT + b' "GET /a HTTP/1.1" 200 1 "-" "-"'

    assert host_hit(line) == Hit(b"www.exemple:443", b"GET", b"/a", b"2", b"23/Nov/2026")
    assert reader_for(line) is host_hit


@pytest.mark.parametrize(
    ("line", "hit"),
    [
        pytest.param(b'{"at": "2026-11-23T10:00:00.000+00:00", "method": "GET", "host": "gestion.localhost", "path": "/a", "status": 200}', Hit(b"gestion.localhost", b"GET", b"/a", b"2", b"2026-11-23"), id="our own"),
        pytest.param(b'{"time_local": "23/Nov/2026:10:00:00 +0100", "request": "GET /a?b HTTP/1.1", "status": "404", "server_name": "x"}', Hit(b"x", b"GET", b"/a", b"4", b"23/Nov/2026"), id="nginx with request"),
        pytest.param(b'{"msec": 1795422000.5, "request_method": "POST", "request_uri": "/a?b", "status": "500"}', Hit(b"", b"POST", b"/a", b"5", b"2026-11-23"), id="nginx with parts"),
    ],
)  # fmt: skip
def test_json_lines(line: bytes, hit: Hit) -> None:
    assert json_hit(line) == hit
    assert reader_for(line) is json_hit


@pytest.mark.parametrize(
    "line", [b"{}", b"{", b"[1]", b'{"method": "GET", "path": "/a"}', b'{"request": "-", "status": 200}']
)  # fmt: skip
def test_json_that_says_no_request_is_none(line: bytes) -> None:
    assert json_hit(line) is None


def test_an_unknown_format_has_no_reader() -> None:
    assert reader_for(b"date time cs-method cs-uri") is None
    assert reader_for(b"{}") is None
    assert reader_for(b"- - - " + AT + b' "GET / HTTP/1.1" 200 1') is common_hit


@pytest.mark.parametrize(
    ("day", "iso"),
    [(b"23/Nov/2026", "2026-11-23"), (b"3/Jan/2026", "2026-01-03"), (b"2026-11-23", "2026-11-23"),
     (b"23/Xxx/2026", ""), (b"31/Feb/2026", ""), (b"2026-99-99", ""), (b"", ""), (b"\xff", "")],
)  # fmt: skip
def test_days_are_written_one_way(day: bytes, iso: str) -> None:
    assert iso_day(day) == iso


@pytest.mark.parametrize(
    ("written", "sent"),
    [(b"/a", b"/a"), (rb"/a\"b", b'/a"b'), (rb"/\xC3\xa9", b"/\xc3\xa9"), (rb"/a\\b", rb"/a\b")],
)
def test_targets_are_unescaped(written: bytes, sent: bytes) -> None:
    assert unescaped(written) == sent
