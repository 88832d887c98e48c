"""Requests that went wrong on purpose: seeded, so that each can be asked for again by its number."""

import random
import re
from collections.abc import Callable

Lines = list[bytes]
Mutation = Callable[[random.Random, Lines, bytes], tuple[Lines, bytes]]

HELLO = b"5\r\nhello\r\n0\r\n\r\n"
LENGTHS = [
    b"+5", b"-5", b" 5 ", b"5 5", b"5_0", b"0x5", b"5;a", b"05", b"5,5", b"5, 6", b"", b"\t5",
    b"99999999999999999999", b"18446744073709551621", b"5\x0b", b"5\xa0", b"\xef\xbc\x95", b"5.0",
    b"5e0", b"0", b"4", b"6", b"1000",
]  # fmt: skip
CODINGS = [
    b"chunked", b"Chunked", b"xchunked", b"chunked, identity", b"identity, chunked", b"gzip, chunked",
    b"chunked,", b",chunked", b"chunked;q=1", b'"chunked"', b"chunked\x0b", b"\x0bchunked", b"chun ked",
    b" chunked ", b"\tchunked", b"identity", b"", b"chunked chunked", b"ch\xc3\xbcnked", b"cow",
]  # fmt: skip
NAMES_OF_CODING = [
    b"Transfer-Encoding", b"transfer-encoding", b"Transfer-Encoding ", b" Transfer-Encoding", b"Transfer_Encoding",
    b"Transfer-Encoding\x00", b"Transfer\x00-Encoding", b"Transfer-Encodin\xc7\xa5", b"TRANSFER-ENCODING",
    b"X: y\rTransfer-Encoding", b"X: y\nTransfer-Encoding", b"Content-Encoding", b"Transfer-Encoding\x0b",
]  # fmt: skip
SIZES = [
    b"0x5", b" 5", b"+5", b"-5", b"5 ", b"5\t", b"05", b"00000000000000005", b"FFFFFFFFFFFFFFFF5", b"5;", b"5;a=b",
    b'5;a="b\\"c"', b"5 ;a", b"5;a\rb", b"5;a\x00", b"5;" + b"a" * 300, b"", b"g", b"5\x0b", b"5_0", b"5,", b"5\xa0",
    b"8000000000000005", b"4", b"6", b"0",
]  # fmt: skip
ENDS = [
    b"\n",
    b"\r",
    b"\r\r\n",
    b"\n\r",
    b"\r\n ",
    b"\r\n\t",
    b"\x0b",
    b"",
    b"\r\n\r\n",
    b" \r\n",
    b"\x00\r\n",
]
LINES = [
    b"GET\t%b\tHTTP/1.1", b"GET  %b HTTP/1.1", b"GET %b  HTTP/1.1", b" GET %b HTTP/1.1", b"GET %b HTTP/1.1 ",
    b"GET %b x HTTP/1.1", b"GET %b\x01 HTTP/1.1", b"GET %b HTTP/9.9", b"GET %b HTTP/2.0", b"GET %b HTTP/1.10",
    b"GET %b http/1.1", b"GET %b HTTP/1,1", b"GET %b", b"get %b HTTP/1.1", b"G\x00T %b HTTP/1.1", b"GET %b HTTP/1.0",
    b"GET http://front.example%b HTTP/1.1", b"GET http://evil.example%b HTTP/1.1", b"CONNECT front.example:80 HTTP/1.1",
    b"GET %b HTTP/0.9", b"POST %b HTTP/1.1", b"PUT %b HTTP/1.1", b"OPTIONS * HTTP/1.1", b"GET %b\xff HTTP/1.1",
    b"GET %b#x HTTP/1.1", b"GE(T %b HTTP/1.1", b"GET %b\x7f HTTP/1.1",
]  # fmt: skip
ODD_FIELDS = [
    b"Foo Bar: x", b"X-Nul: a\x00b", b": x", b"X-Sp : v", b"X-Fold: a\r\n b", b"X-Cr: a\rX-Injected: 1", b"NoColon",
    b"X-Lf: a\nX-Injected: 1", b"Host: evil.example", b"Host:", b"X\xc3\xa9: 1", b"X-High: \xff\xfe", b"\tX: 1", b"X: \x7f",
    b"Connection: close, transfer-encoding", b"Connection: content-length", b"Connection: host", b"Content-Length : 5",
    b"Content-Length\t: 5", b"Content_Length: 5", b"Expect: 100-continue", b"Upgrade: websocket\r\nConnection: Upgrade",
    b"X-A: " + b"a" * 9000, b"Max-Forwards: 0", b"Trailer: Content-Length",
]  # fmt: skip


