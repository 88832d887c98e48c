"""What tells a whole file from half of one."""

import hashlib
import os
from pathlib import Path

import pytest

from proxy.routing_file.settling import ending, glance_at, is_signed, signed_date_ns
from proxy.routing_file.writer import replace_file

NOW_NS = 1_800_000_000_123_456_789


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_a_signed_date_is_a_second_or_two_ago() -> None:
    assert 0 < NOW_NS - signed_date_ns(NOW_NS, b"x") < 2_000_000_000


def test_a_file_of_our_writer_is_signed_until_somebody_writes_in_it(tmp_path: Path) -> None:
    file = tmp_path / "routing.yaml"
    file.write_bytes(b"a")
    replace_file(file, digest(b"a"), b"b: 1")

    assert is_signed(glance_at(file), digest(b"b: 1"))
    assert not is_signed(glance_at(file), digest(b"b: 2"))

    file.write_bytes(b"b: 1")

    assert not is_signed(glance_at(file), digest(b"b: 1"))


def test_a_written_file_was_not_moved_and_a_renamed_one_was(tmp_path: Path) -> None:
    file = tmp_path / "routing.yaml"
    file.write_bytes(b"a")

    assert not glance_at(file).was_moved

    os.utime(file, (1, 1))
    file.rename(tmp_path / "other")

    assert glance_at(tmp_path / "other").was_moved


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", ()),
        (b"a", (b"a",)),
        (b"a\nb\r\nc\n  d \n\n \n", (b"b", b"c", b"  d")),
        (b"x" * 9000 + b"\na", (b"x" * 4094, b"a")),
    ],
)
def test_the_ending_is_the_last_lines_that_say_something(
    data: bytes, expected: tuple[bytes, ...]
) -> None:
    assert ending(data) == expected
