"""Bringing the journal up to the routing file: what a crash or a hand left behind is written down."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from proxy.core.table import RoutingTable, Sentinel
from proxy.flips.entries import Entry, EntryKind
from proxy.flips.journal import Journal, Reading

_USUAL_SENTINEL = Sentinel.ROLL_BACK


@dataclass(frozen=True, slots=True)
class Present:
    """The routing file as it is now.

    Shape: `digest` is empty when there is nothing to read; `stages` is every lot's stage, None
           when the file cannot be used; `rules` is what holds flips back or not.
    """

    digest: str
    stages: Mapping[str, str] | None = field(default_factory=dict)
    rules: Mapping[str, str] = field(default_factory=dict)


def settle(journal: Journal, present: Present, who: str, at: str) -> None:
    """Note a torn line, end an unfinished flip, note a change that no flip made.

    Errors: StateUnwritable.
    """
    if journal.reading.torn:
        torn = journal.reading.torn.decode(errors="backslashreplace")
        text = f"the end of an unfinished line was set aside: {torn}"
        journal.drop_torn(Entry(EntryKind.NOTE, at, who, text=text))
    unfinished = journal.reading.unfinished
    if unfinished is not None:
        journal.append(ending(unfinished, present, who, at))
    if present.digest != journal.reading.file_digest:
        journal.append(hand_edit(journal.reading, present, who, at))


def ending(intent: Entry, present: Present, who: str, at: str) -> Entry:
    """How an interrupted flip ended, told from what the file is now."""
    was_made = present.digest == intent.after
    text = "interrupted after the change; found in the file and completed"
    if present.digest not in {intent.before, intent.after} and present.stages is not None:
        # Somebody edited the file after the crash: only the stage can still tell.
        was_made = present.stages.get(intent.lot) == intent.to_stage
        text = "interrupted, then edited by hand; the lot's stage says that it was made"
    if not was_made:
        text = "interrupted before the change; the file does not have it"
    return Entry(
        EntryKind.DONE if was_made else EntryKind.WITHDRAWN,
        at,
        who,
        lot=intent.lot,
        from_stage=intent.from_stage,
        to_stage=intent.to_stage,
        plan=intent.plan,
        before=intent.before,
        after=intent.after,
        of=intent.number,
        text=text,
    )


def hand_edit(reading: Reading, present: Present, who: str, at: str) -> Entry:
    """The note of a change that no flip made."""
    return Entry(
        EntryKind.NOTE,
        at,
        who,
        before=reading.file_digest,
        after=present.digest,
        text=_told(reading, present, who),
        stages=present.stages or {},
        rules=present.rules,
    )


def moved_by_hand(known: Mapping[str, str], present: Mapping[str, str]) -> tuple[str, ...]:
    """One phrase for each lot whose stage is not the one that the journal knows."""
    names = sorted(known.keys() | present.keys())
    return tuple(
        f"{name}: {known.get(name, 'absent')} → {present.get(name, 'absent')}"
        for name in names
        if known.get(name) != present.get(name)
    )


def rules_of(table: RoutingTable) -> dict[str, str]:
    """What of a table holds flips back or not, by the names that the file has for it."""
    alerting = {
        f"{lot.name}.sentinel": lot.sentinel.value
        for lot in table.lots
        if lot.sentinel is not _USUAL_SENTINEL
    }
    return {
        "gates": table.gates.value,
        "approvals": "required" if table.needs_approval else "not required",
        "kill_switch": "on" if table.kill_switch else "off",
        **alerting,
    }


def rules_changed(known: Mapping[str, str], present: Mapping[str, str]) -> tuple[str, ...]:
    """One phrase for each rule that is not the one that the journal knows; none if it knows none."""
    if not known or not present:
        return ()
    usual = _USUAL_SENTINEL.value
    return tuple(
        f"{name}: {known.get(name, usual)} → {present.get(name, usual)}"
        for name in sorted(known.keys() | present.keys())
        if known.get(name, usual) != present.get(name, usual)
    )


def _told(reading: Reading, present: Present, who: str) -> str:
    if not reading.file_digest:
        # A journal that knows no file yet, its predecessor set aside maybe: nothing to compare with.
        return "the journal begins"
    if not present.digest:
        return "the file is gone, empty, or cannot be read"
    if present.stages is None:
        return f"the file was edited by hand, and cannot be used; noticed by {who}"
    rules = rules_changed(reading.rules, present.rules)
    moved = moved_by_hand(reading.stages, present.stages) or ("no stage changed",)
    # Whoever flips next finds the edit: that says nothing of who made it.
    return f"the file was edited by hand: {', '.join((*rules, *moved))}; noticed by {who}"
