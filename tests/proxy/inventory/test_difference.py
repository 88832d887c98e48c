"""What changed between two inventories."""

from proxy.inventory.difference import difference
from proxy.inventory.document import Kept
from proxy.inventory.entries import Entry, EntryKind
from proxy.inventory.printing import difference_lines
from tests.fakes.inventories import entry


def kept(*entries: Entry, **unknown: int) -> Kept:
    return Kept("2026-11-23", entries, (0,) * len(entries), unknown)


def page(slug: str, **said: object) -> Entry:
    return entry(slug, kind=EntryKind.PAGE, name="page 3", **said)


def test_nothing_changed_between_the_same() -> None:
    found = difference(kept(entry("/a"), x=1), kept(entry("/a"), x=5))

    assert found.is_empty
    assert list(difference_lines(found)) == ["Nothing changed."]


def test_what_came_and_went_is_told() -> None:
    found = difference(kept(entry("/a"), entry("/b")), kept(entry("/b"), entry("/c"), x=1))

    assert [one.pattern for one in found.added] == ["/c"]
    assert [one.pattern for one in found.removed] == ["/a"]
    assert found.new_unknown == ("x",)


def test_a_page_that_moved_tells_who_answers_now() -> None:
    found = difference(kept(page("/a", lots=("agenda",))), kept(page("/b")))

    assert [(m.before, m.after, m.lot_before, m.lot_after) for m in found.moved] == [
        ("/a", "/b", "agenda", "legacy")
    ]
    assert "  page 3: /a → /b  lot: agenda → legacy" in list(difference_lines(found))
    assert found.added == found.removed == found.changed == ()


def test_words_that_changed_are_told() -> None:
    before = entry("/a", credentials="signed in")
    after = entry("/a", methods=frozenset({"GET"}), lots=("lists",))

    found = difference(kept(before), kept(after))

    assert [(c.what, c.before, c.after) for c in found.changed] == [
        ("methods", "any", "GET"), ("credentials", "signed in", "public"), ("lot", "legacy", "lists"),
    ]  # fmt: skip
    assert any("lot legacy → lists" in line for line in difference_lines(found))
