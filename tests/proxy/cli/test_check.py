import json
from pathlib import Path

import pytest

from tests.fakes.routing_files import routing_text


def test_a_valid_file_is_counted(figuier, folder) -> None:
    result = figuier("check")

    assert result.exit_code == 0
    assert result.stdout.startswith(
        f"{folder / 'routing.yaml'}: valid, 1 backend, 3 lots, 5 routes, table "
    )


def test_the_demos_file_has_nothing_to_warn_of(figuier) -> None:
    result = figuier("check", str(Path(__file__).resolve().parents[3] / "routing.yaml"))

    assert (result.exit_code, result.stderr) == (0, "")


def test_another_file_can_be_checked(figuier, tmp_path) -> None:
    (tmp_path / "draft.yaml").write_text(routing_text().replace("version: 1", "version: 2"))

    result = figuier("check", str(tmp_path / "draft.yaml"))

    assert result.exit_code == 2
    assert f"{tmp_path / 'draft.yaml'}:2:10 version:" in result.stderr
    assert "1 mistake" in result.stderr


def test_every_mistake_is_printed_with_its_line(figuier, folder) -> None:
    text = routing_text(lists="pyhton").replace("needs: [lists]", "needs: [list]")
    (folder / "routing.yaml").write_text(text)

    result = figuier("check")

    assert result.exit_code == 2
    assert 'did you mean "python"' in result.stderr
    assert 'did you mean "lists"' in result.stderr
    assert "2 mistakes" in result.stderr
    assert result.stdout == ""


def test_mistakes_for_programs_have_a_stable_shape(figuier, folder) -> None:
    (folder / "routing.yaml").write_text(routing_text(lists="pyhton"))

    found = json.loads(figuier("check", "--json").stdout)

    assert (found["version"], found["command"], found["is_valid"]) == (1, "check", False)
    assert [(each["line"], each["column"], each["path"]) for each in found["mistakes"]] == [
        (11, 12, "lots.lists.stage")
    ]


def test_a_valid_file_for_programs_has_a_stable_shape(figuier, folder) -> None:
    found = json.loads(figuier("check", "--json").stdout)

    assert found == {
        "version": 1, "command": "check", "file": str(folder / "routing.yaml"), "is_valid": True,
        "mistakes": [], "backends": 1, "lots": 3, "routes": 5, "warnings": [],
    }  # fmt: skip


def test_a_lot_ahead_of_what_it_needs_is_warned_of(figuier, folder) -> None:
    (folder / "routing.yaml").write_text(routing_text(events="python"))

    result = figuier("check")

    assert result.exit_code == 0
    assert "events is at python and needs lists, which is at legacy" in result.stderr


@pytest.mark.parametrize("as_json", [(), ("--json",)])
def test_a_file_that_is_not_there_is_refused(figuier, folder, as_json) -> None:
    result = figuier("check", str(folder / "absent.yaml"), *as_json)

    assert result.exit_code == 2
    assert "No such file" in result.stderr
    assert bool(as_json) is ('"kind": "RoutingFileRefused"' in result.stdout)


def test_wrong_settings_are_all_named(figuier) -> None:
    result = figuier("check", FIGUIER_PORT="x", FIGUIER_WORKERS="0")

    assert result.exit_code == 2
    assert "FIGUIER_PORT: 'x' is not a port" in result.stderr
    assert "FIGUIER_WORKERS: '0' is not a whole number" in result.stderr
