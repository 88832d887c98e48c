import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from demo.setup.account import Account
from demo.setup.errors import PassageClosed
from demo.setup.passage import (
    acl,
    ancestors,
    as_account,
    grant_flips,
    is_closed,
    is_writable,
    needed,
    unread_here,
)

NOBODY = Account("nobody", 65534, 65534)


def test_the_way_to_a_file_is_its_folders_from_the_outside_in(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "file").touch()

    folders = ancestors([tmp_path / "a" / "file"])

    assert folders[0] == Path("/")
    assert folders[-1] == tmp_path / "a"


def test_a_folder_without_passage_is_closed(tmp_path):
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o600)

    assert is_closed(folder) == (os.geteuid() != 0)
    assert not is_closed(tmp_path)
    assert not is_closed(tmp_path / "missing")


def test_passage_lets_one_user_through_and_no_more(tmp_path):
    tmp_path.chmod(0o700)

    acl(["--modify", "u:nobody:x"], tmp_path, NOBODY)

    shown = subprocess.run(
        ["getfacl", "--omit-header", "--absolute-names", tmp_path],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert "user:nobody:--x" in shown
    assert "other::---" in shown
    assert "group::---" in shown


def test_where_no_acl_can_be_set_the_way_out_is_told():
    with pytest.raises(PassageClosed) as closed:
        acl(["--modify", "u:nobody:x"], Path("/proc/self"), NOBODY)

    assert "Move the checkout to an open folder such as /srv" in str(closed.value)


def test_files_closed_by_a_umask_are_found(tmp_path):
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "open.py").touch()
    closed = tmp_path / "demo" / "closed.py"
    closed.touch(mode=0o000)
    closed.chmod(0o000)

    expected = [] if os.geteuid() == 0 else [closed]
    assert unread_here(tmp_path) == expected


def test_a_checkout_that_may_be_passed_but_not_listed_is_found(tmp_path):
    (tmp_path / "demo").mkdir()
    tmp_path.chmod(0o100)
    found = unread_here(tmp_path)
    tmp_path.chmod(0o700)

    assert found == ([] if os.geteuid() == 0 else [tmp_path])


def test_a_folder_closed_by_a_umask_is_found(tmp_path):
    (tmp_path / "demo" / "stack").mkdir(parents=True)
    for folder in (tmp_path / "demo" / "stack", tmp_path / "demo"):
        folder.chmod(0o000)
    found = unread_here(tmp_path)
    (tmp_path / "demo").chmod(0o700)
    found_inside = unread_here(tmp_path)
    (tmp_path / "demo" / "stack").chmod(0o700)

    assert found == ([] if os.geteuid() == 0 else [tmp_path / "demo"])
    assert found_inside == ([] if os.geteuid() == 0 else [tmp_path / "demo" / "stack"])


def test_the_interpreter_behind_the_environment_must_be_reachable_too(tmp_path):
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").symlink_to(sys.executable)

    assert needed(tmp_path) == [
        tmp_path,
        Path(sys.executable).resolve(),
        Path(os.__file__).parent,
    ]


def test_without_an_environment_only_the_checkout_must_be_reachable(tmp_path):
    assert needed(tmp_path) == [tmp_path]


@pytest.fixture
def checkout() -> Iterator[Path]:
    """A folder that everybody may pass and its owner alone may write in."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "routing.yaml").write_text("version: 1\n", encoding="utf-8")
        yield folder


def shut_out(folder: Path) -> list[Path]:
    return as_account(NOBODY, lambda: [] if is_writable(folder) else [folder])


@pytest.mark.skipif(os.geteuid() != 0, reason="only root starts the demo as somebody else")
def test_the_demos_account_may_replace_the_routing_file_of_a_root_checkout(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = shut_out(checkout)
    grant_flips(NOBODY, checkout)
    told = capsys.readouterr().out
    grant_flips(NOBODY, checkout)

    assert (before, shut_out(checkout)) == ([checkout], [])
    assert f"setfacl -x u:nobody {checkout}" in told
    assert capsys.readouterr().out == ""
    assert (checkout / "routing.yaml").stat().st_mode & 0o777 == 0o644


@pytest.mark.skipif(os.geteuid() != 0, reason="only root starts the demo as somebody else")
def test_a_folder_without_routing_file_stays_as_it_was(checkout: Path) -> None:
    (checkout / "routing.yaml").unlink()
    grant_flips(NOBODY, checkout)

    assert shut_out(checkout) == [checkout]
