"""What the text of a setting may be, and the value it stands for."""

import ipaddress
import re
import zoneinfo
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar
from urllib.parse import parse_qsl, urlsplit

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kind(Generic[T]):
    """A kind of setting, in words and as a function.

    Shape: `absent` is how the value None is written, where there is one.
    Errors: `parse` raises ValueError on anything that is not `expected`.
    """

    expected: str
    parse: Callable[[str], T]
    absent: str = ""


def _seconds(text: str) -> float:
    number = float(text)
    if not 0 < number < float("inf"):
        raise ValueError(text)
    return number


def _hours(text: str) -> float:
    return 0.0 if text == "0" else _seconds(text)


def _seconds_or_false(text: str) -> float | None:
    return None if text.lower() == "false" else _seconds(text)


def _points(text: str) -> float:
    number = float(text)
    if not 0 < number <= 100:
        raise ValueError(text)
    return number


def _address(text: str) -> str:
    host, _, port = text.rpartition(":")
    if text and (not host or not re.fullmatch(r"[A-Za-z0-9.\[\]:-]+", host) or _port(port) < 1):
        raise ValueError(text)
    return text


def _webhook(text: str) -> str:
    if text and (urlsplit(text).scheme not in {"http", "https"} or not urlsplit(text).hostname):
        raise ValueError(text)
    return _one_line(text)


def _count(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,15}", text, re.ASCII):
        raise ValueError(text)
    return int(text)


def _positive(text: str) -> int:
    if _count(text) == 0:
        raise ValueError(text)
    return _count(text)


def _percent(text: str) -> int:
    if _count(text) > 100:
        raise ValueError(text)
    return _count(text)


def _port(text: str) -> int:
    if not 1 <= _count(text) <= 65535:
        raise ValueError(text)
    return _count(text)


def _yes_or_no(text: str) -> bool:
    word = text.lower()
    if word not in {"yes", "true", "1", "no", "false", "0"}:
        raise ValueError(text)
    return word in {"yes", "true", "1"}


def _one_line(text: str) -> str:
    if not text.isprintable():
        raise ValueError(text)
    return text


def _page(text: str) -> str:
    if not re.fullmatch(r"/(?!/)[!-~]*", text):
        raise ValueError(text)
    return text


def _long_secret(text: str) -> str:
    if text and len(text) < 32:
        raise ValueError(text)
    return _one_line(text)


def _optional_path(text: str) -> Path | None:
    return Path(text) if text else None


def _paths(text: str) -> tuple[Path, ...]:
    return tuple(Path(part) for part in text.split(":") if part)


def _http_url(text: str) -> str:
    parts = urlsplit(text)
    has_more = parts.path.strip("/") or parts.query or parts.fragment or parts.username
    if parts.scheme != "http" or not parts.hostname or has_more or parts.port == 0:
        raise ValueError(text)
    return text.rstrip("/")


def _database_url(text: str) -> str:
    if text and not re.match(r"(mysql|mariadb|sqlite)(\+\w+)?://", text):
        raise ValueError(text)
    return _one_line(text)


def _networks(text: str) -> tuple[Network, ...]:
    return tuple(ipaddress.ip_network(part.strip()) for part in text.split(",") if text)


def _time_zone(text: str) -> zoneinfo.ZoneInfo:
    try:
        return zoneinfo.ZoneInfo(text)
    except (LookupError, OSError):
        raise ValueError(text) from None


