from proxy.flips.entries import Entry, EntryKind, sealed
from proxy.flips.records import Result, records

AT = "2026-11-23T10:00:00.000000Z"


def journal(*facts: dict) -> list[Entry]:
    entries: list[Entry] = []
    for each in facts:
        entry = Entry(**({"at": AT, "who": "claire"} | each))
        entries.append(sealed(entry, entries[-1] if entries else None))
    return entries


def flip(kind: EntryKind, lot: str, of: int | None = None, text: str = "") -> dict:
    facts = {"from_stage": "legacy", "to_stage": "python", "of": of, "text": text}
    return {"kind": kind, "lot": lot, **facts}


def test_a_flip_is_one_record_from_intent_to_end() -> None:
    found = records(
        journal(
            {"kind": EntryKind.NOTE, "text": "the journal begins"},
            flip(EntryKind.INTENT, "lists"),
            flip(EntryKind.DONE, "lists", of=2),
            flip(EntryKind.INTENT, "events"),
            flip(EntryKind.WITHDRAWN, "events", of=4, text="interrupted"),
            flip(EntryKind.INTENT, "housing"),
        )
    )

    assert [(each.entry.number, each.result, each.move, each.text) for each in found] == [
        (1, Result.NOTE, "", "the journal begins"),
        (2, Result.DONE, "legacy → python", ""),
        (4, Result.WITHDRAWN, "legacy → python", "interrupted"),
        (6, Result.UNDER_WAY, "legacy → python", ""),
    ]


def test_a_note_about_the_file_concerns_every_lot() -> None:
    note, flipped = records(journal({"kind": EntryKind.NOTE}, flip(EntryKind.INTENT, "lists")))

    assert (note.concerns("lists"), note.concerns("events")) == (True, True)
    assert (flipped.concerns("lists"), flipped.concerns("events")) == (True, False)


def test_an_empty_journal_has_no_record() -> None:
    assert records([]) == ()
