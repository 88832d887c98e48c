"""Lines of access logs: combined, common, with a host before, JSON of nginx's or our own."""

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import NamedTuple


class Hit(NamedTuple):
    """What a line says of a request.

    Shape: `host` empty when the line has none; `target` without query; `status` the first digit;
           `day` as the log writes it.
    """

    host: bytes
    method: bytes
    target: bytes
    status: bytes
    day: bytes


Reader = Callable[[bytes], Hit | None]

#: Source: Apache's mod_log_config, LogFormat common and combined; nginx's `combined`.
_COMMON = re.compile(
    rb'[^\["]*\[([^:\]]*)[^\]]*\] "([!-~]+) ([^ ?"\\]*(?:\\.[^ ?"\\]*)*)[^"\\]*(?:\\.[^"\\]*)*" ([0-9])'
)
#: The same with the virtual host first: vhost_combined.
_WITH_HOST = re.compile(
    rb'([^ ]+) [^\["]*\[([^:\]]*)[^\]]*\] "([!-~]+) ([^ ?"\\]*(?:\\.[^ ?"\\]*)*)[^"\\]*(?:\\.[^"\\]*)*" ([0-9])'
)
_ADDRESS = re.compile(rb"[0-9a-fA-F.:]*(?:[.:][0-9a-fA-F]*)+ |- ")


def common_hit(line: bytes) -> Hit | None:
    """A line of the common or combined format; None when it is none."""
    found = _COMMON.match(line)
    if found is None:
        return None
    day, method, target, status = found.groups()
    return Hit(b"", method, target, status, day)


def host_hit(line: bytes) -> Hit | None:
    """The same with the virtual host before."""
    found = _WITH_HOST.match(line)
    if found is None:
        return None
    host, day, method, target, status = found.groups()
    return Hit(host, method, target, status, day)


_HOSTS = ("host", "http_host", "server_name", "vhost", "virtual_host")
_METHODS = ("method", "request_method", "verb")
_TARGETS = ("path", "request_uri", "uri", "url", "target")
_TIMES = (
    "at",
    "time_iso8601",
    "time",
    "time_local",
    "timestamp",
    "@timestamp",
    "msec",
    "ts",
    "date",
)


def json_hit(line: bytes) -> Hit | None:
    """A line of JSON: our own access log's, or nginx's under its variables' usual names."""
    try:
        said = json.loads(line)
    except ValueError:
        return None
    if not isinstance(said, dict):
        return None
    method, target = _first(said, _METHODS), _first(said, _TARGETS)
    if not (method and target) and isinstance(request := said.get("request"), str):
        words = request.split(" ")
        method, target = (words[0], words[1]) if len(words) > 1 else ("", "")
    status = str(said.get("status", said.get("status_code", "")))[:1]
    if not method or not target or not status.isdigit():
        return None
    return Hit(
        _bytes(_first(said, _HOSTS)),
        _bytes(method),
        _bytes(target).partition(b"?")[0],
        status.encode(),
        _bytes(_json_day(_first(said, _TIMES))),
    )


def _first(said: dict[str, object], names: tuple[str, ...]) -> str:
    return next((str(said[name]) for name in names if said.get(name) not in {None, ""}), "")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape" if text.isascii() else "surrogatepass")


def _json_day(text: str) -> str:
    if re.fullmatch(r"[0-9]{9,10}(?:\.[0-9]+)?", text):
        return datetime.fromtimestamp(float(text), UTC).date().isoformat()
    return text[:10] if text[4:5] == "-" else text.partition(":")[0]


def reader_for(line: bytes) -> Reader | None:
    """What reads a log whose first line this is; None when nothing does."""
    if line.lstrip()[:1] == b"{":
        return json_hit if json_hit(line) else None
    if common_hit(line) is None:
        return None
    return common_hit if _ADDRESS.match(line) else host_hit


_MONTHS = {
    name: number
    for number, name in enumerate(
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), 1
    )
}


def iso_day(day: bytes) -> str:
    """The day of a log as 2026-11-23; empty when it is none."""
    text = day.decode("ascii", "replace")
    found = re.fullmatch(r"([0-9]{1,2})/([A-Z][a-z]{2})/([0-9]{4})", text)
    if found is not None and found[2] in _MONTHS:
        text = f"{found[3]}-{_MONTHS[found[2]]:02d}-{int(found[1]):02d}"
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""


_ESCAPE = re.compile(rb"\\(?:x([0-9A-Fa-f]{2})|(.))", re.DOTALL)


def unescaped(target: bytes) -> bytes:
    """A target as it was sent: servers write odd bytes in hexadecimal, quotes behind a backslash.

    Source: Apache's ap_escape_logitem; nginx's log_format escape=default.
    """
    if b"\\" not in target:
        return target
    return _ESCAPE.sub(lambda found: bytes([int(found[1], 16)]) if found[1] else found[2], target)
