import json
from dataclasses import replace

import pytest

from proxy.errors import JournalBroken
from proxy.flips.entries import (
    NOTHING_BEFORE,
    Entry,
    EntryKind,
    chained,
    entry_of,
    line_digest,
    line_of,
    sealed,
)


def entry(why: str = "sprint 1", **fields) -> Entry:
    return Entry(EntryKind.INTENT, "2026-11-23T10:00:00.000000Z", "claire", why=why, **fields)


def chain(count: int) -> list[Entry]:
    entries: list[Entry] = []
    for number in range(count):
        entries.append(sealed(entry(f"reason {number}"), entries[-1] if entries else None))
    return entries


def lines(count: int) -> list[bytes]:
    return [line_of(each) for each in chain(count)]


def first_bad_line(damaged: list[bytes]) -> int | None:
    try:
        list(chained(damaged))
    except JournalBroken as broken:
        return broken.line
    return None


def test_a_line_reads_back_as_the_entry() -> None:
    written = sealed(
        entry(
            "résumé « 3 semaines »",
            lot="housing",
            from_stage="legacy",
            to_stage="canary 10%",
            gates=("evidence: none",),
            stages={"housing": "legacy"},
            of=3,
        ),
        None,
    )

    assert entry_of(line_of(written), 1) == written
    assert b"\n" not in line_of(written)


def test_a_line_holds_no_empty_field() -> None:
    assert set(json.loads(line_of(sealed(entry(), None)))) == {
        "kind", "at", "who", "why", "format", "number", "previous", "seal",
    }  # fmt: skip


def test_the_first_entry_continues_nothing() -> None:
    first, second = chain(2)

    assert (first.number, first.previous) == (1, NOTHING_BEFORE)
    assert (second.number, second.previous) == (2, line_digest(first))


def test_an_untouched_chain_holds() -> None:
    assert list(chained(lines(5))) == chain(5)
    assert first_bad_line([]) is None


@pytest.mark.parametrize("at", range(5))
def test_a_changed_line_is_named(at) -> None:
    damaged = lines(5)
    damaged[at] = damaged[at].replace(b"claire", b"robert")

    assert first_bad_line(damaged) == at + 1


@pytest.mark.parametrize("at", range(4))
def test_a_changed_line_with_a_new_seal_is_named(at) -> None:
    damaged = lines(5)
    forged = replace(chain(5)[at], who="robert", seal="")
    damaged[at] = line_of(sealed(forged, chain(5)[at - 1] if at else None))

    assert first_bad_line(damaged) == at + 1


@pytest.mark.parametrize("at", range(4))
def test_the_place_of_a_removed_line_is_named(at) -> None:
    damaged = lines(5)
    del damaged[at]

    assert first_bad_line(damaged) == at + 1


@pytest.mark.parametrize("at", range(6))
def test_a_repeated_line_is_named(at) -> None:
    damaged = lines(5)
    damaged.insert(at, damaged[0] if at else damaged[4])

    assert first_bad_line(damaged) == max(at, 0) + 1


@pytest.mark.parametrize("at", range(4))
def test_swapped_lines_are_named(at) -> None:
    damaged = lines(5)
    damaged[at], damaged[at + 1] = damaged[at + 1], damaged[at]

    assert first_bad_line(damaged) == at + 1


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"{}", id="no field"),
        pytest.param(b"[]", id="a list"),
        pytest.param(b"null", id="null"),
        pytest.param(b"\xff\xfe", id="not UTF-8"),
        pytest.param(b'{"kind":"flip"}', id="unknown kind"),
        pytest.param(b"[" * 100_000, id="deep nesting"),
        pytest.param(line_of(sealed(entry(), None)) + b" ", id="a space more"),
        pytest.param(line_of(sealed(entry(), None)).replace(b'","', b'", "', 1), id="respaced"),
        pytest.param(line_of(sealed(entry(), None))[:-1], id="cut"),
        pytest.param(
            line_of(sealed(entry(), None)).replace(b'{"kind"', b'{"kind":"done","kind"'),
            id="a key twice",
        ),
        pytest.param(
            line_of(sealed(entry(), None)).replace(b'"why"', b'"because"'), id="unknown field"
        ),
        pytest.param(
            line_of(sealed(entry(), None)).decode().encode("utf-16"), id="another encoding"
        ),
    ],
)
def test_a_line_of_another_hand_is_refused(line) -> None:
    with pytest.raises(JournalBroken, match=r"journal line 7: it is not") as caught:
        entry_of(line, 7)

    assert caught.value.line == 7
