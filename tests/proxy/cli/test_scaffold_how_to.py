"""The commands of docs/how-to/scaffold-a-lot.md, typed in a checkout of their own."""

import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from proxy.cli import main

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs/how-to/scaffold-a-lot.md").read_text(encoding="utf-8")
COMMANDS = [shlex.split(line)[1:] for line in re.findall(r"^\$ (figuier .*)", PAGE, re.MULTILINE)]


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "modules").mkdir()
    for name in ("modules/lots.py", "routing.yaml"):
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "demo").symlink_to(ROOT / "demo")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_commands_do_what_the_page_says(checkout: Path) -> None:
    said = [CliRunner().invoke(main, words).exit_code for words in COMMANDS]

    assert said == [0] * len(COMMANDS)
    assert len(COMMANDS) == 4
    written = {one.name for one in (checkout / "modules/housing").rglob("*") if one.is_file()}
    assert {
        "lot.py",
        "models.py",
        "queries.py",
        "README.md",
        "parity.yaml",
        "scaffold.json",
    } <= written
    assert "HOUSING" in (checkout / "modules/lots.py").read_text()
    assert (checkout / "routing.yaml").read_bytes() == (ROOT / "routing.yaml").read_bytes()


def test_the_words_it_names_are_the_kernels() -> None:
    kernel = "".join(one.read_text() for one in (ROOT / "modules/kernel").rglob("*.py"))
    words = set(
        re.findall(r"`(\w+)`", PAGE.partition("## Finish it by hand")[2].partition("Then hold")[0])
    )
    own = {"column_property"}

    assert {one for one in words - own if not re.search(rf"\b{one}\b", kernel)} == set()
