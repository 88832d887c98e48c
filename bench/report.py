"""What a run found, as text for the terminal and a page for the documentation."""

import platform
import subprocess
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from bench.targets import GOALS, verdict
from bench.throughput import Figures

#: Under var/, which belongs to whoever runs the product: `make bench` then copies it to the docs.
PAGE = Path("var/benchmarks.md")


def goals_table(values: Mapping[str, float]) -> str:
    """Every goal with what was found, or a dash where it was not measured."""
    lines = ["| goal | what | must | stretch | found | reached |", "|---|---|---|---|---|---|"]
    for goal in GOALS:
        value = values.get(goal.key)
        found = "–" if value is None else f"{value:.2f} {goal.unit}"
        reached = "not measured" if value is None else verdict(goal, value)
        sign = "≤" if goal.at_most else "≥"
        lines.append(
            f"| {goal.key} | {goal.text} | {sign} {goal.must} {goal.unit}"
            f" | {sign} {goal.stretch} {goal.unit} | {found} | {reached} |"
        )
    return "\n".join(lines)


def figures_table(title: str, found: Mapping[str, Figures], base: str) -> str:
    """One load: every server with its median, its spread and its ratio to the base."""
    lines = [
        f"### {title}\n",
        "| server | requests/s (min–max) | × | CPU µs/request | × | p50 µs | p99 µs (min–max) | errors |",
        "|---|---|---|---|---|---|---|---|",
    ]
    reference = found[base]
    for each in sorted(found.values(), key=lambda one: -one.rate):
        cpu = f"{each.cpu:.1f} | {each.cpu / reference.cpu:.2f}" if each.cpu else "– | –"
        lines.append(
            f"| {each.name} | {each.rate:,.0f} ({min(each.rates):,.0f}–{max(each.rates):,.0f})"
            f" | {each.rate / reference.rate:.3f} | {cpu} | {each.p50:.0f}"
            f" | {each.p99:.0f} ({min(each.p99_us):.0f}–{max(each.p99_us):.0f}) | {each.errors} |"
        )
    return "\n".join(lines)


def machine() -> str:
    """What the figures were measured on: kernel, cores, versions; no name of a machine."""
    versions = []
    for command in (["nginx", "-v"], ["haproxy", "-v"], ["php-fpm8.2", "-v"]):
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        except FileNotFoundError:
            continue
        versions.append((done.stdout + done.stderr).splitlines()[0].split(" - ")[0].strip())
    python = f"Python {platform.python_version()}"
    return "; ".join([f"{platform.system()} {platform.machine()}", python, *versions])


def write_page(
    tables: Sequence[str], values: Mapping[str, float], load: float, rounds: int
) -> None:
    """The page of the documentation, replaced whole."""
    text = "\n\n".join(
        [
            "# Benchmarks",
            (
                "Made by `make bench`; do not edit. Read ratios within one table, never absolute"
                " figures across tables: each table is one run with its own peers."
            ),
            (
                f"Measured on {datetime.now(UTC).date().isoformat()}, {rounds} alternating rounds, medians;"
                f" load of the machine before the run: {load:.2f}. {machine()}."
            ),
            (
                "Upstream and load share one core, the proxy under test has the other. nginx: Debian's,"
                " one worker, keep-alive to the upstream; HAProxy: one thread. Figuier: one worker,"
                " a thousand routes, access log, counters and all other defaults on."
            ),
            "## Goals",
            goals_table(values),
            (
                "P15 is dropped: the WSGI door has no speed goal. P16 is measured by"
                " `python -m bench.php_session`. P18 and P19 are counted, not timed:"
                " `tests/proxy/gateway/test_hot_path.py`."
            ),
            "## Figures",
            *tables,
        ]
    )
    PAGE.write_text(text + "\n", encoding="utf-8")


def ratio(found: Mapping[str, Figures], name: str, base: str) -> float:
    """Requests a second of one server, in those of another."""
    return found[name].rate / found[base].rate


def added(found: Mapping[str, Figures], bare: Figures) -> tuple[float, float]:
    """The median and the 99th percentile that Figuier adds, in what nginx adds."""
    ours, nginx = found["Figuier"], found["nginx"]
    return (
        (ours.p50 - bare.p50) / max(nginx.p50 - bare.p50, 1.0),
        (ours.p99 - bare.p99) / max(nginx.p99 - bare.p99, 1.0),
    )
