import os
import pwd
from pathlib import Path

import pytest

from demo.stack.errors import SettingUnusable
from demo.stack.settings import (
    CHECKOUT,
    SOCKET_PATH_LIMIT,
    Ports,
    StackSettings,
    account_named,
    from_environment,
    ports_from,
)


def test_without_settings_the_demo_lives_under_var_on_four_ports_from_8000():
    settings = from_environment({})

    assert settings.state == CHECKOUT / "var"
    assert settings.ports == Ports(8000, 8001, 8002, 8003)
    assert settings.size == "small"


def test_the_first_port_moves_the_three_others():
    assert ports_from({"FIGUIER_PORT": "8100"}) == Ports(8100, 8101, 8102, 8103)


def test_each_port_can_be_moved_alone():
    assert ports_from({"FIGUIER_VITRINE_PORT": "9000"}) == Ports(8000, 8001, 9000, 8003)


@pytest.mark.parametrize(
    "environment, words",
    [
        pytest.param({"FIGUIER_PORT": "80"}, "FIGUIER_PORT='80'", id="privileged port"),
        pytest.param({"FIGUIER_PORT": "65536"}, "1024 to 65535", id="no such port"),
        pytest.param({"FIGUIER_PORT": "65534"}, "FIGUIER_VITRINE_PORT", id="no room for the next"),
        pytest.param({"FIGUIER_PORT": "eight"}, "'eight'", id="a word"),
        pytest.param({"FIGUIER_PORT": ""}, "FIGUIER_PORT=''", id="nothing"),
        pytest.param({"FIGUIER_PORT": "٨٠٠٠"}, "is not a port", id="other digits"),
        pytest.param({"FIGUIER_GESTION_PORT": "8000"}, "four different", id="twice the same"),
        pytest.param({"FIGUIER_DEMO_DATA": "huge"}, "small or large", id="unknown size"),
        pytest.param({"FIGUIER_STATE_DIR": "/tmp/a b"}, "FIGUIER_STATE_DIR", id="space in a path"),
        pytest.param({"FIGUIER_STATE_DIR": "/tmp/a;b"}, "';'", id="semicolon in a path"),
    ],
)
def test_a_bad_setting_is_refused_with_its_name(environment, words):
    with pytest.raises(SettingUnusable) as refused:
        from_environment(environment)

    assert words in str(refused.value)


def test_a_relative_state_folder_is_made_absolute():
    assert from_environment({"FIGUIER_STATE_DIR": "elsewhere"}).state == Path.cwd() / "elsewhere"


def test_root_is_no_account_to_drop_to():
    with pytest.raises(SettingUnusable, match="may not be root"):
        account_named("root")


def test_an_unknown_account_is_refused():
    with pytest.raises(SettingUnusable, match="no such user"):
        account_named("nobody-of-that-name")


def test_the_account_is_the_one_debian_always_has():
    assert account_named("www-data").uid == pwd.getpwnam("www-data").pw_uid


def test_only_root_needs_an_account():
    assert (from_environment({}).account is not None) == (os.geteuid() == 0)


def test_a_socket_lives_in_the_state_folder():
    assert StackSettings(state=Path("/srv/f/var")).socket("x") == Path("/srv/f/var/run/x.sock")


def test_a_socket_too_deep_for_unix_moves_out_and_stays_apart_from_others():
    deep = StackSettings(state=Path("/" + "d" * 120)).socket("mariadb")
    other = StackSettings(state=Path("/" + "e" * 120)).socket("mariadb")

    assert len(str(deep)) <= SOCKET_PATH_LIMIT
    assert deep != other
