"""Who was signed in under which session."""

import os
from pathlib import Path

import pytest

from proxy.wiring import recent_visitors
from proxy.wiring.recent_visitors import RecentVisitors


def test_every_process_knows_who_was_signed_in(tmp_path: Path) -> None:
    one, other = RecentVisitors(tmp_path / "state"), RecentVisitors(tmp_path / "state")
    one.note("abc", 3)
    one.note("def", 4)
    one.note("def", 5)

    assert [other.user_of(each) for each in ("abc", "def", "ghi")] == [3, 5, None]
    other.forget("abc")
    other.forget("ghi")
    assert one.user_of("abc") is None


def test_no_session_can_be_read_from_it(tmp_path: Path) -> None:
    RecentVisitors(tmp_path).note("abc", 3)

    assert [path.name for path in tmp_path.iterdir() if "abc" in path.name] == []
    assert [path.stat().st_mode & 0o007 for path in tmp_path.iterdir()] == [0]


def test_it_does_not_grow_for_ever(tmp_path: Path) -> None:
    for number in range(recent_visitors.LARGEST + 1):
        (tmp_path / f"{number:064x}").touch()
    RecentVisitors(tmp_path).note("abc", 3)

    assert len(list(tmp_path.iterdir())) == recent_visitors.LARGEST // 2 + 1
    assert RecentVisitors(tmp_path).user_of("abc") == 3


def test_the_oldest_are_forgotten_first(tmp_path: Path) -> None:
    visitors = RecentVisitors(tmp_path)
    visitors.note("old", 3)
    os.utime(next(tmp_path.iterdir()), (1, 1))
    for number in range(recent_visitors.LARGEST):
        (tmp_path / f"{number:064x}").touch()
    RecentVisitors(tmp_path).note("new", 4)

    assert (visitors.user_of("old"), visitors.user_of("new")) == (None, 4)


@pytest.mark.parametrize("content", [b"", b"x", b"-1", b"\xff"])
def test_a_damaged_file_names_nobody(tmp_path: Path, content: bytes) -> None:
    visitors = RecentVisitors(tmp_path)
    visitors.note("abc", 3)
    next(tmp_path.iterdir()).write_bytes(content)

    assert visitors.user_of("abc") is None


def test_a_folder_that_cannot_be_written_costs_no_page(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    visitors = RecentVisitors(tmp_path / "file")
    visitors.note("abc", 3)
    visitors.forget("abc")

    assert visitors.user_of("abc") is None