def smuggled(token: bytes) -> bytes:
    """A request that hides in a body, and must stay there."""
    return b"GET /smuggled/" + token + b" HTTP/1.1\r\nHost: front.example\r\n\r\n"


def _sized(random_: random.Random, token: bytes) -> tuple[Lines, bytes]:
    body = random_.choice([b"hello", b"", smuggled(token), HELLO, HELLO + smuggled(token)])
    lines = [b"POST /m/" + token + b" HTTP/1.1", b"Host: front.example"]
    return [*lines, b"Content-Length: %d" % len(body)], body


def _chunked(random_: random.Random, token: bytes) -> tuple[Lines, bytes]:
    inner = random_.choice([b"hello", b"hello" * 50, smuggled(token)])
    body = b"%x\r\n%b\r\n0\r\n\r\n" % (len(inner), inner)
    lines = [b"POST /m/" + token + b" HTTP/1.1", b"Host: front.example"]
    return [*lines, b"Transfer-Encoding: chunked"], body


def _plain(random_: random.Random, token: bytes) -> tuple[Lines, bytes]:
    del random_
    return [b"GET /m/" + token + b" HTTP/1.1", b"Host: front.example", b"X-A: 1"], b""


def _other_length(random_: random.Random, lines: Lines, body: bytes) -> tuple[Lines, bytes]:
    line = b"Content-Length: " + random_.choice(LENGTHS)
    return _put(random_, lines, line), body


def _other_coding(random_: random.Random, lines: Lines, body: bytes) -> tuple[Lines, bytes]:
    line = random_.choice(NAMES_OF_CODING) + b": " + random_.choice(CODINGS)
    return _put(random_, lines, line), body


def _put(random_: random.Random, lines: Lines, line: bytes) -> Lines:
    """The line in place of another, or beside it."""
    at = random_.randrange(1, len(lines) + 1)
    return [*lines[:at], line, *lines[at + random_.choice([0, 0, 1]) :]]


def _odd_field(random_: random.Random, lines: Lines, body: bytes) -> tuple[Lines, bytes]:
    return _put(random_, lines, random_.choice(ODD_FIELDS)), body


def _odd_line(random_: random.Random, lines: Lines, body: bytes) -> tuple[Lines, bytes]:
    target = (re.findall(rb"/m/[0-9-]+", lines[0]) or [b"/m/odd"])[0]
    line = random_.choice(LINES)
    return [line % target if b"%b" in line else line, *lines[1:]], body


def _odd_size(random_: random.Random, lines: Lines, body: bytes) -> tuple[Lines, bytes]:
    size, _, rest = body.partition(b"\r\n")
    del size
    end = random_.choice([b"\r\n"] * 6 + ENDS)
    return lines, random_.choice(SIZES) + end + rest


def _odd_end(random_: random.Random, lines: Lines, body: bytes) -> tuple[Lines, bytes]:
    """One line of the head or the body ends otherwise."""
    if body and random_.random() < 0.5:
        places = [at for at in range(len(body)) if body.startswith(b"\r\n", at)]
        if places:
            at = random_.choice(places)
            return lines, body[:at] + random_.choice(ENDS) + body[at + 2 :]
    at = random_.randrange(len(lines))
    joined = lines[at] + random_.choice(ENDS)
    return [
        *lines[:at],
        joined + (lines[at + 1] if at + 1 < len(lines) else b""),
        *lines[at + 2 :],
    ], body


def _trailer(random_: random.Random, lines: Lines, body: bytes) -> tuple[Lines, bytes]:
    return lines, body[:-2] + random_.choice(ODD_FIELDS) + b"\r\n\r\n"


def _longer(random_: random.Random, lines: Lines, body: bytes) -> tuple[Lines, bytes]:
    return lines, body + random_.choice(
        [b"X", b"\r\n", b"\r\n\r\n", b"0\r\n\r\n", b"\x00", b"GET "]
    )


