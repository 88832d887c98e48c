import os

import pytest

from proxy.cli.serve import DOORS, environment_of
from proxy.config import Settings, read_settings

KEY = "0123456789abcdef0123456789abcdef"


def test_every_process_gets_the_same_secret() -> None:
    drawn = environment_of(Settings(), {}, {})["FIGUIER_SECRET_KEY"]

    assert len(drawn) == 64
    assert environment_of(Settings(), {}, {})["FIGUIER_SECRET_KEY"] != drawn


def test_a_secret_that_was_given_is_kept() -> None:
    environ = {"FIGUIER_SECRET_KEY": KEY}

    assert environment_of(read_settings(environ), environ, {}) == environ


def test_options_win_over_the_environment() -> None:
    environ = {"FIGUIER_SECRET_KEY": KEY, "FIGUIER_PORT": "8000", "PATH": "/bin"}

    found = environment_of(read_settings(environ), environ, {"FIGUIER_PORT": "9000"})

    assert (found["FIGUIER_PORT"], found["PATH"]) == ("9000", "/bin")


def test_nothing_else_steers_the_server() -> None:
    assert "GUNICORN_CMD_ARGS" not in environment_of(
        Settings(), {"GUNICORN_CMD_ARGS": "--forwarded-allow-ips=*"}, {}
    )


@pytest.mark.parametrize(
    "words, message",
    [
        pytest.param(("--port", "0"), "--port", id="no port"),
        pytest.param(("--workers", "0"), "--workers", id="no process"),
        pytest.param(("--door", "barn"), "--door", id="no such door"),
    ],
)
def test_wrong_options_are_refused(figuier, words, message) -> None:
    result = figuier("serve", *words)

    assert result.exit_code == 2
    assert message in result.stderr


def test_it_does_not_start_on_a_bad_file(figuier, folder) -> None:
    (folder / "routing.yaml").write_text("lots: [")

    result = figuier("serve")

    assert result.exit_code == 2
    assert "routing.yaml:" in result.stderr
    assert not (folder / "var").exists()


def test_every_door_is_started_by_our_interpreter() -> None:
    assert all(words[0] == "-m" for words in DOORS.values())
    assert os.access(os.sys.executable, os.X_OK)
