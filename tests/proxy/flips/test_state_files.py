import os

import pytest

from proxy.errors import StateUnwritable
from proxy.flips.state_files import ensure_folder, writable, write_whole
from tests.fakes.disk import full_disk


def test_a_file_is_replaced_whole(tmp_path) -> None:
    (tmp_path / "head").write_bytes(b"old")

    write_whole(tmp_path / "head", b"new")

    assert (tmp_path / "head").read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["head"]


def test_a_full_disk_leaves_the_old_content_and_no_draft(tmp_path) -> None:
    (tmp_path / "head").write_bytes(b"old")

    with full_disk(2), pytest.raises(StateUnwritable, match="then do it again"):
        write_whole(tmp_path / "head", b"new content")

    assert (tmp_path / "head").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["head"]


def test_a_killed_writer_does_not_stop_the_next_one(tmp_path) -> None:
    (tmp_path / ".head.new").write_bytes(b"left by a killed writer, longer than the next")

    write_whole(tmp_path / "head", b"new")

    assert (tmp_path / "head").read_bytes() == b"new"


@pytest.mark.parametrize(
    "number, words",
    [
        pytest.param(28, "var: No space left on device; free some space", id="full"),
        pytest.param(30, "var: Read-only file system; the disk is mounted", id="read-only"),
        pytest.param(13, "var: Permission denied; do it as the owner", id="not ours"),
        pytest.param(5, "var: Input/output error", id="no remedy known"),
    ],
)
def test_an_error_says_where_why_and_what_to_do(tmp_path, number, words) -> None:
    path = tmp_path / "var"

    with pytest.raises(StateUnwritable, match=words), writable(path):
        raise OSError(number, os.strerror(number))


def test_a_folder_that_exists_keeps_its_mode(tmp_path) -> None:
    (tmp_path / "var").mkdir(mode=0o700)

    ensure_folder(tmp_path / "var")

    assert (tmp_path / "var").stat().st_mode & 0o777 == 0o700
