"""What is logged and counted of a path can be written anywhere."""

import json

import pytest

from proxy.core.decision import Reason, Refusal
from proxy.core.table import RoutingTable
from proxy.evidence.counting import Counters, labels_of
from proxy.gateway.log_lines import UNREAD, decided_part, place_of

TABLE = RoutingTable({}, ())
REFUSAL = Refusal(404, Reason.NOT_CANONICAL, "")


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/caf\xe9", "/caf\xe9"),
        ("/\udcff", "/\\udcff"),
        ("/a\x00b", "/a\x00b"),
        ("/" + "a" * 900, "/" + "a" * 499),
        ("/x;jsessionid=0123456789abcdef0123456789", "/x"),
    ],
)
def test_a_path_is_counted_under_a_text_that_a_database_takes(path: str, kept: str) -> None:
    place = place_of(Counters().of(labels_of(REFUSAL)), TABLE, path)

    assert place.path == kept
    assert place.path.encode("utf-8")


def test_the_decisions_part_of_a_line_is_json_without_its_braces() -> None:
    part = decided_part(REFUSAL, TABLE, b"Front.example:80", '/"\udcff')
    facts = json.loads(b"{" + part + b"}")

    assert (facts["host"], facts["path"], facts["side"]) == ("front.example", '/"\udcff', "refused")
    assert facts.keys() == json.loads(b"{" + UNREAD + b"}").keys()
