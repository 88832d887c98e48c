"""Clients that ask without end, and check every byte of what they are told against what they asked."""

import asyncio
import random
import re
from collections import Counter
from collections.abc import Callable

from tests.fakes.faulty_upstream import body_of

_LENGTH = re.compile(rb"\r\ncontent-length: *([0-9]+)\r\n", re.IGNORECASE)
_ECHO = re.compile(rb"\r\nX-Upstream: ([^\r]*)\r\nX-Echo: ([^\r]*)\r\n")
_FAILED = (502, 503, 504)


class DoubtfulClient:
    """One client on one connection after another.

    Shape: `hosts` are the upstreams' names by host; `counts` says what became of the requests.
    """

    def __init__(
        self, port: int, hosts: dict[bytes, bytes], next_id: Callable[[], int | None]
    ) -> None:
        self.port, self.hosts, self.next_id = port, hosts, next_id
        self.counts: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.chance = random.Random()
        self.reader: asyncio.StreamReader
        self.writer: asyncio.StreamWriter | None = None

    async def run(self) -> None:
        """Ask until there is nothing left to ask."""
        while (number := self.next_id()) is not None:
            if self.writer is None:
                self.reader, self.writer = await asyncio.open_connection(
                    "127.0.0.1", self.port, limit=1 << 20
                )
            try:
                async with asyncio.timeout(20):
                    goes_on = await self._ask(number)
            except TimeoutError:
                self.wrong.append(f"{number}: no answer and no end")
                goes_on = False
            except (ConnectionError, asyncio.IncompleteReadError):
                self.counts["cut off"] += 1
                goes_on = False
            if not goes_on:
                self.writer.close()
                self.writer = None
        if self.writer is not None:
            self.writer.close()

    async def _ask(self, number: int) -> bool:
        assert self.writer is not None
        host = self.chance.choice(list(self.hosts))
        is_python = self.chance.random() < 0.02
        target = b"/lotb/%d" % number if is_python else b"/s/%d" % number
        method, fields, body = self._kind()
        head = b"%b %b HTTP/1.1\r\nHost: %b\r\n%b\r\n" % (method, target, host, fields)
        self.writer.write(head + body)
        status, said, content, is_last = await self._answer(method)
        self.counts[f"{status // 100}xx"] += 1
        if is_python and self.hosts[host] == b"a":
            wanted = b"python " + target + b" "
            is_right = content.startswith(wanted) or method == b"HEAD"
        else:
            wanted = b"" if method == b"HEAD" else body_of(target)
            is_right = said == (self.hosts[host], target) and content == wanted
        if not is_right and not (status in _FAILED and said is None):
            at = next(
                (n for n, (a, b) in enumerate(zip(content, wanted, strict=False)) if a != b), -1
            )
            self.wrong.append(
                f"{method!r} {target!r} at {host!r}: {status} {said}, {len(content)} bytes in place of"
                f" {len(wanted)}, other from {at}: {content[max(at, 0) :][:60]!r}"
            )
        return not is_last

    def _kind(self) -> tuple[bytes, bytes, bytes]:
        kind = self.chance.random()
        body = b"x" * self.chance.choice([1, 100, 5_000])
        if kind < 0.75:
            return b"GET", b"", b""
        if kind < 0.80:
            return b"HEAD", b"", b""
        if kind < 0.95:
            return b"POST", b"Content-Length: %d\r\n" % len(body), body
        return (
            b"POST",
            b"Transfer-Encoding: chunked\r\n",
            b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body),
        )

    async def _answer(self, method: bytes) -> tuple[int, tuple[bytes, bytes] | None, bytes, bool]:
        """Status, who says to have answered what, content, and whether the connection is over.

        Errors: IncompleteReadError or ConnectionError, for an answer that is visibly not whole.
        """
        head = await self.reader.readuntil(b"\r\n\r\n")
        echo = _ECHO.search(head)
        is_last = b"\r\nConnection: close\r\n" in head
        content = b""
        if method != b"HEAD":
            content = await self._content(head)
        return int(head[9:12]), echo.groups() if echo else None, content, is_last  # type: ignore[return-value]

    async def _content(self, head: bytes) -> bytes:
        length = _LENGTH.search(head)
        if length:
            return await self.reader.readexactly(int(length[1]))
        if b"\r\nTransfer-Encoding: chunked\r\n" not in head:
            raise AssertionError(f"no framing in {head!r}")
        pieces = []
        while size := int(await self.reader.readuntil(b"\r\n"), 16):
            pieces.append(await self.reader.readexactly(size))
            await self.reader.readexactly(2)
        await self.reader.readexactly(2)
        return b"".join(pieces)
