"""`figuier inventory`."""

import json
from pathlib import Path

import pytest

from tests.fakes.symfony1_project import write_project
from tests.proxy.cli.conftest import Run

LOG = (
    '1.1.1.1 - - [23/Nov/2026:10:00:00 +0100] "GET /communes HTTP/1.1" 200 1\n' * 3
    + '1.1.1.1 - - [23/Nov/2026:10:00:00 +0100] "GET /wp-login.php HTTP/1.1" 404 1\n'
)


@pytest.fixture
def project(tmp_path: Path) -> str:
    return f"gestion={write_project(tmp_path / 'project')}"


def whole_project(tmp_path: Path) -> Path:
    """The project without what no lot may claim: a script, redirects, a route that PHP makes."""
    return write_project(
        tmp_path / "project",
        plugins__agendaPlugin__lib__agendaRouting_dot_class_dot_php=None,
        web__outil_dot_php=None,
        web___dot_htaccess=None,
    )


@pytest.fixture
def log(tmp_path: Path) -> str:
    (tmp_path / "access.log").write_text(LOG)
    return str(tmp_path / "access.log")


def test_a_folder_is_shown_without_another_word(figuier: Run, project: str) -> None:
    plain, named = figuier("inventory", project), figuier("inventory", "show", project)

    assert plain.exit_code == 0
    assert plain.output == named.output
    assert "Entries" in plain.output
    assert "Not understood, or with a reserve" in plain.output


def test_traffic_sums_to_a_hundred(figuier: Run, project: str, log: str) -> None:
    found = json.loads(figuier("inventory", project, "--log", log, "--json").stdout)

    assert found["traffic"]["lines"] == 4
    assert sum(share["hits"] for share in found["shares"]) == 4
    assert [unknown["group"] for unknown in found["unknown"]] == ["/wp-login.php"]
    assert sum(entry["hits"] for entry in found["entries"]) == 3


def test_a_delete_that_a_post_may_have_meant_is_no_candidate(
    figuier: Run, tmp_path: Path, project: str
) -> None:
    log = tmp_path / "posts.log"
    log.write_text(LOG.replace("GET /communes ", "POST /communes/12 "))

    found = json.loads(figuier("inventory", project, "--log", str(log), "--json").stdout)

    never = [each for each in found["never_hit"] if "DELETE" in each["methods"]]
    assert (never, [each["pattern"] for each in found["cannot_be_told"]]) == (
        [], ["/communes/:id.:sf_format"],
    )  # fmt: skip


def test_projects_may_come_from_the_settings(figuier: Run, project: str) -> None:
    result = figuier("inventory", FIGUIER_INVENTORY_PROJECTS=project)

    assert result.exit_code == 0
    assert "gestion (symfony1)" in result.output


def test_options_may_come_first(figuier: Run, project: str) -> None:
    assert figuier("inventory", "--all", project).exit_code == 0
    assert "diff" in figuier("inventory", "--help").output


def test_ci_ends_with_1_when_something_is_open(figuier: Run, project: str, log: str) -> None:
    result = figuier("inventory", project, "--log", log, "--ci")

    assert result.exit_code == 1
    assert "unclaimed; the first:" in result.stderr
    assert "1 group of unknown surface; the first: gestion /wp-login.php" in result.stderr


def test_ci_ends_with_0_when_everything_is_claimed(figuier: Run, tmp_path: Path) -> None:
    project = f"gestion={whole_project(tmp_path)}"
    routing = tmp_path / "proposed.yaml"
    assert figuier("lots", "propose", project, "--output", str(routing)).exit_code == 0

    result = figuier("inventory", project, "--routing", str(routing), "--ci")

    assert (result.exit_code, result.stderr) == (0, "")


UNREAD = {
    "a tab": "perdue:\n\turl: /perdue\n",
    "a class that nobody has": "perdue: { url: /perdue, class: absentRoute }\n",
    "PHP": "perdue: { url: <?php echo $x ?>, param: { module: journal, action: index } }\n",
}


