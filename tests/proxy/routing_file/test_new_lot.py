import codecs

import pytest

from proxy.routing_file.mistakes import RoutingFileRefused
from proxy.routing_file.new_lot import NewLot, collection_routes, with_lot
from proxy.routing_file.reader import parse_table

BEFORE = b"""# who answers
version: 1
backends:
  gestion: { kind: symfony1, url: http://127.0.0.1:8001, hosts: [g.localhost] }
lots:
  lists:
    title: Listes   # a comment
    stage: python
    routes:
      gestion:
        - /lists
"""
LOT = NewLot("gardens", "Jardins: privés", "gestion", ["garden"], collection_routes("/gardens"))


@pytest.mark.parametrize(
    "before",
    [
        pytest.param(BEFORE, id="lots last"),
        pytest.param(BEFORE.rstrip(b"\n"), id="no final line end"),
        pytest.param(BEFORE + b"\n\n# the end\n", id="comments after"),
        pytest.param(BEFORE + b"\ngates: advisory\n", id="a key after the lots"),
        pytest.param(BEFORE.replace(b"\n", b"\r\n"), id="Windows line ends"),
        pytest.param(codecs.BOM_UTF8 + BEFORE, id="a byte order mark"),
        pytest.param(BEFORE[: BEFORE.index(b"lots:")], id="no lot yet"),
    ],
)
def test_a_lot_comes_and_every_other_byte_stays(before: bytes) -> None:
    after = with_lot(before, LOT)
    lot = parse_table(after).lot("gardens")

    assert lot
    assert (lot.title, str(lot.stage), lot.symfony_modules) == (
        "Jardins: privés",
        "legacy",
        ("garden",),
    )
    assert len(lot.routes) >= 9
    position = 0
    for line in before.splitlines(keepends=True):
        position = after.index(line.strip(), position) + len(line.strip())


@pytest.mark.parametrize(
    "before",
    [
        pytest.param(BEFORE.replace(b"lots:\n", b"lots: { }\n").split(b"  lists")[0], id="braces"),
        pytest.param(BEFORE.replace(b"lists:", b"gardens:"), id="the lot is there"),
        pytest.param(BEFORE.replace(b"/lists", b"GET /gardens"), id="its address is taken"),
        pytest.param(BEFORE.replace(b"version: 1", b"version: ["), id="a broken file"),
        pytest.param(BEFORE + b"# \xe9t\xe9\n", id="not UTF-8"),
    ],
)
def test_what_would_not_be_a_table_is_refused(before: bytes) -> None:
    with pytest.raises(RoutingFileRefused):
        with_lot(before, LOT)
