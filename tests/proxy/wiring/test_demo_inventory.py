"""The whole demo against a generated log, and against its own PHP router."""

import json
import random
import shutil
import subprocess
from pathlib import Path

import pytest

from legacy_bridge.symfony1.project.whole import read_whole
from proxy.inventory.coverage import coverage, percentages
from proxy.inventory.traffic import Counter
from proxy.routing_file.reader import read_table
from proxy.wiring.survey import ProjectSource, Reading, read_projects

ROOT = Path(__file__).resolve().parents[3]
GESTION = ROOT / "demo" / "gestion"
#: Addresses that nobody meant: slashes, formats, probes, other methods.
ODD = (
    "/", "//", "/communes/", "/communes/12/", "/communes.csv", "/commune/edit/id/3", "/Commune/edit",
    "/communes/abc/edit", "/communes/12/ListDupliquer", "/wp-login.php", "/index.php", "/backend.php",
    "/backend.php/journal", "/frontend_dev.php/communes", "/%2e%2e/etc", "/%zz", "/é", "/css/main.css",
    "/a/b/c/d/e", "/evenements/3.ics", "/evenements/3.pdf", "/statistiques/2024.csv", "/statistiques/24.csv",
    "/outils/lent/x", "/default/error404", "/langue/de", "/-/lots", "/sf_guard_user/1/edit",
)  # fmt: skip


@pytest.fixture(scope="module")
def demo() -> Reading:
    sources = (ProjectSource("gestion", GESTION), ProjectSource("vitrine", ROOT / "demo/vitrine"))
    return read_projects(sources, read_table(ROOT / "routing.yaml"))


def asked(demo: Reading, count: int) -> list[tuple[str, str, str]]:
    """Hosts, methods and paths: mostly real pages with other numbers, some odd ones."""
    dice = random.Random(23)
    pages = [
        (entry.backend, method, "/backend.php" * (entry.application == "backend") + path)
        for entry in demo.ledger.entries
        for path in entry.examples
        for method in sorted(entry.methods or {"GET", "POST"})
    ]
    found = []
    for _ in range(count):
        backend, method, path = dice.choice(pages)
        if dice.random() < 0.1:
            path, method = dice.choice(ODD), dice.choice(("GET", "POST", "PUT", "DELETE", "HEAD"))
        elif dice.random() < 0.5:
            path = path.replace("/12", f"/{dice.randrange(100_000)}")
        found.append((f"{backend}.localhost", method, path))
    return found


@pytest.mark.parametrize("count", [10_000, pytest.param(100_000, marks=pytest.mark.soak)])
def test_a_log_of_the_whole_demo_sums_to_a_hundred(
    tmp_path: Path, demo: Reading, count: int
) -> None:
    log = tmp_path / "access.log"
    log.write_text(
        "".join(
            f'{host} 1.1.1.1 - - [23/Nov/2026:10:00:00 +0100] "{method} {path} HTTP/1.1" 200 1 "-" "-"\n'
            for host, method, path in asked(demo, count)
        ),
        encoding="utf-8",
    )
    counter = Counter(demo.ledger, demo.ledger.hosts)

    counter.count(log, "gestion")

    traffic = counter.traffic
    report = coverage(demo.survey, traffic)
    hits = [share.hits for share in report.shares]
    assert sum(hits) == traffic.lines == count
    assert sum(float(share.split()[0]) for share in percentages(hits)) == pytest.approx(100)
    assert traffic.unreadable == 0
    assert sum(number for _, number in report.by_lot) == count
    # Nine of ten were addresses of the inventory: none of them is unknown.
    assert 0 < hits[2] < count * 0.12


def test_numbers_that_are_taken_as_alike_are(demo: Reading) -> None:
    differing = [
        (host, method, path)
        for host, method, path in asked(demo, 3000)
        if demo.ledger.locate(host.partition(".")[0], method, path.encode())
        != demo.ledger.locate(
            host.partition(".")[0], method, demo.ledger.shape(host.partition(".")[0], path.encode())
        )
    ]

    assert differing == []


JUDGE = r"""
require $argv[1] . '/lib/engine/autoload.php';
$found = [];
foreach (['frontend', 'backend'] as $name) {
  $application = new Gestion\Config\Application($name, 'prod');
  foreach (json_decode(stream_get_contents(fopen($argv[2], 'r')), true) as [$method, $path]) {
    $router = new Gestion\Routing\Router($application->file('routing'), '');
    $answer = $router->parse($path, $method);
    $found[$name][] = $answer === null ? null : [$router->currentName(), $answer['module'] ?? '', $answer['action'] ?? ''];
  }
}
echo json_encode($found);
"""


@pytest.mark.php
@pytest.mark.skipif(shutil.which("php") is None, reason="PHP is not here")
def test_the_demos_own_router_gives_the_same_routes(tmp_path: Path, demo: Reading) -> None:
    questions = [
        (method, path)
        for host, method, path in asked(demo, 400)
        if host.startswith("gestion") and "%" not in path and ".php" not in path
    ] + [("GET", path) for path in ODD if "%" not in path and ".php" not in path]
    (tmp_path / "questions.json").write_text(json.dumps(questions))
    run = subprocess.run(
        ["php", "-r", JUDGE, "--", str(GESTION), str(tmp_path / "questions.json")],
        capture_output=True,
        text=True,
        check=True,
        env={"FIGUIER_CACHE_DIR": str(tmp_path), "FIGUIER_STATE_DIR": str(tmp_path), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    judged = json.loads(run.stdout)
    whole = read_whole(GESTION)

    for application, answers in judged.items():
        table = whole.surfaces[application].application.table
        ours = [
            [found.route.name, str(found.parameters.get("module", "")), str(found.parameters.get("action", ""))]
            if (found := table.match(path, method))
            else None
            for method, path in questions
        ]  # fmt: skip
        assert ours == answers
