"""The walk-through of docs/how-to/add-a-lot.md, followed to the letter, against PHP's own pages."""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from demo.stack.database import Database
from demo.stack.pristine import restore
from demo.stack.stack import LegacyStack
from tests.fakes.duet import duet
from tests.fakes.pages import Browser, Page
from tests.fakes.twins import Twins

ROOT = Path(__file__).resolve().parents[3]
WALKTHROUGH = (ROOT / "docs/how-to/add-a-lot.md").read_text(encoding="utf-8")
FORM = "//div[@class='sf_admin_form']/form"
FILTER = "//div[@class='sf_admin_filter']/form"


def shown_files() -> dict[str, str]:
    """The files of the page, by their path."""
    blocks = re.findall(
        r"^```python\n# (modules/\S+)\n(.*?)^```", WALKTHROUGH, re.MULTILINE | re.DOTALL
    )
    return dict(blocks)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """The lot's package, written where the user the services run as can read it."""
    made = Path(tempfile.mkdtemp(prefix="figuier-walkthrough-"))
    made.chmod(0o755)
    for name, text in shown_files().items():
        path = made / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture(scope="module")
def twins(
    stack: LegacyStack,
    database: Database,
    folder: Path,
    serve: Callable[[str], AbstractContextManager[int]],
) -> Iterator[Twins]:
    site = f"tests.fakes.site:walkthrough('{folder}/modules', 'spouse_employment')"
    with serve(site) as port:
        yield Twins(
            stack.settings.ports.gestion, port, database, stack.settings.sessions("gestion")
        )
    restore(database)


def test_the_page_shows_the_words_a_lot_is_made_of() -> None:
    names = [Path(name).stem for name in shown_files()]

    assert names == [
        "__init__", "lot", "models", "rules", "queries", "actions", "forms", "views",
    ]  # fmt: skip


def test_the_files_shown_keep_the_house_rules(folder: Path) -> None:
    for command in (["check"], ["format", "--check"]):
        run = subprocess.run(
            [
                sys.executable,
                "-m",
                "ruff",
                *command,
                "--config",
                str(ROOT / "pyproject.toml"),
                str(folder),
            ],
            capture_output=True,
            text=True,
            check=False,
        )

        assert run.returncode == 0, run.stdout + run.stderr


def test_the_one_more_line_is_a_change_to_the_list_of_lots() -> None:
    (diff,) = re.findall(r"^```diff\n(.*?)^```", WALKTHROUGH, re.MULTILINE | re.DOTALL)
    listed = (ROOT / "modules/lots.py").read_text(encoding="utf-8").splitlines()
    lines = diff.splitlines()[3:]

    assert [line[1:] for line in lines if line[:1] in (" ", "-") and line[1:] not in listed] == []


@pytest.mark.stack
@pytest.mark.parametrize(
    "path",
    [
        "/offres",
        "/offres?page=2",
        "/offres?sort=intitule&sort_type=asc",
        "/offres.csv",
        "/offres/new",
        "/offre",
        "/offre/edit/id/2",
    ],
)
def test_the_lots_pages_are_the_legacys(twins: Twins, path: str) -> None:
    php, python = (browser.get(path) for browser in twins.visitor())

    assert (python.status, python.header("Content-Type")) == (200, php.header("Content-Type"))
    assert (python.body == php.body) if path.endswith("csv") else (python.lines == php.lines)


@pytest.mark.stack
def test_the_form_of_every_offer_is_the_legacys(twins: Twins) -> None:
    php, python = twins.visitor()
    for (number,) in twins.database.run("SELECT id FROM offre_emploi"):
        theirs, ours = (one.get(f"/offres/{number}/edit") for one in (php, python))

        assert (ours.status, ours.lines) == (theirs.status, theirs.lines)


def day(name: str, number: int) -> dict[str, str]:
    return {f"offre_emploi[{name}][{p}]": v for p, v in
            (("day", str(number)), ("month", "6"), ("year", "2026"))}  # fmt: skip


@pytest.mark.stack
@pytest.mark.parametrize(
    "fields",
    [
        pytest.param(day("publiee_le", 1) | day("expire_le", 30), id="accepted"),
        pytest.param(day("publiee_le", 30) | day("expire_le", 1), id="expires too early"),
        pytest.param(day("publiee_le", 31), id="no such day"),
        pytest.param({"offre_emploi[intitule]": ""} | day("expire_le", 1), id="no title"),
        pytest.param({"offre_emploi[contrat]": "x" * 21}, id="too long"),
    ],
)
def test_an_offer_is_created_and_changed_alike(twins: Twins, fields: dict[str, str]) -> None:
    def scene(browser: Browser) -> list[Page]:
        form = browser.get("/offres/new").form(FORM) | {"offre_emploi[intitule]": "Comptable"}
        edit = browser.get("/offres/2/edit").form(FORM)
        return [browser.post("/offres", form | fields), browser.post("/offres/2", edit | fields)]

    duet(twins, scene)


@pytest.mark.stack
def test_offers_are_filtered_expired_and_deleted_alike(twins: Twins) -> None:
    def scene(browser: Browser) -> list[Page]:
        page = browser.get("/offres")
        batch = page.form("//form[contains(@action, 'batch')]")
        sent = [
            browser.post("/offres/filter/action", page.form(FILTER) | {"offre_emploi_filters[statut]": "ouverte"}),
            browser.post("/offres/batch/action", batch | {"batch_action": "batchExpirer", "ids[]": ["1", "2"]}),
            browser.post("/offres/3", {"sf_method": "delete", "_csrf_token": batch["_csrf_token"]}),
        ]  # fmt: skip
        return [*sent, browser.get("/offres"), browser.get("/offres.csv")]

    left = duet(twins, scene)

    assert left.rows["offre_emploi '3'"]["deleted_at"] == "NOW"


@pytest.mark.stack
def test_whoever_lacks_the_credential_is_refused(twins: Twins) -> None:
    assert [one.get("/offres").status for one in twins.visitor("editeur_site")] == [403, 403]
