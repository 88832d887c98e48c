"""The shared conformance cases against the WSGI door as it is shipped."""

import json
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes.gunicorn_door import GunicornDoor

ROOT = Path(__file__).resolve().parents[2]
SUITE = ROOT.parent / "shared" / "conformance" / "httpconform.py"
PAGE = ROOT / "docs" / "reference" / "wsgi-door.md"


def documented_exceptions() -> set[str]:
    """The ids in the first column of the table under “Exceptions”."""
    section = PAGE.read_text(encoding="utf-8").partition("## Exceptions\n")[2].partition("\n## ")[0]
    return set(re.findall(r"^\| ([A-Z]{3}-\d+) \|", section, re.MULTILINE))


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@pytest.mark.skipif(not SUITE.exists(), reason="the shared conformance suite is not here")
def test_every_case_passes_but_the_documented_exceptions(tmp_path) -> None:
    upstream_port = free_port()
    door = GunicornDoor(tmp_path, upstream_port)
    try:
        command = [sys.executable, str(SUITE), "--quiet", "--json", str(tmp_path / "result.json")]
        command += ["--proxy", f"127.0.0.1:{door.port}", "--upstream-port", str(upstream_port)]
        command += ["--lot2-prefix", "/lotb", "--front-controller", "index.php"]
        command += ["--host", "front.example", "--upstream-timeout", "3"]
        for pid in door.workers():
            command += ["--proxy-pid", str(pid)]
        told = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    finally:
        door.stop()
    results = json.loads((tmp_path / "result.json").read_text())

    print(told.stdout)
    assert {r["id"] for r in results if r["verdict"] == "FAIL"} == documented_exceptions()
    assert [r["id"] for r in results if r["verdict"] == "skip"] == []
    assert len(results) >= 182
