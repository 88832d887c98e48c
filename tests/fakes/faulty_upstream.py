"""An upstream in a process of its own that fails five times in a hundred, and counts its writes.

`python -m tests.fakes.faulty_upstream NAME FAULTS` prints its port, and on SIGTERM its report.
"""

import asyncio
import json
import random
import re
import signal
import socket
import struct
import sys
from collections import Counter
from typing import cast

_HEAD = re.compile(rb"([A-Z]+) (\S+) HTTP/1\.1\r\n")
_LENGTH = re.compile(rb"\r\ncontent-length: *([0-9]+)\r\n", re.IGNORECASE)
FAULTS = ("close", "reset", "cut", "cut chunks", "garbage", "500", "extra", "slow", "silent close")


def body_of(target: bytes) -> bytes:
    """What the answer to this target is, and nothing else: any size up to 300 kB, rarely the most."""
    chance = random.Random(target)
    size = chance.choice([20, 200, 2_000, 2_000, 8_000, 30_000])
    if chance.random() < 0.01:
        size = 300_000
    piece = b"<" + target + b">"
    return piece * (size // len(piece) + 1)


class FaultyUpstream(asyncio.Protocol):
    """One connection of it."""

    def __init__(self, name: bytes, share: float, seen: Counter[bytes], told: Counter[str]) -> None:
        self.name, self.share, self.seen, self.told = name, share, seen, told
        self.buffer = b""
        self.chance = random.Random()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while not self.transport.is_closing() and self._take_one():
            pass

    def _take_one(self) -> bool:
        end = self.buffer.find(b"\r\n\r\n") + 4
        if end < 4:
            return False
        head = self.buffer[:end]
        first = _HEAD.match(head)
        if not first:
            self.told["unreadable"] += 1
            self.transport.abort()
            return False
        length = _LENGTH.search(head)
        if length:
            stop = end + int(length[1])
        elif b"\r\nTransfer-Encoding: chunked\r\n" in head:
            stop = self.buffer.find(b"\r\n0\r\n\r\n", end - 2) + 7
            stop = stop if stop >= 7 else len(self.buffer) + 1
        else:
            stop = end
        if stop > len(self.buffer):
            return False
        self.buffer = self.buffer[stop:]
        self._answer(first[1], first[2])
        return True

    def _answer(self, method: bytes, target: bytes) -> None:
        if method == b"POST":
            self.seen[target] += 1
        fault = self.chance.choice(FAULTS) if self.chance.random() < self.share else ""
        self.told[fault or "whole"] += 1
        body = body_of(target)
        head = b"HTTP/1.1 200 OK\r\nX-Upstream: %b\r\nX-Echo: %b\r\n" % (self.name, target)
        sized = head + b"Content-Length: %d\r\n\r\n" % len(body)
        if method == b"HEAD":
            self.transport.write(sized)
        elif not fault:
            self._say_whole(head, sized, body)
        else:
            self._fail(fault, head, sized, body)

    def _say_whole(self, head: bytes, sized: bytes, body: bytes) -> None:
        kind = self.chance.random()
        if kind < 0.6:
            self.transport.write(sized + body)
        elif kind < 0.95:
            half = len(body) // 2 + 1
            pieces = b"%x\r\n%b\r\n" % (half, body[:half])
            if body[half:]:
                pieces += b"%x;x=y\r\n%b\r\n" % (len(body) - half, body[half:])
            self.transport.write(
                head + b"Transfer-Encoding: chunked\r\n\r\n" + pieces + b"0\r\nX-T: 1\r\n\r\n"
            )
        else:
            self.transport.write(head + b"\r\n" + body)
            self.transport.close()

    def _fail(self, fault: str, head: bytes, sized: bytes, body: bytes) -> None:
        half = body[: len(body) // 2]
        chunks = b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%b" % (len(body), half)
        whole = {
            "500": sized.replace(b"200 OK", b"500 Oh") + body,
            "extra": sized + body + b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison",
        }
        broken = {
            "close": sized, "cut": sized + half, "cut chunks": head + chunks,
            "garbage": b"\x16\x03\x01" + half[:100], "silent close": b"",
            "reset": self.chance.choice([head + b"\r\n" + half, sized + half, head + chunks]),
        }  # fmt: skip
        loop = asyncio.get_running_loop()
        if fault == "slow":
            loop.call_later(0.05, self.transport.write, sized + body)
        elif fault in whole:
            self.transport.write(whole[fault])
        else:
            self.transport.write(broken[fault])
            if fault == "reset":
                loop.call_later(0.002, self._reset)
            else:
                self.transport.close()

    def _reset(self) -> None:
        sock = self.transport.get_extra_info("socket")
        if sock is not None and sock.fileno() >= 0:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.transport.abort()


async def main(name: str, share: float) -> None:
    seen, told = Counter[bytes](), Counter[str]()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: FaultyUpstream(name.encode(), share, seen, told), "127.0.0.1", 0, backlog=512
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    over = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, over.set)
    await over.wait()
    writes = {
        "writes": sum(seen.values()),
        "delivered twice": sum(1 for count in seen.values() if count > 1),
        "told": dict(told),
    }
    print(json.dumps(writes), flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], float(sys.argv[2])))
