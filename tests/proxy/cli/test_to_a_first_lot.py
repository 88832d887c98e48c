"""The commands of docs/tutorial/to-a-first-lot.md, typed in a checkout of their own."""

import re
import shlex
import shutil
from pathlib import Path

import pytest

from tests.proxy.cli.conftest import Run

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs/tutorial/to-a-first-lot.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\$ figuier (.*)$", PAGE, re.MULTILINE)


def test_the_commands_lead_from_a_routing_file_to_a_lot(
    figuier: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "place"
    (place / "modules").mkdir(parents=True)
    (place / "demo").symlink_to(ROOT / "demo")
    for name in ("modules/lots.py", "routing.yaml"):
        shutil.copy(ROOT / name, place / name)
    monkeypatch.chdir(place)

    said = [
        figuier(*shlex.split(command), FIGUIER_ROUTING_FILE=str(place / "routing.yaml"))
        for command in COMMANDS
    ]

    assert [one.exit_code for one in said] == [0, 0, 0, 0], [one.output for one in said]
    assert "by hand  apps/frontend/modules/visite/" in said[0].output
    assert re.search(r"Answer +legacy", said[2].output)
    assert "same" in said[3].output
    assert not re.search(r"^new ", said[3].output, re.MULTILINE)
    assert (place / "routing.yaml").read_bytes() == (ROOT / "routing.yaml").read_bytes()
    assert (place / "modules/housing/README.md").is_file()
