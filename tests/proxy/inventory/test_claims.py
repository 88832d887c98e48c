"""Which lots claim an entry."""

import pytest

from proxy.core.table import RoutingTable
from proxy.inventory.claims import claimed
from proxy.routing_file.reader import parse_table
from tests.fakes.inventories import entry

TEXT = b"""
version: 1
gates: advisory
backends:
  gestion: { kind: symfony1, url: http://127.0.0.1:8001, hosts: [gestion.localhost], controllers: { index.php: frontend, backend.php: backend } }
lots:
  lists:
    title: Listes
    stage: legacy
    routes: { gestion: [GET /communes, POST /communes, "GET /communes/:id<int>", "POST /communes/:id<int>"] }
  guard:
    title: Comptes
    stage: legacy
    routes: { gestion: [/backend.php/users, "GET /mixte/:id<int>", "POST /mixte/:id<int>"] }
"""


@pytest.fixture(scope="module")
def table() -> RoutingTable:
    return parse_table(TEXT)


@pytest.mark.parametrize(
    ("pattern", "said", "lots"),
    [
        pytest.param("/communes", {}, ("lists",), id="all methods"),
        pytest.param("/communes", {"methods": frozenset({"PUT"})}, ("lists",), id="unsafe methods are one"),
        pytest.param("/absente", {}, (None,), id="nobody"),
        pytest.param("/users", {"application": "backend"}, ("guard",), id="another application"),
        pytest.param("/x", {"examples": ("/communes", "/communes.csv")}, (None, "lists"), id="some addresses"),
        pytest.param("/x", {"examples": ("/communes", "/mixte/1")}, ("guard", "lists"), id="two lots"),
        pytest.param("/communes", {"examples": ()}, ("lists",), id="without example, the pattern"),
    ],
)  # fmt: skip
def test_every_example_is_decided_as_the_doors_would(
    table: RoutingTable, pattern: str, said: dict[str, object], lots: tuple[str | None, ...]
) -> None:
    (found,) = claimed([entry(pattern, **said)], table)

    assert found.lots == lots
    assert found.lot == (lots[0] if len(lots) == 1 else None)


def test_without_a_table_or_a_backend_nothing_is_claimed(table: RoutingTable) -> None:
    other = entry("/communes", backend="vitrine")

    assert claimed([other], table) == [other]
    assert claimed([other], None) == [other]
