import os
import shlex
import stat
import sys
from pathlib import Path

import pytest

from demo.setup.advice import APT_FAILURES, advice
from demo.setup.apt import POLICY_TEXT, instructions, no_service_starts, root_command, units_of
from demo.setup.packages import PACKAGES, Group

NGINX = [each for each in PACKAGES if each.name in {"nginx", "php8.2-fpm"}]


def test_no_service_may_start_while_packages_are_installed(tmp_path):
    policy = tmp_path / "policy-rc.d"

    with no_service_starts(policy):
        asked = os.spawnv(os.P_WAIT, policy, [str(policy), "nginx", "start"])

    assert asked == 101
    assert not policy.exists()


def test_the_policy_goes_even_when_the_installation_fails(tmp_path):
    policy = tmp_path / "policy-rc.d"

    with pytest.raises(KeyboardInterrupt), no_service_starts(policy):
        raise KeyboardInterrupt

    assert not policy.exists()


def test_somebody_elses_policy_is_left_as_it_was(tmp_path):
    policy = tmp_path / "policy-rc.d"
    policy.write_text("#!/bin/sh\nexit 0\n")

    with no_service_starts(policy):
        assert policy.read_text() == "#!/bin/sh\nexit 0\n"

    assert policy.read_text() == "#!/bin/sh\nexit 0\n"


def test_a_policy_that_a_killed_set_up_left_is_removed_by_the_next(tmp_path):
    policy = tmp_path / "policy-rc.d"
    policy.write_text(POLICY_TEXT)

    with no_service_starts(policy):
        pass

    assert not policy.exists()


def test_the_policy_can_be_run_by_apt(tmp_path):
    policy = tmp_path / "policy-rc.d"

    with no_service_starts(policy):
        assert stat.S_IMODE(policy.stat().st_mode) == 0o755


def test_the_units_a_package_brings_are_known():
    assert "nginx.service" in units_of({"nginx-common", "nginx"})
    assert units_of(set()) == []


def test_without_rights_one_line_says_what_to_run():
    text = instructions(NGINX, Group.RUN, Path("/srv/figuier"))
    commands = [line.strip() for line in text.splitlines() if sys.executable in line]

    assert len(commands) == 1
    assert shlex.join(root_command(Group.RUN, Path("/srv/figuier"))) in commands[0]
    assert commands[0].startswith(("sudo ", "su -c "))
    assert "apt-get install --yes --no-install-recommends nginx php8.2-fpm" in text
    assert "serves the two PHP applications" in text


@pytest.mark.parametrize(
    "said, words",
    [
        pytest.param("E: You don't have enough free space", "disk is full", id="disk"),
        pytest.param("Temporary failure resolving 'x'", "cannot be reached", id="network"),
        pytest.param("E: Could not get lock /var/lib/dpkg/lock", "Another program", id="lock"),
        pytest.param("E: Unable to locate package php8.2-fpm", "Debian 12's", id="release"),
        pytest.param("E: Packages need to be removed but remove is disabled.", "MySQL", id="clash"),
        pytest.param("E: dpkg was interrupted, you must", "dpkg --configure -a", id="half-done"),
        pytest.param("something else", "lines above", id="unknown"),
    ],
)
def test_what_apt_says_is_turned_into_what_to_do(said, words):
    assert words in advice(said, APT_FAILURES)
