"""A lot's labels changed in the file's own text: that value's bytes and no others."""

import pytest

from proxy.errors import LotUnknown, RoutingFileRefused
from proxy.routing_file.labelling import label_of, relabel
from proxy.routing_file.reader import parse_table

FILE = b"""\
# who answers
version: 1
backends:
  gestion: { kind: symfony1, url: http://127.0.0.1:8001, hosts: [gestion.localhost] }
lots:
  events:   # the second one
    title: 'Rencontres'   # French
    stage: legacy
    sprint: 2
    routes:
      gestion: [GET /evenements]
  housing: { title: Logements, stage: legacy, routes: { gestion: [GET /logements] } }
"""


def changed(key: str, value: str, lot: str = "events", data: bytes = FILE) -> tuple[str, str]:
    """The lines that are no more, and those that are new."""
    before = data.decode().splitlines(keepends=True)
    after = relabel(data, lot, key, value).decode().splitlines(keepends=True)
    gone = "".join(line for line in before if line not in after)
    return gone, "".join(line for line in after if line not in before)


@pytest.mark.parametrize(
    ("key", "value", "gone", "new"),
    [
        (
            "title",
            "L'été",
            "    title: 'Rencontres'   # French\n",
            "    title: 'L''été'   # French\n",
        ),
        ("sprint", "7", "    sprint: 2\n", "    sprint: 7\n"),
        ("sprint", "", "    sprint: 2\n", "    sprint: null\n"),
        ("owner", "Nadia", "", "    owner: Nadia\n"),
        ("owner", "yes", "", '    owner: "yes"\n'),
        ("owner", "a: #b", "", '    owner: "a: #b"\n'),
        ("accepted_on", "2026-11-20", "", "    accepted_on: 2026-11-20\n"),
    ],
)
def test_one_value_changes_and_nothing_else(key: str, value: str, gone: str, new: str) -> None:
    assert changed(key, value) == (gone, new)
    lot = parse_table(relabel(FILE, "events", key, value)).lot("events")
    assert lot is not None
    assert label_of(lot, key) == value


def test_a_lot_within_braces_gets_its_key_there() -> None:
    assert changed("owner", "Nadia", "housing")[1] == (
        "  housing: { title: Logements, owner: Nadia, stage: legacy, "
        "routes: { gestion: [GET /logements] } }\n"
    )


def test_line_ends_and_byte_order_mark_stay() -> None:
    data = b"\xef\xbb\xbf" + FILE.replace(b"\n", b"\r\n")
    after = relabel(data, "events", "owner", "Nadia")

    assert after.startswith(b"\xef\xbb\xbf# who")
    assert b"# French\r\n    owner: Nadia\r\n" in after
    assert after.count(b"\n") == after.count(b"\r\n") == data.count(b"\n") + 1


def test_what_is_not_there_is_not_changed() -> None:
    with pytest.raises(LotUnknown, match="events"):
        relabel(FILE, "event", "owner", "Nadia")
    with pytest.raises(RoutingFileRefused):
        relabel(FILE.replace(b"sprint: 2", b"sprint: [2]"), "events", "sprint", "3")
    with pytest.raises(RoutingFileRefused):
        relabel(b"lots: [", "events", "sprint", "3")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("sprints: { first: 2026-02-31, days: 14 }", "sprints.first: 2026-02-31 is no day"),
        ("sprints: { first: 2026-02-01, days: 0 }", "sprints.days"),
        ("sprints: { first: soon, days: 14 }", "sprints.first"),
    ],
)
def test_a_calendar_of_sprints_has_real_days(line: str, told: str) -> None:
    with pytest.raises(RoutingFileRefused, match=told):
        parse_table(FILE.replace(b"version: 1", f"version: 1\n{line}".encode()))


def test_a_day_of_acceptance_is_a_real_day() -> None:
    with pytest.raises(RoutingFileRefused, match="accepted_on: 2026-02-30 is no day"):
        parse_table(relabel(FILE, "events", "accepted_on", "2026-02-30"))
