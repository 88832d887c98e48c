import json

import pytest

from proxy.cli.output import count_of, print_json, print_table, warn


def test_columns_are_as_wide_as_their_content(capsys) -> None:
    print_table(("LOT", "STAGE"), [("lists", "legacy"), ("é", "canary 5%")])

    assert capsys.readouterr().out == "LOT    STAGE\nlists  legacy\né      canary 5%\n"


def test_a_table_without_rows_has_its_headings(capsys) -> None:
    print_table(("LOT", "STAGE"), [])

    assert capsys.readouterr().out == "LOT  STAGE\n"


def test_a_cell_cannot_steer_the_terminal(capsys) -> None:
    print_table(("KEY",), [("a\n\x1b[31mé\u202f\udcff",)])

    assert capsys.readouterr().out == "KEY\na\\n\\x1b[31mé\u202f\\udcff\n"


def test_json_bears_version_and_command(capsys) -> None:
    print_json("plan", {"title": "Évènements"})
    text = capsys.readouterr().out

    assert json.loads(text) == {"version": 1, "command": "plan", "title": "Évènements"}
    assert "Évènements" in text


def test_warnings_stay_out_of_the_answer(capsys) -> None:
    warn("careful")

    assert capsys.readouterr() == ("", "Warning: careful\n")


@pytest.mark.parametrize(
    "number, words, expected",
    [
        (0, ("route",), "0 routes"),
        (1, ("route",), "1 route"),
        (2, ("route",), "2 routes"),
        (2, ("address", "addresses"), "2 addresses"),
        (1, ("address", "addresses"), "1 address"),
    ],
)
def test_things_are_counted_in_words(number, words, expected) -> None:
    assert count_of(number, *words) == expected
