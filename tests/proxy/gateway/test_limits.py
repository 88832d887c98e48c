"""The bounds in force are those that deployment sets, and make sense together."""

import pytest

from proxy.config import Settings, read_settings
from proxy.errors import ConfigurationRefused
from proxy.gateway.limits import Limits, limits_of


def test_the_settings_and_the_limits_have_the_same_defaults() -> None:
    assert limits_of(Settings()) == Limits()


def test_a_setting_moves_its_limit() -> None:
    settings = read_settings({"FIGUIER_MAX_FIELDS": "50", "FIGUIER_QUEUE_TIMEOUT_S": "0.5"})

    assert (limits_of(settings).fields, limits_of(settings).queue_s) == (50, 0.5)


def test_a_head_that_cannot_hold_its_line_is_refused_by_both_names() -> None:
    settings = read_settings({"FIGUIER_MAX_HEAD_BYTES": "8200"})

    with pytest.raises(
        ConfigurationRefused, match=r"FIGUIER_MAX_HEAD_BYTES.*FIGUIER_MAX_LINE_BYTES"
    ):
        limits_of(settings)
