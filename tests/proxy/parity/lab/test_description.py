"""The laboratory's file, and the program that is started for a run."""

import sys
from pathlib import Path

import pytest

from proxy.errors import ParityFileRefused, ParityRunImpossible
from proxy.parity.lab.description import Laboratory, read_laboratory, running
from proxy.parity.lab.sides import Account


def test_a_laboratory_is_read(tmp_path: Path) -> None:
    path = tmp_path / "laboratory.yaml"
    path.write_text(
        "version: 1\nstart: [php, x]\nurls: {gestion: 'http://h'}\nmails: [/m]\n"
        "sessions: {gestion: /s}\nsign_in: {gestion: /login}\n"
        "accounts: {gestion: {conseiller: {username: claire, password: secret}}}\n"
    )
    found = read_laboratory(path)

    assert found.start == ("php", "x")
    assert found.sessions == {"gestion": Path("/s")}
    assert found.accounts == {"gestion": (Account("conseiller", "claire", "secret"),)}


@pytest.mark.parametrize(
    "text, said",
    [
        pytest.param(None, "there is no laboratory", id="absent"),
        pytest.param("[", "cannot be read", id="broken"),
        pytest.param("version: 2", "version: 1", id="version"),
        pytest.param("version: 1\nport: 1", "'port' is not a key", id="unknown key"),
        pytest.param("version: 1\nurls: x", "another shape", id="shape"),
        pytest.param(
            "version: 1\naccounts: {g: {r: {username: x}}}", "another shape", id="account"
        ),
    ],
)
def test_a_bad_laboratory_is_refused(tmp_path: Path, text: str | None, said: str) -> None:
    path = tmp_path / "laboratory.yaml"
    if text is not None:
        path.write_text(text)

    with pytest.raises(ParityFileRefused, match=said):
        read_laboratory(path)


def started(code: str) -> Laboratory:
    return Laboratory((sys.executable, "-c", code), {"vitrine": "http://v"})


def test_what_is_started_says_where_it_is_and_hears_of_its_copy() -> None:
    code = (
        "import json,os,sys;print(json.dumps({'urls': {'gestion': os.environ['COPY']}}), flush=True);"
        "sys.stdin.read()"
    )
    with running(started(code), {"COPY": "town_copy"}) as urls:
        assert urls == {"vitrine": "http://v", "gestion": "town_copy"}


@pytest.mark.parametrize(
    "code", ["print('{')", "print('[1]')", "pass"], ids=["json", "shape", "nothing"]
)
def test_a_program_that_says_nothing_useful_ends_the_run(code: str) -> None:
    with pytest.raises(ParityRunImpossible, match="did not say"), running(started(code), {}):
        pass


def test_a_program_that_is_not_there_ends_the_run() -> None:
    with (
        pytest.raises(ParityRunImpossible, match="cannot be started"),
        running(Laboratory(("/no/such",)), {}),
    ):
        pass


def test_nothing_is_started_where_nothing_is_said() -> None:
    with running(Laboratory(urls={"gestion": "http://g"}), {}) as urls:
        assert urls == {"gestion": "http://g"}
