"""What shadows add is told beside how far rounds lie apart anyway."""

from pathlib import Path

import pytest

from bench.shadow import Added, Reader, p99, table
from proxy.parity.shadow.tap import Tap
from proxy.parity.shadow.wire import begin_datagram
from tests.fakes.gunicorn_door import until


def test_the_p99_is_told_with_what_it_is_worth() -> None:
    assert p99([1.0] * 99 + [100.0]) > 90
    told = table([Added("a shadow that reads all", 0.5, -0.02, 0.1, 2000.0, 7000, 8000)])
    assert "| a shadow that reads all | 0.500 | -0.020 | 0.100 | 8,000 | 7,000 |" in told


@pytest.mark.parametrize("hangs", [False, True])
def test_the_shadow_that_stands_for_ours_reads_or_hangs(tmp_path: Path, hangs: bool) -> None:
    reader = Reader(tmp_path, hangs=hangs)
    tap = Tap(tmp_path, 1.0, 1.0)
    datagram = begin_datagram(b"1" * 16, b"{}", b"GET / HTTP/1.1")
    try:
        if hangs:
            assert until(lambda: not tap.send(datagram), 10)
        else:
            assert until(lambda: bool(tap.send(datagram) and reader.taken), 10)
    finally:
        tap.close()
        reader.end()
    assert (reader.taken == 0) == hangs
