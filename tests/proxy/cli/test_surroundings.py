import os

import pytest

from proxy.cli.surroundings import operator
from proxy.config import Settings, read_settings


def test_the_setting_names_the_operator() -> None:
    assert operator(read_settings({"FIGUIER_OPERATOR": "claire"}), {"SUDO_USER": "x"}) == "claire"


@pytest.mark.skipif(os.getuid() != 0, reason="only root may have come through sudo")
@pytest.mark.parametrize(
    "sudo_user, expected",
    [
        pytest.param("robert", "robert", id="through sudo"),
        pytest.param("", "root", id="root from the start"),
        pytest.param("a\nb", "root", id="not a name"),
    ],
)
def test_root_is_who_they_were_before(sudo_user, expected) -> None:
    assert operator(Settings(), {"SUDO_USER": sudo_user}) == expected


@pytest.mark.skipif(os.getuid() == 0, reason="root may have come through sudo")
def test_a_plain_user_is_not_believed_to_be_another() -> None:
    assert operator(Settings(), {"SUDO_USER": "robert"}) != "robert"
