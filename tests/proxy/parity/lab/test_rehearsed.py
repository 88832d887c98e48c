"""A rehearsal passes only when rows went through, and nothing was wrong nor left out."""

import dataclasses
from collections import Counter

import pytest

from proxy.parity.lab.rehearsed import Fault, Rehearsal, Step, fields_of, lines_of

WAY = "python → php"
DONE = Rehearsal("towns", "gestion", Counter({("town", WAY): 2}))
FAULT = Fault("town", WAY, Step.SAVE, "/towns/3/edit", "unintended: town.name updated")

CASES = [
    pytest.param(DONE, True, id="rows went through"),
    pytest.param(Rehearsal("towns", "gestion"), False, id="no row at all"),
    pytest.param(dataclasses.replace(DONE, faults=[FAULT]), False, id="a fault"),
    pytest.param(dataclasses.replace(DONE, untried=["no row"]), False, id="a form left out"),
    pytest.param(dataclasses.replace(DONE, outside=["town"]), False, id="the original changed"),
    pytest.param(dataclasses.replace(DONE, stopped="no PHP"), False, id="stopped"),
    pytest.param(dataclasses.replace(DONE, notes=["no list"]), True, id="a note"),
]


@pytest.mark.parametrize(("report", "is_clean"), CASES)
def test_a_rehearsal_is_clean_when_all_was_tried_and_nothing_was_wrong(
    report: Rehearsal, *, is_clean: bool
) -> None:
    assert report.is_clean is is_clean
    assert fields_of(report)["is_clean"] is is_clean


def test_each_fault_says_table_way_step_and_page() -> None:
    lines = list(lines_of(dataclasses.replace(DONE, faults=[FAULT], outside=["town"])))

    assert lines[0].split() == ["town", "python", "→", "php", "2", "rows", "1", "faults"]
    assert (
        "  town, python → php, save untouched: unintended: town.name updated (/towns/3/edit)"
        in lines
    )
    assert any("the original's tables changed" in line for line in lines)
