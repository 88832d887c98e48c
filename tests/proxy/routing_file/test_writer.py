"""A file replaced whole or left alone."""

import errno
import hashlib
import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from proxy.errors import TableMoved
from proxy.routing_file.writer import DRAFT, replace_file, sweep_drafts, unwritable


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_the_file_is_replaced_whole_with_its_mode(tmp_path: Path) -> None:
    file = tmp_path / "routing.yaml"
    file.write_bytes(b"before")
    file.chmod(0o640)
    inode = file.stat().st_ino

    replace_file(file, digest(b"before"), b"after")

    assert file.read_bytes() == b"after"
    assert file.stat().st_mode & 0o7777 == 0o640
    assert file.stat().st_ino != inode
    assert [file.name for file in tmp_path.iterdir()] == ["routing.yaml"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_the_file_keeps_its_owner(tmp_path: Path) -> None:
    file = tmp_path / "routing.yaml"
    file.write_bytes(b"before")
    os.chown(file, 4321, 4322)

    replace_file(file, digest(b"before"), b"after")

    assert (file.stat().st_uid, file.stat().st_gid) == (4321, 4322)


def test_a_file_that_cannot_be_given_away_is_replaced_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "routing.yaml"
    file.write_bytes(b"before")
    file.chmod(0o640)
    asked: list[tuple[int, int]] = []

    def refuse(_descriptor: int, owner: int, group: int) -> None:
        asked.append((owner, group))
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "fchown", refuse)
    monkeypatch.setattr(os, "getegid", lambda: 4322)

    replace_file(file, digest(b"before"), b"after")

    found = file.stat()
    assert file.read_bytes() == b"after"
    assert asked == [(found.st_uid, found.st_gid), (-1, found.st_gid)]
    assert found.st_mode & 0o7777 == 0o640


def test_a_file_that_can_be_replaced_has_nothing_against_it(tmp_path: Path) -> None:
    file = tmp_path / "routing.yaml"
    file.write_bytes(b"here")
    file.chmod(0o400)

    assert unwritable(file) == ""


def test_a_file_that_is_gone_cannot_be_written(tmp_path: Path) -> None:
    assert unwritable(tmp_path / "routing.yaml").endswith("routing.yaml: No such file or directory")


@pytest.mark.parametrize(
    "mode, reason",
    [
        pytest.param(0o755, "may not write in /", id="a folder of somebody else"),
        pytest.param(0o1777, "is sticky", id="a sticky folder of somebody else"),
        pytest.param(0o777, "", id="an open folder"),
    ],
)
@pytest.mark.skipif(os.geteuid() != 0, reason="only root becomes somebody else")
def test_what_keeps_another_user_from_writing_is_told(mode: int, reason: str) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "routing.yaml"
        file.write_bytes(b"here")
        Path(folder).chmod(mode)
        os.seteuid(4321)
        try:
            found = unwritable(file)
        finally:
            os.seteuid(0)

    assert reason in found
    assert bool(found) == bool(reason)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
def test_a_closed_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "routing.yaml").write_bytes(b"here")
    tmp_path.chmod(0o500)
    found = unwritable(tmp_path / "routing.yaml")
    tmp_path.chmod(0o700)

    assert found.endswith(f"may not write in {tmp_path}")


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real = tmp_path / "shared.yaml"
    real.write_bytes(b"before")
    link = tmp_path / "routing.yaml"
    link.symlink_to(real)

    replace_file(link, digest(b"before"), b"after")

    assert link.is_symlink()
    assert real.read_bytes() == b"after"


def test_a_file_that_moved_meanwhile_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "routing.yaml"
    file.write_bytes(b"edited by hand")

    with pytest.raises(TableMoved, match="has changed since it was read"):
        replace_file(file, digest(b"before"), b"after")

    assert file.read_bytes() == b"edited by hand"
    assert [file.name for file in tmp_path.iterdir()] == ["routing.yaml"]


def test_a_full_disk_leaves_the_file_and_no_litter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "routing.yaml"
    file.write_bytes(b"before")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(OSError, match="No space"):
        replace_file(file, digest(b"before"), b"after")

    assert file.read_bytes() == b"before"
    assert [file.name for file in tmp_path.iterdir()] == ["routing.yaml"]


def test_a_file_that_is_gone_cannot_be_replaced(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        replace_file(tmp_path / "routing.yaml", "", b"after")


def test_only_our_own_drafts_are_swept(tmp_path: Path) -> None:
    kept = {"routing.yaml", ".routing.yaml.swp", f".other.yaml.x{DRAFT}"}
    for name in {*kept, f".routing.yaml.k1{DRAFT}", f".routing.yaml.k2{DRAFT}"}:
        (tmp_path / name).write_bytes(b"x")

    sweep_drafts(tmp_path / "routing.yaml")

    assert {file.name for file in tmp_path.iterdir()} == kept
