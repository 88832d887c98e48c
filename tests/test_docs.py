"""Documentation that can be false is tested."""

import dataclasses
import re
from pathlib import Path

import pytest

from proxy import errors
from proxy.cli import main
from proxy.config import ROWS
from proxy.core.stages import MOVES
from proxy.gateway.limits import Limits

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
PACKAGES = ("proxy", "modules", "legacy_bridge", "demo", "bench")
#: Folders of the demo's PHP applications follow their frameworks' own layout.
FOREIGN = {"gestion", "vitrine"}


def text_of(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_every_setting_is_documented(row: object) -> None:
    assert f"`{row.name}`" in text_of("docs/reference/settings.md")  # type: ignore[attr-defined]


def test_every_error_is_documented() -> None:
    page = text_of("docs/reference/errors.md")
    names = [
        name
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, errors.FiguierError)
    ]

    assert [name for name in names if name not in page] == []


def test_every_command_is_documented() -> None:
    page = text_of("docs/reference/cli.md")

    shown = [name for name, command in main.commands.items() if not command.hidden]
    assert [name for name in shown if f"figuier {name}" not in page] == []


def test_the_table_of_stages_is_that_of_the_code() -> None:
    drawn = [f"| {before} | {', '.join(name for name in MOVES if name in MOVES[before])} |"
             for before in MOVES]  # fmt: skip
    table = text_of("docs/architecture.md").partition("<!-- stages")[2].splitlines()[3:8]

    assert table == drawn


def test_every_folder_is_in_the_glossary() -> None:
    page = text_of("docs/glossary.md")
    folders = {
        path.name
        for package in PACKAGES
        for path in [ROOT / package, *(ROOT / package).rglob("*")]
        if path.is_dir()
        and path.name != "__pycache__"
        and not FOREIGN & set(path.relative_to(ROOT).parts)
        and (path.name == package or "templates" not in path.parent.parts)
    }

    assert sorted(name for name in folders if f"| {name} |" not in page) == []


def test_every_link_leads_somewhere() -> None:
    link = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
    broken = [
        f"{relative(page)}: {target}"
        for page in PAGES
        for target in link.findall(page.read_text(encoding="utf-8"))
        if "://" not in target and not (page.parent / target).exists()
    ]

    assert broken == []


def test_every_file_that_is_named_exists() -> None:
    named = re.compile(r"`((?:proxy|modules|legacy_bridge|demo|tests|docs|bench)/[\w./-]+)`")
    missing = [
        f"{relative(page)}: {name}"
        for page in PAGES
        for name in named.findall(page.read_text(encoding="utf-8"))
        if not (ROOT / name).exists()
    ]

    assert missing == []


def test_every_figuier_command_in_the_docs_exists() -> None:
    unknown = [
        f"{relative(page)}: {name}"
        for page in PAGES
        for name in re.findall(
            r"^\$ figuier ([a-z]+)", page.read_text(encoding="utf-8"), re.MULTILINE
        )
        if name not in main.commands
    ]

    assert unknown == []


def test_every_decision_says_what_it_costs() -> None:
    silent = [
        relative(page)
        for page in (ROOT / "docs" / "decisions").glob("*.md")
        if "cost" not in page.read_text(encoding="utf-8").lower()
    ]

    assert silent == []


def test_every_bound_of_the_gateway_is_documented_with_its_default() -> None:
    page = text_of("docs/reference/gateway.md")
    rows = dict(re.findall(r"^\| `(\w+)` \| ([\d.]+) \|", page, re.MULTILINE))

    assert {name: float(value) for name, value in rows.items()} == {
        field.name: float(field.default)  # type: ignore[arg-type]
        for field in dataclasses.fields(Limits)
    }
