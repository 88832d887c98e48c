"""The bytes of the last good table: kept whole, or said not to be there."""

from collections.abc import Callable
from pathlib import Path

import pytest

from proxy.routing_file.last_good import NAME, keep_last_good, last_good
from proxy.routing_file.reader import parse_table
from tests.fakes.routing_texts import BACKENDS, a_lot_text

TABLE = (BACKENDS + a_lot_text("a", "/a")).encode()


@pytest.mark.parametrize("data", [TABLE, b"", b"a\r\nb", b"\xef\xbb\xbfversion: 1\n", b"\xff\x00"])
def test_what_was_kept_comes_back_byte_for_byte(tmp_path: Path, data: bytes) -> None:
    keep_last_good(tmp_path / "var", data)

    assert last_good(tmp_path / "var") == data


def test_the_latest_table_is_kept_and_no_draft_left(tmp_path: Path) -> None:
    keep_last_good(tmp_path, TABLE)
    keep_last_good(tmp_path, TABLE + b"# later\n")

    assert last_good(tmp_path) == TABLE + b"# later\n"
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_what_is_kept_already_is_not_written_again(tmp_path: Path) -> None:
    keep_last_good(tmp_path, TABLE)
    before = (tmp_path / NAME).stat()
    keep_last_good(tmp_path, TABLE)

    assert (tmp_path / NAME).stat() == before


def test_the_kept_file_is_itself_a_routing_file(tmp_path: Path) -> None:
    keep_last_good(tmp_path, TABLE)

    assert parse_table((tmp_path / NAME).read_bytes()).lot("a") is not None


def cut(kept: bytes) -> bytes:
    return kept[:-1]


def edited(kept: bytes) -> bytes:
    return kept.replace(b"legacy", b"python")


def headless(kept: bytes) -> bytes:
    return kept.partition(b"\n")[2]


def emptied(_: bytes) -> bytes:
    return b""


@pytest.mark.parametrize("harm", [cut, edited, headless, emptied])
def test_bytes_that_are_not_those_kept_are_none(
    tmp_path: Path, harm: Callable[[bytes], bytes]
) -> None:
    keep_last_good(tmp_path, TABLE)
    kept = tmp_path / NAME
    kept.write_bytes(harm(kept.read_bytes()))

    assert last_good(tmp_path) is None


def test_nothing_kept_is_none(tmp_path: Path) -> None:
    assert last_good(tmp_path) is None
    assert last_good(tmp_path / "missing") is None


def test_a_folder_that_cannot_be_written_is_an_error_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()

    with pytest.raises(OSError, match=NAME):
        keep_last_good(tmp_path, TABLE)
    assert [path.name for path in tmp_path.iterdir()] == [NAME]
