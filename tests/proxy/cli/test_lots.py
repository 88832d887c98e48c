"""`figuier lots propose`."""

import json
from pathlib import Path

from tests.fakes.symfony1_project import write_project
from tests.proxy.cli.conftest import Run


def test_a_proposal_is_accepted_by_check(figuier: Run, tmp_path: Path) -> None:
    project = write_project(tmp_path / "mon_site")
    output = tmp_path / "proposed.yaml"

    printed = figuier("lots", "propose", str(project))
    written = figuier("lots", "propose", str(project), "--output", str(output))
    checked = figuier("check", str(output))

    assert output.read_text() == printed.stdout
    assert "lots proposed" in written.stdout
    assert (checked.exit_code, "valid" in checked.output) == (0, True)
    assert "mon_site:" in printed.stdout


def test_programs_get_json(figuier: Run, tmp_path: Path) -> None:
    found = json.loads(
        figuier("lots", "propose", str(write_project(tmp_path / "p")), "--json").stdout
    )

    assert {lot["name"] for lot in found["lots"]} >= {"accueil"}
    assert found["text"].startswith("# Proposed")


def test_a_file_that_exists_is_left_alone(figuier: Run, tmp_path: Path) -> None:
    output = tmp_path / "routing.yaml"
    output.write_text("mine")

    result = figuier("lots", "propose", str(write_project(tmp_path / "p")), "--output", str(output))

    assert (result.exit_code, output.read_text()) == (2, "mine")
    assert "not written over" in result.stderr


def test_what_was_not_understood_is_said(figuier: Run, tmp_path: Path) -> None:
    result = figuier("lots", "propose", str(write_project(tmp_path / "p")))

    assert "agendaRouting.class.php:9" in result.stderr
