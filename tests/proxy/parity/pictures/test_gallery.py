"""Pictures are for their owner alone, found by id and name, and gone when they are too old."""

import os
import stat
import time
from pathlib import Path

import pytest

from proxy.errors import StateUnwritable
from proxy.parity.pictures.gallery import About, about, gallery_of, hang, picture, take_down

ID = "0123456789abcdef" * 2
KNOWN = About(0.25, 3, ("The moment.",), is_cut=True)


@pytest.fixture
def gallery(tmp_path: Path) -> Path:
    found = gallery_of(tmp_path)
    hang(found, ID, (b"one", b"other", b"over"), KNOWN)
    return found


def test_what_is_hung_is_found_again(gallery: Path) -> None:
    names = ("php", "python", "ecart")

    assert about(gallery, ID, 0) == KNOWN
    assert [picture(gallery, ID, name, 0) for name in names] == [b"one", b"other", b"over"]


def test_nobody_else_of_the_machine_reads_them(gallery: Path) -> None:
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (gallery / ID).iterdir()}

    assert modes == {0o600}


@pytest.mark.parametrize(
    "own_id, name",
    [(ID, "other"), (ID, "../about"), ("f" * 32, "php"), ("..", "php"), ("", "php")],
    ids=["no such name", "a way out", "no such page", "another folder", "nothing"],
)
def test_what_is_not_there_is_none(gallery: Path, own_id: str, name: str) -> None:
    assert picture(gallery, own_id, name, 0) is None


def test_a_damaged_note_is_none(gallery: Path) -> None:
    (gallery / ID / "about.json").write_text("{")

    assert about(gallery, ID, 0) is None


def test_old_ones_are_not_shown_and_taken_down(gallery: Path) -> None:
    old = time.time() - 40 * 86400
    for path in ((gallery / ID), *(gallery / ID).iterdir()):
        os.utime(path, (old, old))

    assert about(gallery, ID, old + 1) is None
    assert picture(gallery, ID, "php", old + 1) is None
    assert take_down(gallery, days=60) == 0
    assert take_down(gallery, days=30) == 1
    assert list(gallery.iterdir()) == []


def test_new_ones_take_the_place_of_old_ones(gallery: Path) -> None:
    hang(gallery, ID, (b"1", b"2", b"3"), About(0, 0))

    assert picture(gallery, ID, "php", 0) == b"1"
    assert sorted(path.name for path in (gallery / ID).iterdir()) == [
        "about.json", "ecart.png", "php.png", "python.png",
    ]  # fmt: skip


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "parity").write_text("in the way")

    with pytest.raises(StateUnwritable, match="parity"):
        hang(gallery_of(tmp_path), ID, (b"", b"", b""), KNOWN)
