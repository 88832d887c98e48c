"""The entry that a request's target has, over all sites."""

from collections.abc import Sequence

import pytest

from proxy.core.table import Backend, BackendKind
from proxy.inventory.entries import Entry, Unknown
from proxy.inventory.ledger import Ledger
from proxy.routing_file.reader import parse_table
from tests.fakes.inventories import entry

TEXT = b"""
version: 1
gates: advisory
backends:
  gestion: { kind: symfony1, url: http://127.0.0.1:8001, hosts: [gestion.localhost], controllers: { index.php: frontend, backend.php: backend } }
lots:
  lists: { title: Listes, stage: legacy, routes: { gestion: [/b] } }
"""


class Surface:
    """Answers by exact path and application."""

    def __init__(self, backend: Backend, entries: Sequence[Entry]) -> None:
        self.backend = backend
        self.entries = entries

    def locate(self, application: str, method: str, path: str) -> int | Unknown:
        for number, one in enumerate(self.entries):
            if (one.application, one.pattern) == (application, path):
                return number
        return Unknown(f"{method} {path} of {application}")

    def numbers_are_alike(self, segment: str) -> bool:
        return segment != "years"


@pytest.fixture
def ledger() -> Ledger:
    table = parse_table(TEXT)
    other = Backend("vitrine", BackendKind.SYMFONY4, "http://x", ("vitrine.localhost",), {"index.php": "app"})  # fmt: skip
    return Ledger(
        [
            Surface(table.backends["gestion"], [entry("/a"), entry("/b"), entry("/", application="backend")]),
            Surface(other, [entry("/a", backend="vitrine", application="app")]),
        ],
        table,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("backend", "target", "number", "lot"),
    [
        ("gestion", b"/a", 0, None),
        ("gestion", b"//x/../a", 0, None),
        ("gestion", b"/index.php/b", 1, "lists"),
        ("gestion", b"/backend.php", 2, None),
        ("gestion", b"http://gestion.localhost/b", 1, "lists"),
        ("vitrine", b"/a", 3, None),
    ],
)
def test_a_target_has_one_entry(
    ledger: Ledger, backend: str, target: bytes, number: int, lot: str | None
) -> None:
    place = ledger.locate(backend, "GET", target)

    assert (place.entry, place.lot) == (number, lot)


@pytest.mark.parametrize(
    ("backend", "target", "why", "group"),
    [
        ("gestion", b"/x/y", "GET /x/y of frontend", "/x/…"),
        ("gestion", b"/x", "GET /x of frontend", "/x"),
        ("gestion", b"/-/lots", "Figuier's own pages", "/-/"),
        ("gestion", b"*", "no single reading: the request target is not a path", ""),
        ("gestion", b"", "GET / of frontend", "/"),
        ("other", b"/a", "no such site was read", ""),
    ],
)
def test_other_targets_are_unknown_and_say_why(
    ledger: Ledger, backend: str, target: bytes, why: str, group: str
) -> None:
    place = ledger.locate(backend, "GET", target)

    assert (place.entry, place.unknown, place.group) == (None, Unknown(why), group)


def test_hosts_lead_to_backends(ledger: Ledger) -> None:
    assert ledger.hosts == {"gestion.localhost": "gestion", "vitrine.localhost": "vitrine"}


def test_entries_know_their_claims(ledger: Ledger) -> None:
    assert [one.lot for one in ledger.entries] == [None, "lists", None, None]


@pytest.mark.parametrize(
    ("target", "shape"),
    [
        (b"/a/12/b/3.csv", b"/a/1/b/1.csv"),
        (b"/a/12b", b"/a/12b"),
        (b"/years/2024", b"/years/2024"),
        (b"/a/%31/2", b"/a/%31/2"),
        (b"/a.php/12", b"/a.php/12"),
        (b"/\xe9/12", b"/\xe9/12"),
        (b"http://x/12", b"http://x/12"),
    ],
)
def test_numbers_that_do_not_matter_are_alike(ledger: Ledger, target: bytes, shape: bytes) -> None:
    assert ledger.shape("gestion", target) == shape
    assert ledger.shape("nobody", target) == target
