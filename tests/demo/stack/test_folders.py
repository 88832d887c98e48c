import os
import stat
from pathlib import Path

import pytest

from demo.stack.errors import StateUnwritable
from demo.stack.folders import LOG_LIMIT, TEMPLATES, filled, make_folder, make_state, write_file
from demo.stack.settings import StackSettings


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_a_secret_is_closed_to_others_even_when_the_file_was_open(tmp_path):
    path = tmp_path / "secret"
    path.write_text("before")
    path.chmod(0o644)

    write_file(path, "after", None, 0o600)

    assert path.read_text() == "after"
    assert mode(path) == 0o600


def test_a_folder_has_its_mode_whatever_the_umask(tmp_path):
    before = os.umask(0o077)
    try:
        folder = make_folder(tmp_path / "a" / "b", None)
    finally:
        os.umask(before)

    assert mode(folder) == 0o755


@pytest.mark.parametrize("name", sorted(path.name for path in TEMPLATES.iterdir()))
def test_a_template_whose_holes_are_not_all_filled_is_refused(name):
    if "@@{" not in (TEMPLATES / name).read_text():
        pytest.fail("a template without holes should be a plain file")
    with pytest.raises(KeyError):
        filled(name)


def test_a_file_in_the_way_of_a_folder_is_told(tmp_path):
    (tmp_path / "var").write_text("in the way")

    with pytest.raises(StateUnwritable, match="Cannot write"):
        make_folder(tmp_path / "var", None)


def test_a_file_that_cannot_be_written_is_told(tmp_path):
    with pytest.raises(StateUnwritable, match="sudo rm -r"):
        write_file(tmp_path / "missing" / "file", "", None)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_of_another_user_is_told_with_the_way_out():
    with pytest.raises(StateUnwritable, match="run `make run` as root again"):
        make_state(StackSettings(state=Path("/proc/figuier")))


def test_a_log_that_grew_too_large_is_set_aside(tmp_path):
    settings = StackSettings(state=tmp_path / "var")
    make_state(settings)
    log = settings.logs / "proxy.log"
    with log.open("wb") as stream:
        stream.truncate(LOG_LIMIT + 1)

    make_state(settings)

    assert not log.exists()
    assert (settings.logs / "proxy.log.1").stat().st_size == LOG_LIMIT + 1


def test_sessions_are_for_their_owner_alone(tmp_path):
    settings = StackSettings(state=tmp_path / "var")

    make_state(settings)

    assert mode(settings.sessions("gestion")) == 0o700
    assert mode(settings.sessions("vitrine")) == 0o700
