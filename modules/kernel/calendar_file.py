"""One event as an iCalendar file, byte for byte as the legacy makes it."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

from modules.kernel.clock import PARIS
from modules.kernel.dates import StoredDate


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """What the file says; times are stored ones, local to the service."""

    uid: str
    stamp: StoredDate | None
    start: StoredDate | None
    end: StoredDate | None
    summary: str | None
    location: str | None
    description: str | None


def calendar_of(event: CalendarEvent) -> bytes:
    """The file: CRLF, lines of at most 75 bytes, times in UTC.

    Source: RFC 5545; demo/gestion, View/Calendar.php.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//CCI de Valmont//Gestion//FR",
        "BEGIN:VEVENT",
        f"UID:{event.uid}",
        f"DTSTAMP:{_utc(event.stamp)}",
        f"DTSTART:{_utc(event.start)}",
    ]
    if event.end is not None and str(event.end):
        lines.append(f"DTEND:{_utc(event.end)}")
    texts = (
        ("SUMMARY", event.summary),
        ("LOCATION", event.location),
        ("DESCRIPTION", event.description),
    )
    lines += [f"{name}:{_escaped(text)}" for name, text in texts if text]
    return b"".join(
        _folded(line.encode()) + b"\r\n" for line in [*lines, "END:VEVENT", "END:VCALENDAR"]
    )


def _utc(local: StoredDate | None) -> str:
    """A stored time in UTC; what is no time is PHP's beginning, as strtotime's false."""
    if isinstance(local, datetime):
        moment = local.replace(tzinfo=PARIS)
    elif isinstance(local, date):
        moment = datetime(local.year, local.month, local.day, tzinfo=PARIS)
    else:
        moment = datetime.fromtimestamp(0, UTC)
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    found = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\r\n": "\\n", "\n": "\\n"}
    return re.sub(r"\r\n|[\\;,\n]", lambda one: found[one[0]], text)


def _folded(line: bytes) -> bytes:
    """Pieces of at most 75 bytes, no character cut in two; each but the first begins with a space."""
    pieces = []
    while len(line) > 75:
        cut = 74
        while line[cut] & 0xC0 == 0x80:
            cut -= 1
        pieces.append(line[:cut])
        line = b" " + line[cut:]
    return b"\r\n".join([*pieces, line])
