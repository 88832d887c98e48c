"""A proposal goes to the end of its list, everything else in the file stays, the journal knows."""

from datetime import date
from pathlib import Path

import pytest

from proxy.errors import ParityFileRefused
from proxy.flips.journal import read_good_part
from proxy.parity.proposals import Proposal, write_proposal
from proxy.parity.rules_file import read_rules
from tests.fakes.routing_files import desk_in

FILE = """\
# Written by hand.
version: 1

masks:
  # Nobody promised it.
  - { reason: It says when., selector: '#made' }   # kept
fill: { 'town[name]': "Ville" }
"""
MASK = Proposal("towns", "form /towns › town[name]@value", "Elle change à chaque fois.")
ACCEPTED = Proposal(
    "towns", "title", "Agreed.", "GET /towns", "claire", "intended", date(2027, 3, 31)
)


def modules(folder: Path, text: str | None = FILE) -> Path:
    (folder / "modules" / "towns").mkdir(parents=True)
    if text is not None:
        (folder / "modules" / "towns" / "parity.yaml").write_text(text)
    return folder / "modules"


def test_a_mask_is_added_and_nothing_else_changes(tmp_path: Path) -> None:
    folder = modules(tmp_path)
    write_proposal(desk_in(tmp_path), folder, MASK)
    text = (folder / "towns" / "parity.yaml").read_text()

    assert [line for line in FILE.splitlines() if line not in text.splitlines()] == []
    assert len(text.splitlines()) == len(FILE.splitlines()) + 1
    assert read_rules(folder, "towns").masks[-1].field == MASK.field


def test_an_accepted_difference_is_added_and_journalled(tmp_path: Path) -> None:
    folder = modules(tmp_path)
    write_proposal(desk_in(tmp_path), folder, ACCEPTED)
    entry = read_rules(folder, "towns").accepted[0]
    reading, _ = read_good_part(tmp_path / "var")

    assert (entry.route, entry.expires, entry.owner) == ("GET /towns", date(2027, 3, 31), "claire")
    assert reading.entries[-1].text == "parity: title accepted until 2027-03-31: Agreed."
    assert (reading.entries[-1].who, reading.entries[-1].lot) == ("claire", "towns")


def test_proposals_of_both_kinds_add_up(tmp_path: Path) -> None:
    folder = modules(tmp_path, "version: 1\nmasks: []\n\n# The end.\nheaders: [X-A]")
    for proposal in (MASK, ACCEPTED, MASK, ACCEPTED):
        write_proposal(desk_in(tmp_path), folder, proposal)
    rules = read_rules(folder, "towns")

    assert (len(rules.masks), len(rules.accepted), rules.headers) == (2, 2, ("X-A",))


def test_a_list_on_one_line_is_left_to_its_author(tmp_path: Path) -> None:
    folder = modules(tmp_path, "version: 1\nmasks: [{reason: r, field: x}]\n")

    with pytest.raises(ParityFileRefused, match="as a list of lines"):
        write_proposal(desk_in(tmp_path), folder, MASK)


def test_a_lot_without_a_file_gets_one(tmp_path: Path) -> None:
    folder = modules(tmp_path, None)
    write_proposal(desk_in(tmp_path), folder, MASK)

    assert (folder / "towns" / "parity.yaml").read_text().startswith("# What may differ")
    assert len(read_rules(folder, "towns").masks) == 1


BAD = {
    "no reason": Proposal("towns", "title", " "),
    "no owner": Proposal("towns", "title", "r", "*", "", "intended", date(2027, 1, 1)),
    "everything": Proposal("towns", "*", "r"),
    "no field": Proposal("towns", "", "r"),
    "another kind": Proposal("towns", "title", "r", "*", "o", "mine", date(2027, 1, 1)),
    "two lines": Proposal("towns", "title", "r\nversion: 2"),
    "too long": Proposal("towns", "title", "r" * 301),
    "elsewhere": Proposal("../kernel", "title", "r"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_proposal_changes_nothing(tmp_path: Path, name: str) -> None:
    folder = modules(tmp_path)
    with pytest.raises(ParityFileRefused):
        write_proposal(desk_in(tmp_path), folder, BAD[name])

    assert (folder / "towns" / "parity.yaml").read_text() == FILE
    assert read_good_part(tmp_path / "var")[0].entries == ()


@pytest.mark.parametrize(
    "text", ["version: [", "[]", "version: 2\n"], ids=["broken", "list", "version"]
)
def test_a_file_that_cannot_be_used_is_left_as_it_is(tmp_path: Path, text: str) -> None:
    folder = modules(tmp_path, text)
    with pytest.raises(ParityFileRefused):
        write_proposal(desk_in(tmp_path), folder, MASK)

    assert (folder / "towns" / "parity.yaml").read_text() == text
