"""Where a chunked body ends, and which of its bytes may pass to the other side.

Chunk extensions and trailers stop here: neither side of the proxy declared that it understands
them, and a field of a trailer must never become a field of a head.
"""

import re

_SIZE = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(;[^\x00-\x08\x0a-\x1f\x7f]*)?", re.ASCII)

_FIELD = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+:[^\x00-\x08\x0a-\x1f\x7f]*")

_LINE, _DATA, _DATA_END, _TRAILER, _END = range(5)


class ChunksInvalid(ValueError):
    """The chunked framing cannot be read in one single way."""


class ChunkScanner:
    """Walks through a chunked body as its bytes arrive.

    Shape:  `feed` returns the offset just after the body in `data`, or -1 when more is needed.
            Bytes to pass on are appended to `pieces`: the same framing without extensions and
            trailers, or the bare content when `framed` is false.
    Errors: ChunksInvalid, at the first byte that is not RFC 9112 section 7.1.
    Source: RFC 9112 section 7.1.
    """

    __slots__ = ("_framed", "_left", "_line", "_line_limit", "_state", "_trailer_left", "content")

    def __init__(
        self, *, framed: bool = True, line_limit: int = 256, trailer_limit: int = 8192
    ) -> None:
        self._framed = framed
        self._line_limit = line_limit
        self._trailer_left = trailer_limit
        self._state = _LINE
        self._left = 0
        self._line = b""
        #: Bytes of content seen so far.
        self.content = 0

    def feed(self, data: bytes, start: int, pieces: list[bytes]) -> int:
        """Offset after the body's last byte, or -1; what may pass is added to `pieces`."""
        position = start
        #: Bytes of data from here to `position` may pass as they are.
        run = start
        length = len(data)
        while position < length:
            if self._state == _DATA:
                taken = min(self._left, length - position)
                self._left -= taken
                position += taken
                if not self._left:
                    self._state = _DATA_END
                    if not self._framed:
                        pieces.append(data[run:position])
                        run = position
                continue
            end = data.find(b"\n", position)
            if end < 0:
                self._keep_partial(data[position:])
                pieces.append(data[run:position])
                return -1
            whole_line_here = not self._line
            line = self._line + data[position : end + 1]
            self._line = b""
            if line[-2:] != b"\r\n":
                raise ChunksInvalid("a line of the chunked framing ends without CR LF")
            passes = self._take_line(line[:-2])
            if not (passes is None and whole_line_here and self._framed):
                pieces.append(data[run:position])
                if self._framed:
                    pieces.append(line if passes is None else passes)
                run = end + 1
            position = end + 1
            if self._state == _END:
                pieces.append(data[run:position])
                return position
        pieces.append(data[run:position])
        return -1

    def _keep_partial(self, part: bytes) -> None:
        self._line += part
        if len(self._line) > self._line_limit + 2 and self._state != _TRAILER:
            raise ChunksInvalid(f"a chunk size line is longer than {self._line_limit} bytes")
        if len(self._line) > self._trailer_left:
            raise ChunksInvalid("the trailer section is too long")

    def _take_line(self, line: bytes) -> bytes | None:
        """What replaces this line of framing on the way out; None when it passes as it is."""
        if self._state == _DATA_END:
            if line:
                raise ChunksInvalid("bytes between the end of a chunk and its CR LF")
            self._state = _LINE
            return None
        if self._state == _LINE:
            return self._take_size(line)
        self._trailer_left -= len(line) + 2
        if self._trailer_left < 0:
            raise ChunksInvalid("the trailer section is too long")
        if not line:
            self._state = _END
            return None
        if not _FIELD.fullmatch(line):
            raise ChunksInvalid("a trailer line is not a field")
        return b""

    def _take_size(self, line: bytes) -> bytes | None:
        if len(line) > self._line_limit:
            raise ChunksInvalid(f"a chunk size line is longer than {self._line_limit} bytes")
        match = _SIZE.fullmatch(line)
        if not match:
            raise ChunksInvalid("a chunk's size line cannot be read")
        self._left = int(match[1], 16)
        self.content += self._left
        self._state = _DATA if self._left else _TRAILER
        return None if len(match[1]) == len(line) else match[1] + b"\r\n"


def chunk(content: bytes) -> bytes:
    """One chunk holding this content, which must not be empty."""
    return b"%x\r\n%b\r\n" % (len(content), content)


#: Ends a chunked body without trailers.
LAST_CHUNK = b"0\r\n\r\n"
