"""Heads whose lines have all been met before, read without reading them again.

Browsers and servers repeat themselves: but for cookies and dates, nearly every line of a head was in
an earlier one. What a line means depends on no other line, save in the heads that this file leaves to
the parser: bodies, changes of protocol, whatever speaks of the connection.
"""

import re
from collections.abc import Callable
from enum import Enum
from typing import Final, TypeVar

from proxy.gateway.answers import AnswerHead
from proxy.gateway.heads import HeadRefused, RequestHead, read_request_head
from proxy.gateway.kinds import (
    CONNECTION,
    DATE,
    DROPPED,
    ENCODING,
    HOST,
    LENGTH,
    REQUEST_KINDS,
    RESPONSE_KINDS,
)
from proxy.gateway.limits import Limits
from proxy.gateway.requests import Intake

#: Lines remembered of each sort; beyond, all are forgotten, since a line is soon read again.
_MEMORY: Final = 4096
#: Longer lines are read each time: thousands fill no memory.
_WORTH_KEEPING: Final = 1024

#: No more than what llhttp lets pass, for names that mean nothing to it.
_FIELD: Final = re.compile(rb"([A-Za-z0-9-]+):[ \t]*([\t\x20-\x7e\x80-\xff]*)")
_STATUS: Final = re.compile(rb"HTTP/1\.1 ([2-5][0-9]{2}) [\t\x20-\x7e\x80-\xff]*")
_NUMBER: Final = re.compile(rb"0|[1-9][0-9]{0,14}")
#: Answers whose head says more than how long they are, or less.
_ODD_STATUSES: Final = frozenset({204, 205, 304})


class _Fate(Enum):
    """What becomes of a line that does not simply pass."""

    #: It stops here, and nothing else changes.
    GONE = 1
    #: It says when the answer was made.
    DATED = 2
    #: It says that the answer comes in chunks.
    CHUNKED = 3
    #: It must be read together with the rest of its head.
    HARD = 4


_DATED: Final = _Fate.DATED
_CHUNKED: Final = _Fate.CHUNKED
_Read = TypeVar("_Read")


class _Memory(dict[bytes, _Read]):
    """Line → what it says; worked out when it is met for the first time."""

    def __init__(self, read: Callable[[bytes], _Read], hard: _Read) -> None:
        super().__init__()
        self._read = read
        self._hard = hard

    def __missing__(self, line: bytes) -> _Read:
        said = self._read(line)
        if said is not self._hard and len(line) <= _WORTH_KEEPING:
            if len(self) >= _MEMORY:
                self.clear()
            self[line] = said
        return said


def _read_request_line(line: bytes) -> tuple[bytes, bytes] | None:
    """The method and the target of an HTTP/1.1 request; None for whatever has no single reading."""
    try:
        request = read_request_head(line + b"\r\n\r\n", Limits(head=1 << 20, request_line=1 << 20))
    except HeadRefused:
        return None
    return None if request.is_http_10 else (request.method, request.target)


def _read_request_field(line: bytes) -> Intake | _Fate | None:
    """None for a line that passes as it is; the whole intake that a Host alone makes."""
    found = _FIELD.fullmatch(line)
    if not found:
        # The empty lines at the end of a split head.
        return _Fate.HARD if line else None
    kind = REQUEST_KINDS[found[1]]
    if kind == HOST:
        intake = Intake()
        intake.host = found[2].strip(b" \t")
        return intake
    if kind == DROPPED or (kind == CONNECTION and found[2] == b"keep-alive"):
        return _Fate.GONE
    return _Fate.HARD if kind else None


def _read_status_line(line: bytes) -> int:
    """The status; 0 where it says how the answer is to be read."""
    found = _STATUS.fullmatch(line)
    status = int(found[1]) if found else 0
    return 0 if status in _ODD_STATUSES else status


def _read_answer_field(line: bytes) -> int | _Fate | None:
    """None for a line that passes as it is; one more than the length that it announces."""
    found = _FIELD.fullmatch(line)
    if not found:
        return _Fate.HARD if line else None
    kind, value = RESPONSE_KINDS[found[1]], found[2]
    if kind == LENGTH and _NUMBER.fullmatch(value):
        return int(value) + 1
    if kind == DATE:
        return _Fate.DATED
    if kind == ENCODING and value.lower() == b"chunked":
        return _Fate.CHUNKED
    passes = not kind or (kind == CONNECTION and value == b"keep-alive")
    return None if passes else _Fate.HARD


_REQUEST_LINES: Final = _Memory(_read_request_line, None)
_REQUEST_FIELDS: Final[_Memory[Intake | _Fate | None]] = _Memory(_read_request_field, _Fate.HARD)
_STATUS_LINES: Final = _Memory(_read_status_line, 0)
_ANSWER_FIELDS: Final[_Memory[int | _Fate | None]] = _Memory(_read_answer_field, _Fate.HARD)


class Acquaintance:
    """The requests of one connection, most of which differ from the one before by a line only."""

    __slots__ = ("_fields", "_intake", "_lines")

    def __init__(self) -> None:
        self._fields = b""
        self._lines: list[bytes] = []
        self._intake = Intake()

    def read(self, head: bytes, limits: Limits) -> tuple[RequestHead, Intake] | None:
        """What `read_request_head` and `read_intake` would find; None when only they can tell."""
        line, _, fields = head.partition(b"\r\n")
        if len(head) > limits.head or len(line) > limits.request_line:
            return None
        asked = _REQUEST_LINES[line]
        if asked is None or (fields != self._fields and not self._learn(fields, limits)):
            return None
        return RequestHead([line, *self._lines], head, asked[0], asked[1]), self._intake

    def _learn(self, fields: bytes, limits: Limits) -> bool:
        """Whether these fields, the empty line included, can be read line by line."""
        lines = fields.split(b"\r\n")
        if len(lines) > limits.fields + 2:
            return False
        said = [*filter(None, map(_REQUEST_FIELDS.__getitem__, lines))]
        if len(said) > 1:
            lines = [each for each in lines if _REQUEST_FIELDS[each] is not _Fate.GONE]
            said = [each for each in said if each is not _Fate.GONE]
        if len(said) != 1 or not isinstance(intake := said[0], Intake):
            return False
        self._fields, self._lines, self._intake = fields, lines, intake
        return True


def familiar_answer(head: bytes, limits: Limits) -> AnswerHead | None:
    """The head of an answer that may go on as it came; None when it takes a closer look."""
    lines = head.split(b"\r\n")
    status = _STATUS_LINES[lines[0]]
    if not status or len(head) > limits.head or len(lines) > limits.fields + 3:
        return None
    length = -1
    is_chunked = is_dated = False
    for said in filter(None, map(_ANSWER_FIELDS.__getitem__, lines[1:])):
        if said is _DATED:
            is_dated = True
        elif length >= 0 or is_chunked:
            return None
        elif said is _CHUNKED:
            is_chunked = True
        elif isinstance(said, int):
            length = said - 1
        else:
            return None
    if not is_dated or (length < 0 and not is_chunked):
        return None
    answer = AnswerHead(status, length, is_chunked=is_chunked, is_dated=True)
    answer.untouched = True
    answer.lines = head
    return answer
