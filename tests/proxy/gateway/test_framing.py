"""Chunked bodies: where they end, what of them may pass, and what has no single reading."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proxy.gateway.framing import LAST_CHUNK, ChunkScanner, ChunksInvalid, chunk

ODD = b"5;a=b\r\nhello\r\n0006\r\n world\r\n0;x\r\nX: y\r\n\r\n"


def scan(data: bytes, cuts: list[int], *, framed: bool = True) -> tuple[bytes, int]:
    """What passes, and the offset after the body, when it arrives cut at these places."""
    scanner = ChunkScanner(framed=framed)
    pieces: list[bytes] = []
    start = 0
    for cut in [*sorted({c for c in cuts if 0 < c < len(data)}), len(data)]:
        end = scanner.feed(data[start:cut], 0, pieces)
        if end >= 0:
            return b"".join(pieces), start + end
        start = cut
    return b"".join(pieces), -1


@settings(deadline=None)  # a loaded machine is no fault of ours
@given(st.lists(st.integers(1, len(ODD) - 1)))
def test_cuts_of_the_network_change_nothing(cuts: list[int]) -> None:
    framed, end = scan(ODD + b"NEXT", cuts)
    content, _ = scan(ODD, cuts, framed=False)

    assert framed == b"5\r\nhello\r\n0006\r\n world\r\n0\r\n\r\n"
    assert end == len(ODD)
    assert content == b"hello world"


@settings(deadline=None)  # a loaded machine is no fault of ours
@given(st.lists(st.binary(min_size=1, max_size=300)), st.lists(st.integers(0, 2000)))
def test_content_in_is_content_out(contents: list[bytes], cuts: list[int]) -> None:
    body = b"".join(chunk(content) for content in contents) + LAST_CHUNK

    assert scan(body, cuts) == (body, len(body))
    assert scan(body, cuts, framed=False) == (b"".join(contents), len(body))


def test_a_body_read_at_once_passes_without_a_copy() -> None:
    pieces: list[bytes] = []
    data = chunk(b"a" * 2048) + LAST_CHUNK

    assert ChunkScanner().feed(data, 0, pieces) == len(data)
    assert [piece for piece in pieces if piece] == [data]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"0x5\r\nhello\r\n0\r\n\r\n", id="0x prefix"),
        pytest.param(b" 5\r\nhello\r\n0\r\n\r\n", id="leading space"),
        pytest.param(b"+5\r\nhello\r\n0\r\n\r\n", id="plus sign"),
        pytest.param(b"-5\r\nhello\r\n0\r\n\r\n", id="minus sign"),
        pytest.param(b"5_0\r\nhello\r\n0\r\n\r\n", id="underscore"),
        pytest.param(b"\r\nhello\r\n0\r\n\r\n", id="no size"),
        pytest.param(b"FFFFFFFFFFFFFFFF5\r\nhello\r\n0\r\n\r\n", id="overflow"),
        pytest.param(b"5\nhello\r\n0\r\n\r\n", id="bare LF after the size"),
        pytest.param(b"5;\nhello\r\n0\r\n\r\n", id="bare LF in an extension"),
        pytest.param(b"5;a\rb\r\nhello\r\n0\r\n\r\n", id="bare CR in an extension"),
        pytest.param(b"5;a\x00\r\nhello\r\n0\r\n\r\n", id="NUL in an extension"),
        pytest.param(b"5\r\nhelloXX0\r\n\r\n", id="no CR LF after the data"),
        pytest.param(b"5\r\nhello\n0\r\n\r\n", id="bare LF after the data"),
        pytest.param(b"0\r\nno colon\r\n\r\n", id="trailer without a colon"),
        pytest.param(b"0\r\n: v\r\n\r\n", id="trailer without a name"),
        pytest.param(b"0\r\nA: b\r\n c\r\n\r\n", id="folded trailer"),
        pytest.param(b"0\r\nA: \x00\r\n\r\n", id="NUL in a trailer"),
        pytest.param(b"0\r\nA : b\r\n\r\n", id="space before a trailer's colon"),
        pytest.param(b"0\r\nA: \x01\r\n\r\n", id="control character in a trailer"),
        pytest.param(b"5;" + b"a" * 400 + b"\r\nhello\r\n0\r\n\r\n", id="endless extension"),
        pytest.param(b"1" * 400, id="endless size, not even a line"),
        pytest.param(b"0\r\n" + b"A: b\r\n" * 2000, id="endless trailers"),
        pytest.param(b"0\r\nA: " + b"b" * 9000, id="endless trailer line"),
    ],
)
def test_ambiguous_framing_is_refused_however_it_arrives(data: bytes) -> None:
    with pytest.raises(ChunksInvalid):
        scan(data, [])
    with pytest.raises(ChunksInvalid):
        scan(data, list(range(1, len(data))))


@pytest.mark.parametrize("cut", range(1, len(ODD)))
def test_a_body_that_is_cut_never_ends(cut: int) -> None:
    assert scan(ODD[:cut], [])[1] == -1


def test_content_is_counted_as_announced() -> None:
    scanner = ChunkScanner()
    scanner.feed(b"a\r\n12345", 0, [])

    assert scanner.content == 10
