"""Inventories kept in the state directory."""

import json
from pathlib import Path

import pytest

from proxy.errors import ProjectUnreadable, StateUnwritable
from proxy.inventory.document import FORMAT
from proxy.inventory.keeping import keep, kept_fields, kept_paths


def test_what_is_kept_is_found_the_latest_first(tmp_path: Path) -> None:
    first = keep(tmp_path, "2026-11-01T10:00:00+00:00", {"format": FORMAT, "a": "é"})
    second = keep(tmp_path, "2026-11-23T10:00:00+00:00", {"format": FORMAT})
    (tmp_path / "inventory" / "notes.txt").write_text("mine")

    assert kept_paths(tmp_path) == [second, first]
    assert kept_fields(first)["a"] == "é"
    assert first.name == "20261101T100000Z.json"


def test_nothing_kept_is_nothing_found(tmp_path: Path) -> None:
    assert kept_paths(tmp_path) == []


@pytest.mark.parametrize("text", ["", "{", "[]", json.dumps({"format": 99})])
def test_other_files_are_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(text)

    with pytest.raises(ProjectUnreadable, match=r"a\.json"):
        kept_fields(path)


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "inventory").write_text("a file")

    with pytest.raises(StateUnwritable, match="inventory"):
        keep(tmp_path, "2026-11-23T10:00:00+00:00", {})
