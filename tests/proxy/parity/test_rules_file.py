"""What a parity file may say, and every mistake of one that says something else."""

from datetime import date
from pathlib import Path

import pytest

from modules.lots import LOTS
from proxy.errors import ParityFileRefused
from proxy.parity.rules_file import read_rules

ROOT = Path(__file__).resolve().parents[3]


def written(folder: Path, text: str) -> Path:
    (folder / "towns").mkdir()
    (folder / "towns" / "parity.yaml").write_text(text)
    return folder


def test_a_lot_without_a_file_declares_nothing(tmp_path: Path) -> None:
    assert read_rules(tmp_path, "towns").masks == ()


def test_the_file_of_all_lots_counts_for_each(tmp_path: Path) -> None:
    mask = "masks: [{reason: r, field: 'header x'}]\n"
    (tmp_path / "parity.yaml").write_text("version: 1\n" + mask)
    rules = read_rules(written(tmp_path, "version: 1\n" + mask), "towns")

    assert [mask.field for mask in rules.masks] == ["header x", "header x"]


def test_everything_a_file_says_is_read(tmp_path: Path) -> None:
    rules = read_rules(
        written(
            tmp_path,
            """
version: 1
headers: [X-Count]
safe_on_php: ['/communes*']
writes: ['/communes/:id<int>/:action']
fill: { 'commune[nom]': Ville }
thresholds: { samples: 5, rate: 0.9, fresh_days: 3 }
masks: [{ reason: r, selector: p, attribute: title, part: x, matching: '.*' }]
columns: [{ table: '*', column: created_at, kind: clock, reason: r }]
accepted:
  - { reason: r, owner: o, expires: 2027-01-31, kind: security, field: 'status', control: '200' }
""",
        ),
        "towns",
    )

    assert (rules.headers, rules.fill) == (("X-Count",), {"commune[nom]": "Ville"})
    assert rules.is_safe_on_php("/communes/new")
    assert rules.is_writing("/communes/:id<int>/:action")
    assert not rules.is_safe_on_php("/communes/:id<int>/:action")
    assert rules.accepted[0].expires == date(2027, 1, 31)
    assert (rules.thresholds.samples, rules.columns[0].column) == (5, "created_at")


MISTAKES = {
    "[]": "must be a mapping",
    "version: 2": "`version: 1` is missing",
    "version: 1\nmask: []": "'mask' is not a key",
    "version: 1\nmasks: x": "masks: must be a list",
    "version: 1\nmasks: [x]": "masks 1: must be a mapping",
    "version: 1\nmasks: [{selector: p}]": "masks 1: reason is missing",
    "version: 1\nmasks: [{reason: r}]": "say where with exactly one of",
    "version: 1\nmasks: [{reason: r, selector: p, text: x}]": "say where with exactly one of",
    "version: 1\nmasks: [{reason: r, selector: 'p[['}]": "is no CSS selector",
    "version: 1\nmasks: [{reason: r, text: '('}]": "is no regular expression",
    "version: 1\nheaders: x": "headers: must be a list of texts",
    "version: 1\nfill: x": "fill: must map",
    "version: 1\nthresholds: x": "thresholds: must be a mapping",
    "version: 1\nthresholds: {rate: 2}": "rate must be above 0",
    "version: 1\nthresholds: {samples: 0}": "whole numbers above 0",
    "version: 1\ncolumns: [{table: t, column: c, kind: k, reason: r}]": "kind is clock or any",
    "version: 1\naccepted: [{reason: r}]": "expires must be a day",
    "version: 1\naccepted: [{reason: r, owner: o, field: f, kind: x, expires: 2027-01-01}]": (
        "kind is intended or security"
    ),
    "version: [": "cannot be read",
}


@pytest.mark.parametrize("text", MISTAKES)
def test_a_mistake_is_named(tmp_path: Path, text: str) -> None:
    with pytest.raises(ParityFileRefused, match=r"towns/parity\.yaml") as refused:
        read_rules(written(tmp_path, text), "towns")

    assert MISTAKES[text] in str(refused.value)


def test_every_mistake_is_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(ParityFileRefused) as refused:
        read_rules(written(tmp_path, "version: 2\nmask: []\nheaders: x\n"), "towns")

    assert len(refused.value.mistakes) == 3


def test_the_files_of_this_project_can_be_read() -> None:
    for lot in {
        *(lot.name for lot in LOTS),
        *(p.parent.name for p in ROOT.glob("modules/*/parity.yaml")),
    }:
        assert read_rules(ROOT / "modules", lot).masks