@pytest.mark.parametrize("said", UNREAD.values(), ids=UNREAD.keys())
def test_ci_ends_with_1_when_some_of_the_surface_could_not_be_read(
    figuier: Run, tmp_path: Path, said: str
) -> None:
    project = f"gestion={whole_project(tmp_path)}"
    routing = tmp_path / "proposed.yaml"
    figuier("lots", "propose", project, "--output", str(routing))
    path = tmp_path / "project" / "apps/backend/config/routing.yml"
    path.write_text(path.read_text() + said)

    result = figuier("inventory", project, "--routing", str(routing), "--ci")
    found = json.loads(figuier("inventory", project, "--json").stdout)

    assert result.exit_code == 1
    assert "1 file or route could not be read; the first: gestion: apps/backend" in result.stderr
    assert "left out: " in result.output
    assert [each["source"] for each in found["remarks"] if each["is_left_out"]] == [
        "gestion: apps/backend/config/routing.yml:2" if "\t" not in said
        else "gestion: apps/backend/config/routing.yml:3"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "why"),
    [
        pytest.param(("inventory",), "give the project's folder", id="nothing"),
        pytest.param(("inventory", "/nowhere"), "no such folder", id="no folder"),
        pytest.param(("inventory", "a=/x", "a=/y"), "two projects have one name", id="twice"),
        pytest.param(("inventory", "{project}", "--log", "other=x.log"), "no project is named other", id="log of nobody"),
        pytest.param(("inventory", "{project}", "--log", "/nowhere.log"), "No such file", id="no log"),
        pytest.param(("inventory", "{project}", "--routes-output", "x"), "write APPLICATION=FILE", id="no application"),
        pytest.param(("inventory", "{project}", "--pages-database", "sqlite:////no/where"), "the pages' database", id="no database"),
        pytest.param(("inventory", "{project}", "--pages-database", "b=sqlite://"), "no project is named b", id="database of nobody"),
        pytest.param(("inventory", "{project}", "--routing", "/nowhere.yaml"), "nowhere.yaml", id="no table"),
        pytest.param(("inventory", "diff", "/a.json", "/b.json"), "/a.json", id="nothing to compare"),
    ],
)  # fmt: skip
def test_bad_words_are_refused_with_a_reason(
    figuier: Run, project: str, words: tuple[str, ...], why: str
) -> None:
    result = figuier(*(word.format(project=project) for word in words))

    assert result.exit_code == 2
    assert why in result.stderr


def kept(figuier: Run, path: Path, *words: str) -> str:
    path.write_text(figuier("inventory", *words, "--json").stdout, encoding="utf-8")
    return str(path)


def test_two_dates_are_compared(figuier: Run, tmp_path: Path, project: str, log: str) -> None:
    before = kept(figuier, tmp_path / "before.json", project)
    folder = Path(project.partition("=")[2])
    path = folder / "apps/backend/config/routing.yml"
    path.write_text(path.read_text() + "neuf: { url: /neuf, param: { module: journal, action: index } }\n")  # fmt: skip
    after = kept(figuier, tmp_path / "after.json", project, "--log", log)

    result = figuier("inventory", "diff", before, after, "--ci")
    found = json.loads(figuier("inventory", "diff", before, after, "--json").stdout)

    assert result.exit_code == 1
    assert "Added: 1" in result.output
    assert "Unknown surface that was not there before: 1" in result.output
    assert ("/neuf" in found["added"][0], found["removed"]) == (True, [])
    assert figuier("inventory", "diff", before, before, "--ci").exit_code == 0


def test_what_is_kept_is_shown_in_the_console(figuier: Run, folder: Path, project: str) -> None:
    assert figuier("inventory", project, "--keep").exit_code == 0

    (path,) = (folder / "var" / "inventory").glob("*.json")

    assert json.loads(path.read_text())["format"] == 1
