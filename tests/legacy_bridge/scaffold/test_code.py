import subprocess
import sys

import pytest

from legacy_bridge.scaffold.code import Group, Table, call, flat, imports, pattern, text, written

LONG = [f'"{letter * 20}"' for letter in "abcdef"]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(call("f", "1", key="2", none=None), id="short"),
        pytest.param(call("function", *LONG[:4]), id="its content fits a line"),
        pytest.param(call("function", *LONG), id="one argument a line"),
        pytest.param(Group(tuple(LONG)), id="a long tuple"),
        pytest.param(Group(tuple(LONG[:4])), id="a tuple that nearly fits"),
        pytest.param(Group(("1",)), id="a tuple of one"),
        pytest.param(Group((call("f", *LONG[:4]),)), id="a tuple of one long thing"),
        pytest.param(Group(), id="nothing"),
        pytest.param(call("f", fields=Group((call("g", *LONG),))), id="nested"),
        pytest.param(Table((('"a"', Group(tuple(LONG))), ('"b"', "2"))), id="a table"),
        pytest.param(
            call("f", Table((('"fresh"', text("x" * 60)),)), *LONG[:2]), id="a table inside"
        ),
    ],
)
def test_code_is_written_as_the_formatter_leaves_it(code, tmp_path) -> None:
    file = tmp_path / "code.py"
    file.write_text(written(code, before="VALUE = ") + "\n")
    command = [
        sys.executable,
        "-m",
        "ruff",
        "format",
        "--isolated",
        "--line-length",
        "100",
        "--diff",
    ]

    run = subprocess.run([*command, str(file)], capture_output=True, text=True, check=False)

    assert run.returncode == 0, run.stdout


@pytest.mark.parametrize(
    "value", ["plain", "l'été", 'say "x"', "both ' and \"", "back\\slash", "two\nlines\ttab"]
)
def test_a_text_comes_back_as_it_was(value: str) -> None:
    assert eval(text(value)) == value


@pytest.mark.parametrize("value", [r"^\d{5}$", 'a"b', "ends\\"])
def test_a_pattern_comes_back_as_it_was(value: str) -> None:
    assert eval(pattern(value)) == value


def test_imports_are_sorted_as_ruff_sorts_them() -> None:
    found = imports(
        {
            "modules.b": {"Zed", "BACK", "a_function"},
            "sqlalchemy": {"Text"},
            "decimal": {"Decimal"},
            "modules.a": {"One"},
            "modules.c": set(),
        }
    )

    assert found == (
        "from decimal import Decimal\n\nfrom sqlalchemy import Text\n\n"
        "from modules.a import One\nfrom modules.b import BACK, Zed, a_function"
    )


def test_flat_keeps_the_comma_of_a_tuple_of_one() -> None:
    assert flat(Group(("1",))) == "(1,)"
