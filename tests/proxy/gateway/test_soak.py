"""Requests without end through faults: no answer of another, none cut that looks whole, no write twice."""

import asyncio
import itertools
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from tests.fakes.doubtful_client import DoubtfulClient
from tests.fakes.gateway_door import GatewayDoor
from tests.fakes.gunicorn_door import ROOT, TABLE

OpenDoor = Callable[..., GatewayDoor]
CLIENTS = 32
SECOND = """
  other:
    kind: symfony4
    url: http://127.0.0.1:{port}
    hosts: [other.example]
lots:"""


@contextmanager
def faulty(name: str, share: float) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.fakes.faulty_upstream", name, str(share)],
        cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(5)
        if process.stdout:
            process.stdout.close()


def said_by(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline()


async def ask(port: int, requests: int) -> tuple[Counter[str], list[str]]:
    numbers = itertools.count()

    def next_id() -> int | None:
        number = next(numbers)
        return number if number < requests else None

    hosts = {b"front.example": b"a", b"other.example": b"b"}
    clients = [DoubtfulClient(port, hosts, next_id) for _ in range(CLIENTS)]
    await asyncio.gather(*(client.run() for client in clients))
    counts: Counter[str] = sum((client.counts for client in clients), Counter())
    return counts, [fault for client in clients for fault in client.wrong]


def run(open_door: OpenDoor, folder, requests: int, loop: str = "auto") -> None:  # type: ignore[no-untyped-def]
    with faulty("a", 0.05) as first, faulty("b", 0.05) as second:
        ports = [int(said_by(first)), int(said_by(second))]
        table = TABLE.format(port=ports[0]).replace("\nlots:", SECOND.format(port=ports[1]))
        (folder / "routing.yaml").write_text(table)
        door = open_door(ports[0], WORKERS="2", EVENT_LOOP=loop, ACCESS_LOG="none")
        memory = door.memory()
        counts, wrong = asyncio.run(ask(door.port, requests))
        grown = door.memory() - memory
        assert door.stop() == 0
        reports = []
        for process in (first, second):
            process.terminate()
            reports.append(json.loads(said_by(process)))

    told = sum((Counter(report["told"]) for report in reports), Counter[str]())
    twice = sum(report["delivered twice"] for report in reports)
    print(
        f"\n{requests} requests on {loop}: {dict(counts)}; wrong or falsely whole {len(wrong)};"
        f" {sum(r['writes'] for r in reports)} writes, delivered twice {twice};"
        f" upstream faults {sum(told.values()) - told['whole']}; memory +{grown >> 20} MiB"
    )
    assert wrong == []
    assert twice == 0
    assert told["unreadable"] == 0
    assert sum(counts.values()) == requests
    assert counts["2xx"] > requests * 0.9
    assert counts["cut off"] + counts["5xx"] > requests * 0.01
    assert "Traceback" not in door.log, door.log


def test_thousands_of_requests_through_faults(open_door: OpenDoor, tmp_path) -> None:  # type: ignore[no-untyped-def]
    run(open_door, tmp_path, 4_000)


@pytest.mark.soak
@pytest.mark.parametrize("loop", ["uvloop", "asyncio"])
def test_a_million_requests_through_faults(open_door: OpenDoor, tmp_path, loop: str) -> None:  # type: ignore[no-untyped-def]
    run(open_door, tmp_path, int(os.environ.get("FIGUIER_SOAK_REQUESTS", "1000000")), loop)
