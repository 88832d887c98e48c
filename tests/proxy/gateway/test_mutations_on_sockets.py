"""The same wrong requests over real sockets, and nobody gets an answer that is not theirs."""

import contextlib
import os
import re
import socket
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.fakes.gateway_door import GatewayDoor
from tests.fakes.mutations import cuts, mutated
from tests.fakes.strict_http import Message, read_requests
from tests.fakes.strict_upstream import StrictUpstream

_ECHO = re.compile(rb"\r\nX-Echo: ([^\r]*)\r\n")


@pytest.fixture(scope="module")
def strict() -> Iterator[StrictUpstream]:
    fake = StrictUpstream()
    yield fake
    fake.stop()


@pytest.fixture
def strict_door(open_door, strict: StrictUpstream) -> GatewayDoor:  # type: ignore[no-untyped-def]
    door: GatewayDoor = open_door(strict.port, CLIENT_HEAD_TIMEOUT_S="1", CLIENT_BODY_TIMEOUT_S="1")
    return door


def origin(target: bytes) -> bytes:
    return re.sub(rb"^https?://[^/]*", b"", target)


def got_by(door: GatewayDoor, seed: int, wanted: int, *, is_open_end: bool) -> bytes:
    """Everything the gateway says to one client, which waits no longer than its answers are due."""
    got = b""
    with door.dial(timeout_s=4) as sock:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with contextlib.suppress(ConnectionError, TimeoutError):
            for piece in cuts(seed, mutated(seed)):
                sock.sendall(piece)
        with contextlib.suppress(ConnectionError):
            while not (is_open_end and got.count(b"HTTP/1.1 ") >= wanted):
                piece = sock.recv(65536)
                if not piece:
                    break
                got += piece
    return got


def outcome(door: GatewayDoor, seed: int) -> tuple[str, list[Message]]:
    """What became of one client's bytes: a word for the count, or a fault."""
    reading = read_requests(mutated(seed), from_client=True)
    # What may go on for ever is not waited for: a request that is not whole, or nothing more.
    is_open_end = not reading.fault
    try:
        got = got_by(door, seed, len(reading.messages), is_open_end=is_open_end)
    except TimeoutError:
        return f"seed {seed}: no answer and no end", []
    echoes = _ECHO.findall(got)
    wanted = [origin(message.target) for message in reading.messages]
    if any(echo not in wanted for echo in echoes) or echoes != [w for w in wanted if w in echoes]:
        return f"seed {seed}: answers to {echoes}, asked {wanted}", []
    word = "answered" if echoes and len(echoes) == len(wanted) else "refused" if got else "silent"
    return word, list(reading.messages)


def run(door: GatewayDoor, strict: StrictUpstream, count: int) -> None:
    first = int(os.environ.get("FIGUIER_SEED", "0"))
    strict.messages.clear()
    with ThreadPoolExecutor(8) as threads:
        outcomes = list(threads.map(lambda seed: outcome(door, seed), range(first, first + count)))
    verdicts = Counter(word for word, _ in outcomes if not word.startswith("seed"))
    faults = [word for word, _ in outcomes if word.startswith("seed")]
    asked = Counter(
        (m.method, origin(m.target), m.body) for _, messages in outcomes for m in messages
    )
    seen = Counter((m.method, m.target, m.body) for m in strict.messages)
    print(f"\n{count} clients: {dict(verdicts)}; upstream read {sum(seen.values())} requests")

    assert faults == []
    assert strict.faults == []
    assert seen - asked == Counter()
    assert verdicts["answered"] > count * 0.15
    assert verdicts["refused"] > count * 0.2


def test_over_sockets_none_is_read_twice_or_answered_by_another(
    strict_door: GatewayDoor, strict: StrictUpstream
) -> None:
    run(strict_door, strict, 3_000)


@pytest.mark.soak
def test_over_sockets_none_of_a_hundred_thousand_is(
    strict_door: GatewayDoor, strict: StrictUpstream
) -> None:
    run(strict_door, strict, int(os.environ.get("FIGUIER_MUTATIONS", "100000")))
