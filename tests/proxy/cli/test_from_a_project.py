"""Every command of docs/tutorial/from-a-project.md about inventory and lots, run as written."""

import json
import re
import shlex
from pathlib import Path

import pytest

from proxy.routing_file.reader import parse_table
from tests.proxy.cli.conftest import Run

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs/tutorial/from-a-project.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\$ figuier ((?:inventory|lots|check) .*)$", PAGE, re.MULTILINE)


def test_the_commands_lead_from_a_folder_to_a_routing_file(
    figuier: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = re.search(r"```text\n(192\.0\.2\.1 .*?)```", PAGE, re.DOTALL)
    assert log
    place = tmp_path / "place"
    place.mkdir()
    (place / "demo").symlink_to(ROOT / "demo")
    (place / "access.log").write_text(log[1], encoding="utf-8")
    monkeypatch.chdir(place)

    assert len(COMMANDS) >= 6
    for command in COMMANDS:
        result = figuier(*shlex.split(command), FIGUIER_ROUTING_FILE=str(place / "none.yaml"))
        assert result.exit_code == 0, f"{command}\n{result.output}"

    table = parse_table((place / "routing.yaml").read_bytes())
    before, after = (
        json.loads((place / f"{name}.json").read_text()) for name in ("before", "after")
    )
    assert {str(lot.stage) for lot in table.lots} == {"legacy"}
    assert [share["hits"] for share in before["shares"]] == [0, 4, 1]
    assert [share["hits"] for share in after["shares"]] == [4, 0, 1]
