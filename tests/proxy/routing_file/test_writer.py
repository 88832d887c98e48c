"""One value changed, every other byte kept."""

import errno
import hashlib
import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proxy.core.stages import Stage, StageName, parse_stage
from proxy.errors import LotUnknown, TableMoved
from proxy.routing_file.mistakes import RoutingFileRefused
from proxy.routing_file.reader import parse_table
from proxy.routing_file.writer import (
    DRAFT,
    replace_file,
    restage,
    splice,
    sweep_drafts,
    unwritable,
)
from tests.fakes.routing_texts import BACKENDS, a_lot_text

PYTHON = parse_stage("python")
TEXT = BACKENDS + a_lot_text("a", "/a") + a_lot_text("b", "/b")


@pytest.mark.parametrize(
    ("before", "stage", "after"),
    [
        ("legacy", "python", "python"),
        ("legacy   # why: é", "canary 10%", "canary 10%   # why: é"),
        ("'legacy'", "shadow", "'shadow'"),
        ('"legacy"  # x', "canary 5%", '"canary 5%"  # x'),
        ("canary  100 %", "retired", "retired"),
        ("canary\n      50%", "python", "python"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "bom"])
def test_only_the_stage_changes(
    before: str, stage: str, after: str, line_end: str, mark: bytes
) -> None:
    def file(value: str) -> bytes:
        text = f"# été\n{TEXT}# fin".replace("stage: legacy", f"stage:  {value}", 1)
        return mark + text.replace("\n", line_end).encode()

    result = restage(file(before), "a", parse_stage(stage))

    assert result == file(after)
    assert parse_table(result).lots[0].stage == parse_stage(stage)


def test_a_lot_on_one_line_is_changed_in_its_place() -> None:
    text = BACKENDS + "  a: {title: A, stage: legacy, routes: {gestion: [/a]}}\n"

    assert restage(text.encode(), "a", parse_stage("canary 10%")) == (
        text.replace("legacy", "canary 10%").encode()
    )


def test_a_lot_that_is_not_there_is_refused_with_the_nearest() -> None:
    text = TEXT.replace("  a:", "  housing:")

    with pytest.raises(LotUnknown, match='did you mean "housing"'):
        restage(text.encode(), "housin", PYTHON)
    with pytest.raises(LotUnknown):
        restage(b"a: 1", "a", PYTHON)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("stage: legacy", "stage: &s legacy", "anchors"),
        ("stage: legacy", "stage: *s", "aliases"),
        ("stage: legacy", "stage: !!str legacy", "tags"),
        ("stage: legacy", "stage: [legacy]", "no value stands here"),
        ("    stage: legacy\n", "", "no value stands here"),
        ("stage: legacy", "stage:", "on one line"),
        ("stage: legacy", "stage: |\n      legacy", "on one line"),
        ("stage: legacy", "stage: legacy\n    stage: legacy", "stands twice"),
        ("version: 1", "version: [", "not YAML"),
    ],
)
def test_what_cannot_be_spliced_is_refused(old: str, new: str, why: str) -> None:
    with pytest.raises(RoutingFileRefused, match=why):
        restage(TEXT.replace(old, new, 1).encode(), "a", PYTHON)


@pytest.mark.parametrize("value", ["x # y", "[x]", "1", "a: b", "", "x\n    sprint: 4", "&x"])
def test_a_value_that_would_change_anything_else_is_refused(value: str) -> None:
    with pytest.raises(RoutingFileRefused):
        splice(TEXT.encode(), ("lots", "a", "title"), value)


def test_any_value_may_be_reached() -> None:
    changed = splice(TEXT.encode(), ("lots", "b", "routes", "gestion", 0), "/c")

    assert changed == TEXT.replace("- /b", "- /c").encode()


STAGES = st.sampled_from(list(StageName)).flatmap(
    lambda name: st.builds(
        Stage, st.just(name), st.integers(0, 100) if name is StageName.CANARY else st.just(0)
    )
)


@given(STAGES, st.sampled_from("ab"), st.text(st.characters(codec="utf-8", categories=["L"])))
def test_any_flip_and_its_way_back_leave_the_file_as_it_was(
    stage: Stage, lot: str, comment: str
) -> None:
    text = TEXT.replace("stage: legacy", f"stage: legacy  # {comment}").encode()

    assert restage(restage(text, lot, stage), lot, parse_stage("legacy")) == text


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
