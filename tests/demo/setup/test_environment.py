import json
import os
import shutil
import subprocess
import sys

import pytest

from demo.setup.advice import PIP_FAILURES, advice
from demo.setup.environment import LOCKS, Environment
from demo.setup.errors import InstallFailed
from demo.setup.packages import Group
from demo.setup.steps import CHECKOUT

PROJECT = '[project]\nname = "toy"\n[project.scripts]\ntoy = "toy:main"\n'
TOY = "def main():\n    print('toy runs')\n    return 4\n"


def toy_checkout(folder):
    """A project that depends on nothing, so that its environment needs no network."""
    (folder / "pyproject.toml").write_text(PROJECT)
    (folder / "toy.py").write_text(TOY)
    for lock in set(LOCKS.values()):
        (folder / lock).write_text("")
    return folder


@pytest.fixture
def checkout(tmp_path):
    return toy_checkout(tmp_path)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """An environment made once for the tests that only look."""
    environment = Environment(toy_checkout(tmp_path_factory.mktemp("prepared")))
    assert environment.prepare(Group.RUN)
    return environment


@pytest.fixture
def made_by_hand(checkout, prepared):
    """What `python -m venv` makes, copied: making one takes seconds."""
    shutil.copytree(prepared.folder, checkout / ".venv", symlinks=True)
    (checkout / ".venv" / prepared.stamp.name).unlink()
    return checkout


def test_preparing_makes_the_project_s_commands(prepared):
    done = subprocess.run(
        [prepared.folder / "bin" / "toy"], capture_output=True, text=True, check=False, cwd="/"
    )

    assert done.stdout == "toy runs\n"
    assert done.returncode == 4


def test_a_second_preparation_has_nothing_to_do(prepared):
    before = prepared.stamp.stat().st_mtime_ns

    assert not prepared.prepare(Group.RUN)
    assert prepared.stamp.stat().st_mtime_ns == before


def test_an_environment_that_runs_is_not_yet_one_for_the_tests(prepared):
    assert not prepared.is_current(Group.TEST)


def test_an_environment_for_the_tests_also_runs(prepared):
    stamp = prepared.stamp.read_text()
    prepared.stamp.write_text(json.dumps(prepared.wanted_stamp(Group.TEST)))

    assert prepared.is_current(Group.RUN)
    assert prepared.is_current(Group.BENCH)
    prepared.stamp.write_text(stamp)


@pytest.mark.parametrize(
    "name, text",
    [
        pytest.param("requirements.lock", "# another", id="lock"),
        pytest.param(".venv/figuier-unfinished", "", id="left half-made"),
        pytest.param(".venv/figuier-stamp.json", "{", id="damaged stamp"),
        pytest.param(".venv/figuier-stamp.json", "[]", id="stamp of another shape"),
    ],
)
def test_a_change_is_seen(prepared, name, text):
    path = prepared.checkout / name
    before = path.read_text() if path.exists() else None
    path.write_text(text)

    assert not prepared.is_current(Group.RUN)

    path.unlink() if before is None else path.write_text(before)
    assert prepared.is_current(Group.RUN)


@pytest.mark.parametrize("key, value", [("python", "2.7"), ("checkout", "/elsewhere")])
def test_an_environment_of_another_python_or_place_is_not_taken(prepared, key, value):
    before = prepared.stamp.read_text()
    prepared.stamp.write_text(json.dumps({**json.loads(before), key: value}))

    assert not prepared.is_current(Group.RUN)
    prepared.stamp.write_text(before)


def test_an_environment_whose_python_is_gone_is_made_again(checkout):
    (checkout / ".venv" / "bin").mkdir(parents=True)
    (checkout / ".venv" / "bin" / "python").symlink_to("/usr/bin/python2.7-gone")

    assert Environment(checkout).is_spoilt()
    assert Environment(checkout).prepare(Group.RUN)
    assert Environment(checkout).is_current(Group.RUN)


def test_an_environment_made_by_hand_is_completed_not_thrown_away(made_by_hand):
    (made_by_hand / ".venv/mine").write_text("kept")

    assert Environment(made_by_hand).prepare(Group.RUN)

    assert (made_by_hand / ".venv/mine").read_text() == "kept"


def test_without_a_network_it_says_so_and_starts_afresh_next_time(made_by_hand, monkeypatch):
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_EXTRA_INDEX_URL", "")
    monkeypatch.setenv("PIP_RETRIES", "1")
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    lock = made_by_hand / "requirements.lock"
    lock.write_text("figuier-has-no-such-package==1 --hash=sha256:" + "0" * 64)
    environment = Environment(made_by_hand)

    with pytest.raises(InstallFailed) as failed:
        environment.prepare(Group.RUN)

    assert "The Python package index cannot be reached" in str(failed.value)
    assert "figuier-setup.log" in str(failed.value)
    assert environment.is_spoilt()


def test_a_package_whose_hash_is_not_the_lock_s_is_refused(made_by_hand, monkeypatch):
    wheels = made_by_hand / "wheels"
    wheels.mkdir()
    (wheels / "toy_dependency-1-py3-none-any.whl").write_bytes(b"not what the lock names")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheels))
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    (made_by_hand / "requirements.lock").write_text("toy-dependency==1 --hash=sha256:" + "0" * 64)

    with pytest.raises(InstallFailed, match="not the one the lock file names"):
        Environment(made_by_hand).prepare(Group.RUN)


def test_a_folder_that_cannot_be_written_is_told(checkout):
    (checkout / ".venv").write_text("in the way")

    with pytest.raises(InstallFailed, match="Cannot make"):
        Environment(checkout).prepare(Group.RUN)


def test_two_at_once_prepare_once(made_by_hand):
    code = (
        f"import sys; sys.path.insert(0, {str(CHECKOUT)!r})\n"
        "from pathlib import Path\n"
        "from demo.setup.environment import Environment\n"
        "from demo.setup.packages import Group\n"
        f"print(Environment(Path({str(made_by_hand)!r})).prepare(Group.RUN))"
    )
    both = [
        subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    last = sorted(process.communicate()[0].splitlines()[-1] for process in both)

    assert last == ["False", "True"]


@pytest.mark.parametrize(
    "said, words",
    [
        pytest.param("OSError: [Errno 28] No space left on device", "disk is full", id="disk"),
        pytest.param("THESE PACKAGES DO NOT MATCH THE HASHES FROM", "not the one", id="hash"),
        pytest.param("Failed to establish a new connection", "cannot be reached", id="network"),
        pytest.param("Can not find valid pkg-config name.", "libmariadb-dev", id="headers"),
        pytest.param("fatal error: Python.h: No such file or directory", "python3-dev", id="C API"),
        pytest.param(
            "error: command 'gcc' failed: No such file or directory", "build-essential", id="gcc"
        ),
        pytest.param(
            "error: command '/usr/bin/x86_64-linux-gnu-gcc' failed", "build-essential", id="broken"
        ),
        pytest.param("SSLError(SSLCertVerificationError(1, ...", "PIP_CERT", id="certificate"),
        pytest.param("No matching distribution found for x==1", "PIP_INDEX_URL", id="mirror"),
    ],
)
def test_what_pip_says_is_turned_into_what_to_do(said, words):
    assert words in advice(said, PIP_FAILURES)


def test_the_development_lock_holds_all_that_a_running_site_has():
    run, test = (
        {
            line.split()[0]
            for line in (CHECKOUT / lock).read_text(encoding="utf-8").splitlines()
            if "==" in line
        }
        for lock in ("requirements.lock", "requirements-dev.lock")
    )

    assert run <= test
