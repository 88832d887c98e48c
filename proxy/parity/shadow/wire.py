"""What a worker hands to the shadow: a request's start, its content, its answer, each a datagram."""

import json
import struct
from dataclasses import asdict, dataclass
from math import inf

#: A datagram may be so long: the kernel's default buffer of a socket (net.core.wmem_default).
LARGEST = 200 * 1024

_BEGIN = struct.Struct("!c16sI")
_END = struct.Struct("!c16sIIIId")


class RecordBroken(ValueError):
    """A datagram that no worker of ours sent."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What the decision says of a request. Shape: `side` is who answered the visitor."""

    backend: str
    lot: str
    route: str
    pattern: str
    side: str
    scheme: str


@dataclass(frozen=True, slots=True)
class Begin:
    """A request is on its way. Shape: `head` is the head as sent to the upstream."""

    key: bytes
    subject: Subject
    head: bytes

    @property
    def is_get(self) -> bool:
        """Whether it may be asked of the other side: anything else is recorded at most."""
        return self.head.startswith(b"GET ")


@dataclass(frozen=True, slots=True)
class Content:
    """What a form sent; only of requests that are recorded."""

    key: bytes
    data: bytes


@dataclass(frozen=True, slots=True)
class End:
    """Its answer has left.

    Shape: `answer` is the message as the visitor got it; the counts are those of the worker's
           process so far.
    Units: `at` in seconds since 1970; infinity when nobody said.
    """

    key: bytes
    pid: int
    sampled: int
    dropped: int
    too_long: int
    answer: bytes
    at: float = inf


def packed_subject(subject: Subject) -> bytes:
    """The part of a Begin that all requests of a route share."""
    return json.dumps(asdict(subject)).encode()


def begin_datagram(key: bytes, packed: bytes, head: bytes) -> bytes:
    """A Begin as bytes; `key` has 16."""
    return _BEGIN.pack(b"B", key, len(packed)) + packed + head


def end_datagram(end: End) -> bytes:
    """An End as bytes."""
    head = _END.pack(b"E", end.key, end.pid, end.sampled, end.dropped, end.too_long, end.at)
    return head + end.answer


def content_datagram(key: bytes, data: bytes) -> bytes:
    """A Content as bytes."""
    return b"C" + key + data


def read_datagram(data: bytes) -> Begin | Content | End:
    """What a datagram says.

    Errors: RecordBroken.
    """
    try:
        if data[:1] == b"B":
            _, key, length = _BEGIN.unpack_from(data)
            packed = data[_BEGIN.size : _BEGIN.size + length]
            return Begin(key, Subject(**json.loads(packed)), data[_BEGIN.size + length :])
        if data[:1] == b"C" and len(data) >= 17:
            return Content(data[1:17], data[17:])
        if data[:1] == b"E":
            _, key, pid, sampled, dropped, too_long, at = _END.unpack_from(data)
            return End(key, pid, sampled, dropped, too_long, data[_END.size :], at)
    except (struct.error, ValueError, TypeError) as error:
        raise RecordBroken(str(error)) from error
    raise RecordBroken("neither a start nor an end")
