"""Every test that docs/reference/features.md names is there."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "reference" / "features.md"
NAMED = sorted(set(re.findall(r"`([\w/]+\.py::test_\w+)`", PAGE.read_text(encoding="utf-8"))))


@cache
def functions_of(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize("name", NAMED)
def test_a_named_test_exists(name: str) -> None:
    file, _, function = name.partition("::")

    assert function in functions_of(ROOT / "tests" / file)


def test_every_row_names_a_test() -> None:
    page = PAGE.read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if re.match(r"\| [A-Z][0-9]+ \|", line)]

    assert len(rows) >= 16
    assert [row[:6] for row in rows if "::test_" not in row.split("|")[3]] == []
