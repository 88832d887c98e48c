"""The shared conformance cases against the gateway as it is shipped, on both event loops."""

import importlib.util
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from demo.stack.ports import free_ports
from tests.fakes.gateway_door import GatewayDoor

ROOT = Path(__file__).resolve().parents[2]
SUITE = ROOT.parent / "shared" / "conformance" / "httpconform.py"
CASES = 182
LOOPS = ["uvloop", "asyncio"] if importlib.util.find_spec("uvloop") else ["asyncio"]

pytestmark = pytest.mark.skipif(
    not SUITE.exists(), reason="the shared conformance suite is not here"
)


@dataclass
class Run:
    """What the suite said of one gateway; `again` are the cases that passed only when asked alone."""

    verdicts: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    again: list[str] = field(default_factory=list)

    def count(self, verdict: str) -> int:
        return list(self.verdicts.values()).count(verdict)

    def failed(self) -> dict[str, str]:
        return {case: why for case, why in self.reasons.items() if self.verdicts[case] == "FAIL"}


def judged(door: GatewayDoor, upstream_port: int, folder: Path, *only: str) -> list[dict[str, str]]:
    """One run of the suite, over all cases or over those named."""
    result = folder / "result.json"
    command = [sys.executable, str(SUITE), "--quiet", "--json", str(result)]
    command += ["--proxy", f"127.0.0.1:{door.port}", "--upstream-port", str(upstream_port)]
    command += ["--lot2-prefix", "/lotb", "--front-controller", "index.php"]
    command += ["--host", "front.example", "--upstream-timeout", "3"]
    for pid in door.workers():
        command += ["--proxy-pid", str(pid)]
    for case in only:
        command += ["--only", case]
    subprocess.run(command, capture_output=True, timeout=300, check=False)
    found: list[dict[str, str]] = json.loads(result.read_text())
    return found


def run_of(loop: str, folder: Path) -> Run:
    """Every case, and each that failed once more, alone: a loaded machine is no fault of ours."""
    upstream_port = free_ports(1)[0]
    door = GatewayDoor(
        folder, upstream_port, EVENT_LOOP=loop,
        PYTHON_APPLICATION="tests.fakes.door_app:python_side()",
    )  # fmt: skip
    run = Run()
    try:
        for found in judged(door, upstream_port, folder):
            run.verdicts[found["id"]] = found["verdict"]
            run.reasons[found["id"]] = found["why"]
        for case in run.failed():
            (found,) = [f for f in judged(door, upstream_port, folder, case) if f["id"] == case]
            if found["verdict"] == "pass":
                run.again.append(f"{case} ({run.reasons[case]})")
                run.verdicts[case] = "pass"
    finally:
        assert door.stop() == 0, door.log
    assert "Traceback" not in door.log, door.log
    return run


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Run]:
    """One run a loop, side by side: most of a run is waiting for time-outs."""
    folders = [tmp_path_factory.mktemp(loop) for loop in LOOPS]
    with ThreadPoolExecutor() as threads:
        return dict(zip(LOOPS, threads.map(run_of, LOOPS, folders), strict=True))


@pytest.mark.parametrize("loop", LOOPS)
def test_every_case_passes(runs: dict[str, Run], loop: str) -> None:
    run = runs[loop]
    print(f"\n{loop}: {run.count('pass')} passed, {len(run.failed())} failed,"
          f" {run.count('skip')} skipped; passed only when asked again, alone: {run.again or 'none'}")  # fmt: skip

    assert run.failed() == {}
    assert [case for case, verdict in run.verdicts.items() if verdict == "skip"] == []
    assert len(run.verdicts) >= CASES
