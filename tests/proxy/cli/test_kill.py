"""`figuier kill`."""

import json

import pytest

from proxy.flips.journal import read_journal
from proxy.routing_file.workers import WorkerState, publish


def text_in(folder) -> str:
    return (folder / "routing.yaml").read_text(encoding="utf-8")


def test_on_and_off_say_what_is_so(figuier, folder) -> None:
    on = figuier("kill", "on", "--why", "errors")
    again = figuier("kill", "on")
    off = figuier("kill", "off", "--why", "over")

    assert on.stdout == (
        "The kill switch is on: 0 processes know.\nRetired, so not with legacy: old_pages\n"
    )
    assert again.stdout.startswith("It is on already")
    assert off.stdout == "The kill switch is off: 0 processes know.\n"
    assert [each.exit_code for each in (on, again, off)] == [0, 0, 0]
    assert "kill_switch: off\n" in text_in(folder)


def test_programs_get_the_same(figuier) -> None:
    found = json.loads(figuier("kill", "on", "--json").stdout)

    assert found["kill_switch"] == "on"
    assert found["is_change"] is True
    assert found["retired"] == ["old_pages"]
    assert found["journal_line"] >= 1


def test_history_tells_who_and_why(figuier) -> None:
    figuier("kill", "on", "--why", "errors everywhere")
    text = figuier("history").stdout

    assert "kill switch off → kill switch on" in text
    assert "errors everywhere" in text


def test_a_process_that_does_not_follow_is_told(figuier, folder) -> None:
    publish(folder / "var", WorkerState(1, "gateway", "0" * 64, "2026-11-23T10:00:00Z"))

    result = figuier("kill", "on")

    assert result.exit_code == 1
    assert "process 1 (gateway) has not taken it up" in result.stderr


@pytest.mark.parametrize("words", [("kill",), ("kill", "maybe"), ("kill", "on", "--why", "")])
def test_half_an_order_changes_nothing(figuier, folder, words) -> None:
    before = text_in(folder)

    assert figuier(*words).exit_code != 0
    assert text_in(folder) == before


def test_the_status_says_that_it_is_on(figuier, folder) -> None:
    figuier("kill", "on")

    assert read_journal(folder / "var").entries[-1].to_stage == "kill switch on"
    assert "kill switch is on" in figuier("check").stderr
    assert ", the kill switch is on\n" in figuier("status").stdout
