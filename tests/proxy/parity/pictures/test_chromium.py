"""Chromium is found or named; one that does not start or ends is told, and nothing of it stays."""

import tempfile
from pathlib import Path

import pytest

from proxy.errors import ParityRunImpossible
from proxy.parity.pictures.chromium import PROGRAMS, Chromium, chromium_program


def program(folder: Path, text: str, name: str = PROGRAMS[0]) -> str:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return str(path)


def test_without_chromium_the_message_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ParityRunImpossible, match="apt-get install chromium"):
        chromium_program(str(tmp_path))


def test_the_first_name_that_is_there_is_taken(tmp_path: Path) -> None:
    program(tmp_path, "", PROGRAMS[2])
    second = program(tmp_path, "", PROGRAMS[1])

    assert chromium_program(str(tmp_path)) == second


@pytest.mark.parametrize("text", ["exit 1", "exec 3<&- 4>&-"], ids=["ends", "says nothing"])
def test_one_that_does_not_start_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(ParityRunImpossible, match="does not start"):
        Chromium(program(tmp_path, text))

    assert list(tmp_path.glob("figuier-chromium-*")) == []
