"""`figuier scaffold` typed by a person: a project of others becomes a lot of a checkout."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from proxy.cli import main
from tests.fakes.nurseries import planted_project

LISTS = '"""The lots."""\n\nfrom modules.kernel.lot import Lot\n\nLOTS: tuple[Lot, ...] = ()\n'
ROUTING = """version: 1
backends:
  estate: { kind: symfony1, url: "http://127.0.0.1:8001", hosts: [e.localhost], controllers: { index.php: shed } }
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules/lots.py").write_text(LISTS)
    (tmp_path / "routing.yaml").write_text(ROUTING)
    planted_project(tmp_path / "estate")
    return tmp_path


def figuier(checkout: Path, *words: str) -> Result:
    environ = {
        "FIGUIER_ROUTING_FILE": str(checkout / "routing.yaml"),
        "FIGUIER_STATE_DIR": str(checkout / "var"),
        "FIGUIER_PROJECT_ESTATE": str(checkout / "estate"),
    }
    return CliRunner().invoke(main, ["scaffold", *words, "--into", str(checkout)], env=environ)


def files_of(checkout: Path) -> dict[str, bytes]:
    return {str(one.relative_to(checkout)): one.read_bytes() for one in checkout.rglob("*") if one.is_file()}  # fmt: skip


def test_a_lot_is_written_listed_and_routed_at_stage_legacy(checkout: Path) -> None:
    done = figuier(checkout, "gardens", "--modules", "garden", "--title", "Jardins")

    assert done.exit_code == 0, done.output
    assert "modules/gardens/models.py" in done.output
    assert "LOTS: tuple[Lot, ...] = (GARDENS,)" in (checkout / "modules/lots.py").read_text()
    routing = (checkout / "routing.yaml").read_text()
    assert routing.startswith(ROUTING)
    assert "  gardens:\n    title: Jardins\n    stage: legacy\n" in routing
    assert "things are left to write" in done.output


def test_a_dry_run_says_it_and_writes_nothing(checkout: Path) -> None:
    before = files_of(checkout)
    done = figuier(checkout, "gardens", "--modules", "garden", "--dry-run", "--json")

    told = json.loads(done.stdout)
    assert told["dry_run"] is True
    assert {one["fate"] for one in told["files"]} == {"new"}
    assert told["spliced"] == ["modules/lots.py", "routing.yaml"]
    assert told["generated_lines"] > 100
    assert any("executeListWater() is PHP" in one for one in told["by_hand"])
    assert files_of(checkout) == before


def test_a_second_run_keeps_what_a_person_changed(checkout: Path) -> None:
    figuier(checkout, "gardens", "--modules", "garden")
    models = checkout / "modules/gardens/models.py"
    models.write_text(models.read_text() + "# mine\n")
    before = files_of(checkout)
    done = figuier(checkout, "gardens", "--json", "--name", "nom=called")

    told = json.loads(done.stdout)
    assert {one["path"]: one["fate"] for one in told["files"]}[
        "modules/gardens/models.py"
    ] == "kept"
    assert told["spliced"] == []
    assert (checkout / "modules/gardens/models.py").read_bytes() == before[
        "modules/gardens/models.py"
    ]


@pytest.mark.parametrize(
    "words, said",
    [
        pytest.param(["gardens"], "name its modules with --modules", id="a lot that is nowhere"),
        pytest.param(["gardens", "--modules", "nope"], "no application has a module nope", id="no such module"),
        pytest.param(["g", "--modules", "garden", "--backend", "x"], "no symfony1 backend", id="no such backend"),
        pytest.param(["g", "--modules", "garden", "--project", "/"], "no symfony 1 project", id="no project"),
        pytest.param(["g", "--modules", "garden", "--database-url", "mysql://u:p@127.0.0.1:9/x"], "cannot be read", id="a database that is away"),
        pytest.param(["g", "--modules", "garden", "--name", "nom"], "LEGACY=ENGLISH", id="half a name"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_says_why_and_writes_nothing(
    checkout: Path, words: list[str], said: str
) -> None:
    before = files_of(checkout)
    done = figuier(checkout, *words)

    assert done.exit_code == 2, done.output
    assert said in done.output
    assert files_of(checkout) == before


@pytest.mark.parametrize(
    "lot, said",
    [
        pytest.param("class", "'class' is a word of Python's", id="a keyword"),
        pytest.param("kernel", "modules/kernel is no lot", id="the kernel"),
        pytest.param("lots", "modules/lots.py stands in its way", id="the list of lots"),
        pytest.param("tests", "'tests' is kept for tests", id="what tests are called"),
        pytest.param("my-lot", "write it as `my_lot`", id="no name of Python's"),
        pytest.param("Jardin", "write it as `jardin`", id="capitals"),
        pytest.param("9lives", "starts with a letter", id="a digit first"),
        pytest.param("mine", "modules/mine is no lot", id="a folder of somebody's"),
    ],
)
def test_a_lot_whose_name_cannot_be_imported_is_refused(
    checkout: Path, lot: str, said: str
) -> None:
    for folder in ("kernel", "mine"):
        (checkout / "modules" / folder).mkdir()
        (checkout / "modules" / folder / "__init__.py").write_text("")
    (checkout / "modules/kernel/lot.py").write_text("class Lot:\n    LOT = 1\n")
    before = files_of(checkout)
    done = figuier(checkout, lot, "--modules", "garden")

    assert done.exit_code == 2, done.output
    assert said in done.output
    assert files_of(checkout) == before


def test_what_a_killed_run_left_is_no_hindrance(checkout: Path) -> None:
    (checkout / "modules/gardens/__pycache__").mkdir(parents=True)
    (checkout / "modules/gardens/.models.py.scaffold-draft").write_text("half")
    first = figuier(checkout, "gardens", "--modules", "garden")
    (checkout / "modules/gardens/lot.py").unlink()
    second = figuier(checkout, "gardens")

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert (checkout / "modules/gardens/lot.py").exists()


def test_a_folder_without_a_list_of_lots_is_refused(checkout: Path) -> None:
    shutil.rmtree(checkout / "modules")

    assert "has no modules/lots.py" in figuier(checkout, "gardens", "--modules", "garden").output
