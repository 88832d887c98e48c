"""The sample unit and socket are what systemd accepts, and give little away."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from proxy.config import ROWS
from tests.conftest import without
from tests.fakes.gunicorn_door import ROOT

SAMPLES = ROOT / "docs" / "how-to" / "samples"


@pytest.fixture
def units(tmp_path: Path) -> list[str]:
    """The samples, with a program that is installed here in place of ours."""
    for name in ("figuier.service", "figuier.socket"):
        text = (SAMPLES / name).read_text()
        text = re.sub(r"ExecStart=\S+", f"ExecStart={shutil.which('true')}", text)
        (tmp_path / name).write_text(text)
    return [str(path) for path in sorted(tmp_path.iterdir())]


def analysed(*words: str) -> subprocess.CompletedProcess[str]:
    if not shutil.which("systemd-analyze"):
        without("systemd-analyze is not installed")
    return subprocess.run(["systemd-analyze", *words], capture_output=True, text=True, check=False)


def test_systemd_accepts_them(units: list[str]) -> None:
    done = analysed("verify", "--man=no", *units)

    assert [line for line in done.stderr.splitlines() if "figuier" in line] == []


def test_the_service_may_do_little(units: list[str]) -> None:
    done = analysed("security", "--offline=true", "--threshold=25", units[0])

    assert done.returncode == 0, done.stdout.splitlines()[-1:]


def test_every_setting_of_the_sample_exists() -> None:
    names = re.findall(r"^(FIGUIER_\w+)=", (SAMPLES / "figuier.env").read_text(), re.MULTILINE)

    assert names
    assert [name for name in names if name not in {row.name for row in ROWS}] == []