def _one_byte(random_: random.Random, lines: Lines, body: bytes) -> tuple[Lines, bytes]:
    """A byte is added, lost or changed anywhere."""
    data = b"\r\n".join(lines)
    at = random_.randrange(len(data))
    byte = bytes([random_.choice([0, 9, 10, 11, 13, 32, 58, 127, 255, random_.randrange(256)])])
    data = data[:at] + byte + data[at + random_.choice([0, 1]) :]
    return data.split(b"\r\n"), body


MUTATIONS: list[Mutation] = [
    _other_length, _other_coding, _odd_field, _odd_line, _odd_size, _odd_end, _trailer, _longer, _one_byte,
]  # fmt: skip


def mutated(seed: int) -> bytes:
    """The bytes one client sends: up to three requests, most of them wrong, perhaps cut short."""
    random_ = random.Random(seed)
    stream = b""
    for number in range(random_.choice([1, 1, 1, 2, 3])):
        token = b"%d-%d" % (seed, number)
        lines, body = random_.choice([_plain, _sized, _chunked, _chunked])(random_, token)
        for _ in range(random_.choice([0, 1, 1, 1, 2, 3])):
            lines, body = random_.choice(MUTATIONS)(random_, lines, body)
        stream += b"\r\n".join(lines) + b"\r\n\r\n" + body
    if random_.random() < 0.1:
        stream = stream[: random_.randrange(len(stream) + 1)]
    return stream


STATUS_LINES = [
    b"HTTP/1.1 99 Low", b"HTTP/1.1 600 High", b"HTTP/1.1 200", b"HTTP/1.1  200 OK", b"HTTP/1.1 200OK", b"HTTP/1.0 200 OK",
    b"HTTP/2 200 OK", b"HTTP/1.1 0200 OK", b"http/1.1 200 OK", b"HTTP/1.1 200 \xe9t\xe9", b"HTTP/1.1 200 O\rK", b"HTTP/1.1 204 No",
    b"HTTP/1.1 304 Same", b"HTTP/1.1 103 Hints", b"HTTP/1.1 101 Upgrade", b"ICY 200 OK", b"\nHTTP/1.1 200 OK", b"HTTP/1.1 200 \x00",
]  # fmt: skip


def _odd_status(random_: random.Random, lines: Lines, body: bytes) -> tuple[Lines, bytes]:
    return [random_.choice(STATUS_LINES), *lines[1:]], body


ANSWER_MUTATIONS = [
    _other_length, _other_coding, _odd_field, _odd_status, _odd_size, _odd_end, _trailer, _longer, _one_byte,
]  # fmt: skip


def mutated_answer(seed: int) -> bytes:
    """The bytes one upstream answers: most of them wrong, perhaps cut short."""
    random_ = random.Random(seed)
    hidden = b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison"
    inner = random_.choice([b"hello", hidden, b"hello" * 50])
    framings = [
        ([b"Content-Length: %d" % len(inner)], inner),
        ([b"Transfer-Encoding: chunked"], b"%x\r\n%b\r\n0\r\n\r\n" % (len(inner), inner)),
        ([b"X-A: 1"], inner),
    ]
    fields, body = random_.choice(framings)
    lines = [b"HTTP/1.1 200 OK", *fields, b"Date: Mon, 23 Nov 2026 10:00:00 GMT"]
    for _ in range(random_.choice([0, 1, 1, 1, 2, 3])):
        lines, body = random_.choice(ANSWER_MUTATIONS)(random_, lines, body)
    data = b"\r\n".join(lines) + b"\r\n\r\n" + body
    return data[: random_.randrange(len(data) + 1)] if random_.random() < 0.2 else data


def cuts(seed: int, data: bytes) -> list[bytes]:
    """The same bytes as a network may deliver them."""
    random_ = random.Random(seed)
    if random_.random() < 0.5 or len(data) < 2:
        return [data]
    places = sorted(
        random_.sample(range(1, len(data)), min(len(data) - 1, random_.randrange(1, 6)))
    )
    return [data[a:b] for a, b in zip([0, *places], [*places, len(data)], strict=True)]
