from dataclasses import fields
from pathlib import Path

import pytest

from proxy.cli import main
from proxy.cli.reference import filled
from proxy.config import ROWS
from proxy.errors import STATUS
from proxy.flips.entries import Entry, EntryKind

PAGES = Path(__file__).resolve().parents[3] / "docs" / "reference"


@pytest.mark.parametrize("page", ["cli.md", "settings.md", "errors.md"])
def test_the_page_says_what_the_code_says(page) -> None:
    text = (PAGES / page).read_text(encoding="utf-8")

    assert filled(text, main) == text, "stale: run figuier reference docs/reference"


def test_every_setting_error_and_command_is_on_its_page() -> None:
    expected = {
        "settings.md": [row.name for row in ROWS],
        "errors.md": [kind.__name__ for kind in STATUS],
        "cli.md": [f"## figuier {name}" for name, each in main.commands.items() if not each.hidden],
    }
    missing = [
        name
        for page, names in expected.items()
        for name in names
        if name not in (PAGES / page).read_text(encoding="utf-8")
    ]

    assert missing == []


def test_every_field_and_kind_of_the_journal_is_on_its_page() -> None:
    text = (PAGES / "journal.md").read_text(encoding="utf-8")

    names = [field.name for field in fields(Entry)] + [kind.value for kind in EntryKind]
    assert [name for name in names if f"`{name}`" not in text] == []


def test_a_stale_page_is_written_anew(figuier, tmp_path) -> None:
    page = tmp_path / "page.md"
    page.write_text("Before\n<!-- generated:exit_codes -->\nstale\n<!-- end -->\nAfter\n")

    first = figuier("reference", str(tmp_path))
    second = figuier("reference", str(tmp_path))

    text = page.read_text()
    assert text.startswith("Before\n<!-- generated:exit_codes -->\n\n| Code | Meaning |\n")
    assert text.endswith("<!-- end -->\nAfter\n")
    assert "stale" not in text.split("After")[0].replace("the plan is stale", "")
    assert (first.stdout, second.stdout) == (f"{page}: written\n", "")


def test_a_part_of_another_generator_is_left_alone() -> None:
    page = "<!-- generated:moon -->\nx\n<!-- end -->"

    assert filled(page, main) == page
