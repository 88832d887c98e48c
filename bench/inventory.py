"""Inventory and guard: 300 modules, 5,000 routes, a log of 10 million lines, 5,000 files of PHP."""

import argparse
import random
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from legacy_bridge.symfony1.usage.project import ProjectUsage, read_usage
from proxy.inventory.coverage import coverage
from proxy.inventory.traffic import Counter, Traffic
from proxy.wiring.survey import ProjectSource, Reading, read_projects

GESTION = Path(__file__).resolve().parents[1] / "demo/gestion"

_ACTIONS = 6
_CONTROLLER = (
    "<?php ProjectConfiguration::getApplicationConfiguration('frontend', 'prod', false);\n"
)
_COLLECTION = """
{name}:
  class: sfDoctrineRouteCollection
  options:
    model: {model}
    module: {name}
    prefix_path: /{name}s
    with_wildcard_routes: true
    object_actions: {{ {objects} }}
"""


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured."""

    routes: int
    entries: int
    read_s: float
    lines: int
    count_s: float
    addresses: int
    peak_mb: float

    def __str__(self) -> str:
        """As a paragraph of the page."""
        return (
            f"{self.routes} routes read into {self.entries} entries in {self.read_s:.1f} s; "
            f"{self.lines} lines with {self.addresses} addresses counted in {self.count_s:.1f} s, "
            f"{self.lines / self.count_s:,.0f} lines a second; "
            f"at most {self.peak_mb:.0f} MB of memory (seconds of one processor)."
        )


@dataclass(frozen=True, slots=True)
class GuardFigures:
    """What reading PHP for uses of tables took."""

    files: int
    megabytes: float
    mentions: int
    read_s: float

    def __str__(self) -> str:
        """As a sentence of the page."""
        return (
            f"{self.files} files of PHP ({self.megabytes:.1f} MB) read for the guard in "
            f"{self.read_s:.1f} s: {self.mentions} uses of tables and columns."
        )


def write_php(folder: Path, files: int) -> Path:
    """The demo's PHP over and over, each copy another application's."""
    sources = sorted(GESTION.rglob("*.php"))
    shutil.copytree(GESTION / "config", folder / "config")
    for number in range(files):
        source = sources[number % len(sources)]
        copy = folder / f"apps/a{number // len(sources)}" / source.relative_to(GESTION)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(source.read_bytes())
    return folder


def guarded(folder: Path, files: int) -> GuardFigures:
    """Read a project of so many files as `figuier db check` does."""
    project = write_php(folder / "php", files)
    megabytes = sum(path.stat().st_size for path in project.rglob("*.php")) / 1e6
    found: list[ProjectUsage] = []
    read_s = timed(lambda: found.append(read_usage(project)))
    return GuardFigures(files, megabytes, len(found[0].mentions), read_s)


def write_project(folder: Path, modules: int, routes: int) -> Path:
    """A project of so many modules, and about so many routes."""
    each = max(1, routes // modules - 9)
    objects = ", ".join(f"faire{number}: get" for number in range(each))
    text = ""
    for number in range(modules):
        name = f"module{number}"
        text += _COLLECTION.format(name=name, model=f"Modele{number}", objects=objects)
        actions = folder / f"apps/frontend/modules/{name}/actions"
        actions.mkdir(parents=True)
        methods = "".join(f"  public function executeFaire{n}() {{}}\n" for n in range(_ACTIONS))
        source = f"<?php\nclass {name}Actions extends sfActions\n{{\n{methods}}}\n"
        (actions / "actions.class.php").write_text(source, encoding="utf-8")
    text += "default_index: { url: /:module, param: { action: index } }\n"
    text += 'default: { url: "/:module/:action/*" }\n'
    (folder / "apps/frontend/config").mkdir(parents=True)
    (folder / "apps/frontend/config/routing.yml").write_text(text, encoding="utf-8")
    (folder / "web").mkdir()
    (folder / "web/index.php").write_text(_CONTROLLER, encoding="utf-8")
    return folder


def log_lines(modules: int, lines: int, dice: random.Random) -> Iterator[str]:
    """Lines of a log as real ones are: few addresses are asked for often, many seldom."""
    tail = '"-" "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"'
    for number in range(lines):
        module = int(modules * dice.random() ** 3)
        record = int(2000 * dice.random() ** 6) + 1
        path = dice.choice(
            (f"/module{module}s", f"/module{module}s/{record}", f"/module{module}s/{record}/edit",
             f"/module{module}s?page={number % 9}", f"/module{module}/faire1/id/{record}",
             "/wp-login.php" if not number % 97 else f"/module{module}s/new")
        )  # fmt: skip
        day = 1 + number * 28 // lines
        yield f'10.0.{number % 250}.{number % 199} - - [{day:02d}/Nov/2026:10:00:00 +0100] "GET {path} HTTP/1.1" 200 {number % 9999} {tail}\n'


def different_lines(modules: int, lines: int, dice: random.Random) -> Iterator[str]:
    """The worst of logs: every line asks for another address, by number or by word."""
    for number in range(lines):
        module, record = dice.randrange(modules), dice.randrange(10**9)
        path = dice.choice(
            (f"/module{module}s/{record}/edit", f"/module{module}/faire1/mot/m{record:x}")
        )
        day = 1 + number * 28 // lines
        yield f'10.0.0.1 - - [{day:02d}/Nov/2026:10:00:00 +0100] "GET {path} HTTP/1.1" 200 9 "-" "-"\n'


def timed(work: Callable[[], object]) -> float:
    """Seconds of one processor that a run takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def measured(
    folder: Path, *, modules: int, routes: int, lines: int, is_different: bool = False
) -> Figures:
    """Read a project of that size and count a log of that length.

    Shape: each request is one entry's or unknown; anything else stops the measurement.
    """
    source = ProjectSource("gestion", write_project(folder / "project", modules, routes))
    log = folder / "access.log"
    with log.open("w", encoding="ascii") as out:
        written = different_lines if is_different else log_lines
        out.writelines(written(modules, lines, random.Random(6)))
    readings: list[Reading] = []
    read_s = timed(lambda: readings.append(read_projects([source], None)))
    counter = Counter(readings[0].ledger, {})
    count_s = timed(lambda: counter.count(log, "gestion"))
    _check(readings[0], counter.traffic, lines)
    names = {entry.name for entry in readings[0].survey.entries}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    addresses = sum(1 for _ in counter.seen_addresses())
    entries = len(readings[0].survey.entries)
    return Figures(len(names), entries, read_s, lines, count_s, addresses, peak)


def _check(reading: Reading, traffic: Traffic, lines: int) -> None:
    report = coverage(reading.survey, traffic)
    total = sum(share.hits for share in report.shares)
    if total != lines:
        raise AssertionError(f"{total} requests were counted, {lines} were written")


def main() -> int:
    """Measure, and print what a page of the documentation may quote."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--modules", type=int, default=300)
    options.add_argument("--routes", type=int, default=5_000)
    options.add_argument("--lines", type=int, default=10_000_000)
    options.add_argument("--files", type=int, default=5_000, help="of PHP, for the guard")
    options.add_argument("--different", action="store_true", help="another address in each line")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = measured(
            Path(folder),
            modules=chosen.modules,
            routes=chosen.routes,
            lines=chosen.lines,
            is_different=chosen.different,
        )
        sys.stdout.write(f"{found}\n{guarded(Path(folder), chosen.files)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
