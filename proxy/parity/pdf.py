"""The words of a PDF, enough to compare two of them: pages and what each shows, in order."""

import re
import zlib
from collections.abc import Iterator

_STREAM = re.compile(rb"<<(.{0,4000}?)>>\s*stream\r?\n", re.DOTALL)
_SHOWN = re.compile(
    rb"/(\w+)\s+[\d.]+\s+Tf|\[((?:\\.|\((?:\\.|[^()\\])*\)|[^\]])*)\]\s*TJ"
    rb"|(\((?:\\.|[^()\\])*\)|<[0-9A-Fa-f\s]*>)\s*(?:Tj|'|\")|(ET|T\*|Td|TD|Tm)\b",
    re.DOTALL,
)
_PIECE = re.compile(rb"\((?:\\.|[^()\\])*\)|<[0-9A-Fa-f\s]*>", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.|\r\n)", re.DOTALL)
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b""}
_CMAP_LINE = re.compile(rb"<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f]+)>\s*)?<([0-9A-Fa-f]+)>")

#: What one stream may hold once unpacked: a page of text is a thousandth of it.
_LARGEST = 16 * 1024 * 1024

Meanings = dict[bytes, str]


class PdfUnreadable(ValueError):
    """No words could be read: the file must be compared as a file."""


def pdf_text(data: bytes) -> str:
    """What the pages show, a line of text a line.

    Errors: PdfUnreadable.
    Source: ISO 32000-1, 7.3.4 strings, 9.4.3 text-showing operators, 9.10.3 ToUnicode.
    """
    streams = list(_streams(data))
    meanings: Meanings = {}
    for stream in streams:
        if b"beginbfchar" in stream or b"beginbfrange" in stream:
            meanings |= _meanings(stream)
    lines = [line for stream in streams for line in _shown(stream, meanings)]
    text = "\n".join(line for line in lines if line.strip())
    if not text:
        raise PdfUnreadable("this PDF shows no text that can be read")
    return text


def _streams(data: bytes) -> Iterator[bytes]:
    for match in _STREAM.finditer(data):
        end = data.find(b"endstream", match.end())
        content = data[match.end() : end if end >= 0 else len(data)]
        if b"FlateDecode" in match[1]:
            try:
                content = zlib.decompressobj().decompress(content, _LARGEST)
            except zlib.error:
                continue
        if b"/Subtype" not in match[1] or b"/Form" in match[1]:
            yield content


def _meanings(cmap: bytes) -> Meanings:
    found: Meanings = {}
    for first, last, meaning in _CMAP_LINE.findall(cmap.partition(b"endcodespacerange")[2]):
        start, width = int(first, 16), len(first) // 2
        text = bytes.fromhex(meaning.decode()).decode("utf-16-be", "replace")
        count = (int(last, 16) - start + 1) if last else 1
        for step in range(min(count, 65536)):
            code = (start + step).to_bytes(width, "big")
            found[code] = text[:-1] + chr(ord(text[-1]) + step) if text else ""
    return found


def _shown(stream: bytes, meanings: Meanings) -> Iterator[str]:
    line: list[str] = []
    for match in _SHOWN.finditer(stream):
        if match[4]:
            if match[4] != b"Tm" and line:
                yield "".join(line)
                line = []
        elif match[2] is not None or match[3]:
            pieces = _PIECE.findall(match[2] if match[2] is not None else match[3])
            line += [_said(piece, meanings) for piece in pieces]
    if line:
        yield "".join(line)


def _said(piece: bytes, meanings: Meanings) -> str:
    if piece[:1] == b"(":
        raw = _ESCAPE.sub(_unescaped, piece[1:-1])
    else:
        digits = b"".join(piece[1:-1].split())
        raw = bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
    width = len(next(iter(meanings), b"\0"))
    codes = [raw[i : i + width] for i in range(0, len(raw), width)]
    if meanings and all(code in meanings for code in codes):
        return "".join(meanings[code] for code in codes)
    return raw.decode("cp1252", "replace")


def _unescaped(match: re.Match[bytes]) -> bytes:
    said = match[1]
    return bytes([int(said, 8) & 255]) if said[:1].isdigit() else _LETTERS.get(said, said)