def _cookie_name(text: str) -> str:
    if not re.fullmatch(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", text):
        raise ValueError(text)
    return text


def _names(text: str) -> tuple[str, ...]:
    names = tuple(part.strip() for part in _one_line(text).split(",")) if text else ()
    if "" in names or len(set(names)) < len(names):
        raise ValueError(text)
    return names


#: What may stand behind the `?` of a session store, and what it may be.
_STORE_OPTIONS = {
    "table": dict.fromkeys(("id", "data", "time"), r"\w+"),
    "redis": {"prefix": r"[\w.:-]*", "lock": "[01]", "lifetime": "[1-9][0-9]{0,8}"},
}
_STORE_OPTIONS["memcached"] = _STORE_OPTIONS["redis"]


def _session_store(text: str) -> str:
    server = r"(redis|memcached)://([^/?#@]*@)?([^/?#@,:\[\]]+|\[[0-9A-Fa-f:.]+\])(:[0-9]+)?"
    kinds = rf"files|cache:/.+|table:\w+(\?[\w=&]+)?|{server}(/[0-9]+)?(\?[\w=&.:-]*)?"
    if not re.fullmatch(kinds, text, re.ASCII):
        raise ValueError(text)
    if "://" in text:
        _ = urlsplit(text).port  # refuses what is no port
    known = _STORE_OPTIONS.get(text.partition(":")[0])
    if known is None:
        return text
    said = parse_qsl(text.partition("?")[2], keep_blank_values=True, strict_parsing=False)
    if len(dict(said)) < len(said):
        raise ValueError(text)
    for name, value in said:
        if name not in known or not re.fullmatch(known[name], value, re.ASCII):
            raise ValueError(text)
    return text


def _session_format(text: str) -> str:
    if text not in {"php", "php_binary", "php_serialize"}:
        raise ValueError(text)
    return text


def _cookie_attributes(text: str) -> str:
    known = {"path", "domain", "secure", "httponly", "samesite", "max-age"}
    names = [part.partition("=")[0].strip().lower() for part in text.split(";") if part.strip()]
    age = re.search(r"max-age=([^;]*)", text, re.IGNORECASE)
    if age is not None:
        _count(age[1].strip())
    if not set(names) <= known or len(set(names)) < len(names) or not text.isprintable():
        raise ValueError(text)
    return text


def _scheme(text: str) -> str:
    if text not in {"auto", "http", "https"}:
        raise ValueError(text)
    return text


def _foreign_writes(text: str) -> str:
    if text not in {"alarm", "refuse", "allow"}:
        raise ValueError(text)
    return text


def _event_loop(text: str) -> str:
    if text not in {"auto", "uvloop", "asyncio"}:
        raise ValueError(text)
    return text


TEXT = Kind("one line of text", _one_line)
PAGE = Kind("a path of the site as /login", _page)
LONG_SECRET = Kind("at least 32 characters", _long_secret)
PATH = Kind("a path", Path)
PATHS = Kind("paths, separated by colons", _paths)
OPTIONAL_PATH = Kind("a path", _optional_path)
SECONDS = Kind("a number of seconds above 0", _seconds)
SECONDS_OR_FALSE = Kind("a number of seconds above 0, or false", _seconds_or_false, absent="false")
HOURS = Kind("a number of hours, 0 or more", _hours)
ADDRESS = Kind("host:port", _address)
WEBHOOK = Kind("an http or https URL", _webhook)
POINTS = Kind("a number of percentage points, above 0 and at most 100", _points)
COUNT = Kind("a whole number, 0 or more", _count)
POSITIVE = Kind("a whole number, 1 or more", _positive)
PERCENT = Kind("a whole number from 0 to 100", _percent)
PORT = Kind("a port from 1 to 65535", _port)
YES_OR_NO = Kind("yes or no", _yes_or_no)
HTTP_URL = Kind("http://host:port, without path", _http_url)
DATABASE_URL = Kind("an SQLAlchemy URL of mysql, mariadb or sqlite", _database_url)
NETWORKS = Kind("a list of networks as 10.0.0.0/8, separated by commas", _networks)
TIME_ZONE = Kind("a time zone as Europe/Paris", _time_zone)
COOKIE_NAME = Kind("a cookie name", _cookie_name)
NAMES = Kind("names, separated by commas", _names)
SESSION_STORE = Kind(
    "files, table:NAME, cache:/FOLDER, redis://HOST:PORT or memcached://HOST:PORT", _session_store
)
SESSION_FORMAT = Kind("php, php_binary or php_serialize", _session_format)
COOKIE_ATTRIBUTES = Kind("attributes as path=/; secure; HttpOnly; SameSite=Lax", _cookie_attributes)
SCHEME = Kind("auto, http or https", _scheme)
FOREIGN_WRITES = Kind("alarm, refuse or allow", _foreign_writes)
EVENT_LOOP = Kind("auto, uvloop or asyncio", _event_loop)
