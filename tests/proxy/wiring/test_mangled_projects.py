"""Projects with broken files: read as far as they go, every doubt with its place, never a crash."""

import random
import re
from pathlib import Path

import pytest

from proxy.errors import ProjectUnreadable
from proxy.inventory.proposal import proposal
from proxy.routing_file.reader import parse_table
from proxy.wiring.survey import ProjectSource, read_projects
from tests.fakes.symfony1_project import FILES, write_project

PATHS = (
    "/",
    "/communes",
    "/communes/12/edit",
    "/fiche/12/x",
    "/agenda.ics",
    "/a/b/c",
    "/ancienne/x",
)
JUNK = "{}[]()<>:;'\"#&*|-\n\t ?%!\\$=,.~/@0aé\x00"


def mangled(text: str, dice: random.Random) -> str:
    letters = list(text)
    for _ in range(dice.randint(1, 8)):
        at = dice.randrange(len(letters) + 1)
        letters[at : at + dice.randint(0, 12)] = dice.choice(JUNK) * dice.randint(0, 3)
    return "".join(letters)


def read_mangled(folder: Path, dice: random.Random) -> int:
    for name in dice.sample(sorted(FILES), 5):
        (folder / name).write_text(mangled(FILES[name], dice), encoding="utf-8")
    try:
        reading = read_projects([ProjectSource("s", folder)], None)
    except ProjectUnreadable:
        return 0
    for path in PATHS:
        for method in ("GET", "POST", "PUT"):
            reading.ledger.locate("s", method, path.encode())
    places = [remark.source for remark in reading.survey.remarks]
    assert [place for place in places if not re.search(r":[0-9]+$", place)] == []
    try:
        parse_table(proposal(reading.survey, reading.backends).encode())
    except ProjectUnreadable as nothing:
        return str(nothing).count("nothing was found")
    return len(places)


@pytest.mark.parametrize(
    "seed", [*range(25), *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(25, 400))]
)
def test_a_mangled_project_is_read_or_refused_with_places(tmp_path: Path, seed: int) -> None:
    write_project(tmp_path)

    assert read_mangled(tmp_path, random.Random(seed)) >= 0


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"\x00" * 100, b"\xe9t\xe9: 1\n", b""])
@pytest.mark.parametrize("name", sorted(FILES))
def test_files_of_other_bytes_are_read_or_said(tmp_path: Path, name: str, data: bytes) -> None:
    write_project(tmp_path)
    (tmp_path / name).write_bytes(data)

    reading = read_projects([ProjectSource("s", tmp_path)], None)

    assert reading.survey.entries
