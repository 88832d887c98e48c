"""Changing a lot's label: the same lock, splice and journal as a flip, and nobody moves."""

from dataclasses import dataclass

from proxy.errors import LabelRefused, StateUnwritable, TableMoved
from proxy.flips.desk import Desk, digest_of, settled_journal
from proxy.flips.entries import Entry, EntryKind
from proxy.flips.journal import Journal
from proxy.flips.lock import flip_lock
from proxy.flips.making import end_of, make
from proxy.flips.proposal import content_of
from proxy.flips.state_files import writable
from proxy.routing_file.labelling import LABELS, label_of, relabel
from proxy.routing_file.reader import parse_table
from proxy.routing_file.writer import replace_file

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class LabelOrder:
    """A label that somebody wants.

    Shape: `seen` is what they saw it say; empty `value` says nothing of it any more.
    """

    lot: str
    key: str
    value: str
    seen: str
    why: str = ""


def change_label(desk: Desk, order: LabelOrder) -> Entry | None:
    """Change one label of a lot; None when it says that already.

    Errors: LabelRefused, LotUnknown, TableMoved, FlipUnderWay, RoutingFileRefused, JournalBroken,
            StateUnwritable.
    """
    value = _checked(order)
    with flip_lock(desk.state_dir, desk.who, desk.lock_timeout_s):
        data = content_of(desk.routing_file)
        journal = settled_journal(desk, data)
        after = relabel(data, order.lot, order.key, value)
        lot = parse_table(data, desk.routing_file.name).lot(order.lot)
        # A label that no table may have is refused before anything is written.
        parse_table(after, desk.routing_file.name)
        old = label_of(lot, order.key) if lot else ""
        if old == value:
            return None
        if old != order.seen:
            raise TableMoved(f"{order.key} of {order.lot} is {old!r} now; look at it again")
        stage = str(lot.stage) if lot else ""
        intent = Entry(
            EntryKind.INTENT,
            desk.at,
            desk.who,
            why=order.why.strip(),
            lot=order.lot,
            from_stage=stage,
            to_stage=stage,
            before=digest_of(data),
            after=digest_of(after),
            text=f"{order.key}: {old or '—'} → {value or '—'}",
        )
        return _made(desk, journal, intent, after)


def _made(desk: Desk, journal: Journal, wanted: Entry, after: bytes) -> Entry:
    intent = journal.append(wanted)

    def change() -> None:
        with writable(desk.routing_file):
            replace_file(desk.routing_file, intent.before, after)

    done, late = make(desk, journal, end_of(intent), change, after)
    if done is None:
        raise StateUnwritable(late)
    return done


def _checked(order: LabelOrder) -> str:
    value = " ".join(order.value.split())
    if order.key not in LABELS:
        raise LabelRefused(f"{order.key!r} is no label; there are: {', '.join(LABELS)}")
    if not value.isprintable() or not order.why.isprintable() or len(value) > _LONGEST:
        raise LabelRefused(f"a label is one line of printable text, {_LONGEST} characters at most")
    if order.key == "title" and not value:
        raise LabelRefused("a lot needs a title")
    if order.key == "sprint" and value and not (value.isascii() and value.isdigit()):
        raise LabelRefused(f"{value!r} is no sprint: give its number")
    return value
