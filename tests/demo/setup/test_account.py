import os
from pathlib import Path

import pytest

from demo.setup.account import Account, chosen, hand_over, surroundings
from demo.setup.errors import CommandUnknown

ME = Account("me", os.getuid(), os.getgid())


def test_a_plain_user_stays_who_it_is():
    assert (chosen({}) is None) == (os.geteuid() != 0)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has somebody to become")
@pytest.mark.parametrize(
    "name, words",
    [
        pytest.param("root", "may not be root", id="root"),
        pytest.param("nobody-of-that-name", "no such user", id="unknown"),
    ],
)
def test_an_account_nothing_can_run_as_is_refused(name, words):
    with pytest.raises(CommandUnknown, match=words):
        chosen({"FIGUIER_USER": name})


@pytest.mark.skipif(
    not os.environ.get("FIGUIER_STARTED_AS_ROOT"), reason="this run was not started by root"
)
def test_started_by_root_the_tests_themselves_run_as_the_plain_user():
    assert os.getresuid() == (os.geteuid(),) * 3
    assert os.geteuid() != 0
    assert 0 not in os.getgroups()


def test_what_tools_write_goes_into_var():
    variables = surroundings(ME, Path("/srv/f"), {"TMPDIR": "/root/tmp", "PYTEST_ADDOPTS": "-x"})

    assert variables["HOME"] == "/srv/f/var/home"
    assert variables["MYPY_CACHE_DIR"].startswith("/srv/f/var/")
    assert variables["PYTHONPYCACHEPREFIX"].startswith("/srv/f/var/")
    assert variables["PYTEST_ADDOPTS"] == "-x -o cache_dir=/srv/f/var/cache/pytest"
    assert "TMPDIR" not in variables


def test_var_is_made_and_given(tmp_path):
    hand_over(ME, tmp_path, tmp_path / "var")

    assert (tmp_path / "var" / "home").is_dir()
    assert (tmp_path / "var" / "cache").stat().st_uid == ME.uid


def test_a_new_state_folder_elsewhere_is_made(tmp_path):
    hand_over(ME, tmp_path, tmp_path / "far" / "state")

    assert (tmp_path / "far" / "state").is_dir()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_a_folder_that_is_not_ours_is_never_given_away(tmp_path):
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc" / "passwd").touch()

    hand_over(Account("nobody", 65534, 65534), tmp_path, tmp_path / "etc")

    assert (tmp_path / "etc" / "passwd").stat().st_uid == 0
    assert (tmp_path / "etc").stat().st_uid == 0
