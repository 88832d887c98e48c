"""What wrk says of a server under load."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

#: A browser's fields, so that every proxy has the same work.
FIELDS = (
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "Accept: text/html,application/xhtml+xml",
    "Accept-Language: fr",
    "Accept-Encoding: gzip, deflate",
    "Cookie: symfony=0123456789abcdef0123456789abcdef",
)
#: wrk's own statistics are rounded; the script prints them as they are.
_SCRIPT = """done = function(summary, latency, requests)
  io.write(string.format("FIGURES %d %d %d %d %d %d\\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99),
    summary.errors.status + summary.errors.timeout,
    summary.errors.connect + summary.errors.read + summary.errors.write))
end
"""
_UNITS = re.compile(r"FIGURES (\d+) (\d+) (\d+) (\d+) (\d+) (\d+)")


@dataclass(frozen=True, slots=True)
class Sample:
    """One run of wrk.

    Units: requests a second, microseconds.
    """

    requests: int
    rate: float
    p50_us: float
    p99_us: float
    errors: int


def wrk(folder: Path, url: str, connections: int, seconds: int, core: str) -> Sample:
    """The figures of one run against this URL, keep-alive, one thread."""
    script = folder / "figures.lua"
    script.write_text(_SCRIPT)
    command = ["taskset", "-c", core, "wrk", "-t1", f"-c{connections}", f"-d{seconds}s"]
    for field in FIELDS:
        command += ["-H", field]
    done = subprocess.run(
        [*command, "-s", str(script), url], capture_output=True, text=True, check=False
    )
    found = _UNITS.search(done.stdout)
    if not found:
        raise RuntimeError(f"wrk said: {done.stdout}{done.stderr}")
    requests, duration, p50, p99, bad, broken = map(int, found.groups())
    return Sample(requests, requests / (duration / 1e6), p50, p99, bad + broken)
