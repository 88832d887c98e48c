"""Every rule of docs/reference/gateway.md names a test, and every test it names exists."""

import re
from pathlib import Path

HERE = Path(__file__).parent
PAGE = HERE.parents[2] / "docs" / "reference" / "gateway.md"


def test_every_rule_has_a_test_that_exists() -> None:
    section = PAGE.read_text(encoding="utf-8").partition("| rule | test |")[2]
    rows = [row.strip("| ").split(" | ") for row in section.splitlines()[2:] if row.startswith("|")]
    rules = [row for row in rows if not row[0].startswith("**")]
    named = [re.fullmatch(r"`(\w+\.py)::(test_\w+)`", row[-1].strip()) for row in rules]
    missing = [
        found[0] for found in named
        if found and f"def {found[2]}(" not in (HERE / found[1]).read_text(encoding="utf-8")
    ]  # fmt: skip

    assert len(rules) > 50
    assert all(named)
    assert missing == []
