"""PHP's setting session.save_path."""

from pathlib import Path

import pytest

from legacy_bridge.stores.errors import SessionIdIllegal
from legacy_bridge.stores.save_path import SavePath


@pytest.mark.parametrize(
    "setting, file, mode",
    [
        ("/var/s", "/var/s/sess_abc", 0o600),
        ("2;/var/s", "/var/s/a/b/sess_abc", 0o600),
        ("1;660;/var/s", "/var/s/a/sess_abc", 0o660),
        ("0;0640;/var/s", "/var/s/sess_abc", 0o640),
    ],
)
def test_a_setting_says_where_a_session_is(setting: str, file: str, mode: int) -> None:
    path = SavePath.parse(setting)

    assert path.file("abc") == Path(file)
    assert path.mode == mode


@pytest.mark.parametrize("setting", ["", "var/s", "x;/var", "1;9;/var", "tcp://127.0.0.1:11211"])
def test_another_setting_is_refused(setting: str) -> None:
    with pytest.raises(ValueError, match="save_path"):
        SavePath.parse(setting)


@pytest.mark.parametrize("session_id", ["ab", "../x", "", "a/b"])
def test_ses_18_no_path_is_made_of_an_illegal_id(session_id: str) -> None:
    with pytest.raises(SessionIdIllegal):
        SavePath.parse("2;/var/s").file(session_id)
