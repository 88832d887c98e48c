"""An entry and how it stands."""

import pytest

from proxy.inventory.entries import Entry, EntryKind
from tests.fakes.inventories import entry


@pytest.mark.parametrize(
    ("lots", "claimed", "twice"),
    [((None,), False, False), (("a",), True, False), (("a", "b"), False, True), ((None, "a"), False, False)],
)  # fmt: skip
def test_lots_say_whether_it_is_claimed(
    lots: tuple[str | None, ...], claimed: bool, twice: bool
) -> None:
    found = entry("/a", lots=lots)

    assert (found.is_claimed, found.is_claimed_twice) == (claimed, twice)


def test_a_page_is_itself_wherever_it_stands() -> None:
    def page(pattern: str, kind: EntryKind) -> Entry:
        return entry(pattern, kind=kind, name="page 3")

    assert page("/a", EntryKind.PAGE).identity == page("/b", EntryKind.PAGE).identity
    assert page("/a", EntryKind.ROUTE).identity != page("/b", EntryKind.ROUTE).identity


def test_methods_are_spelled() -> None:
    assert entry("/a").spelled_methods == "any"
    assert entry("/a", methods=frozenset({"POST", "GET"})).spelled_methods == "GET,POST"
