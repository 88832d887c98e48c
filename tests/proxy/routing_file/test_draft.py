"""Where things stand in a file."""

import pytest

from proxy.routing_file.draft import dotted, node_at, place_of
from proxy.routing_file.nodes import Scalar, parse_nodes

ROOT, _ = parse_nodes("a:\n  b: [x, y]\n  c:\nd: e\n", "f")


@pytest.mark.parametrize(
    ("path", "of_key", "place"),
    [
        (("d",), False, "f:4:4"),
        (("d",), True, "f:4:1"),
        (("a", "b"), False, "f:2:3"),
        (("a", "b", 1), False, "f:2:10"),
        (("a", "c"), False, "f:3:3"),
        (("a", "missing"), False, "f:1:1"),
        (("a", "b", 7), False, "f:2:3"),
        (("d", "deeper"), False, "f:4:4"),
        ((), False, "f:1:1"),
    ],
)
def test_a_path_leads_to_a_place(path: tuple[str | int, ...], of_key: bool, place: str) -> None:
    assert str(place_of(ROOT, *path, of_key=of_key)) == place


def test_a_path_leads_to_a_node_or_nowhere() -> None:
    node = node_at(ROOT, "a", "b", 0)

    assert isinstance(node, Scalar)
    assert node.text == "x"
    assert node_at(ROOT, "a", "b", 9) is None
    assert node_at(ROOT, "a", "z") is None


def test_a_path_is_written_with_dots() -> None:
    assert dotted(("lots", "a", "routes", "gestion", 2)) == "lots.a.routes.gestion[2]"
    assert dotted(()) == ""
