"""The kill switch thrown: the same lock, splice and journal as a flip, and nothing stops it."""

import hashlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

from proxy.errors import JournalBroken, ReasonMissing, RoutingFileRefused, StateUnwritable
from proxy.flips.entries import Entry, EntryKind
from proxy.flips.flip import Desk, present
from proxy.flips.journal import KILL_SWITCH, Journal
from proxy.flips.lock import flip_lock
from proxy.flips.proposal import content_of
from proxy.flips.recovery import settle
from proxy.flips.rescue import plan_rescue, put_back
from proxy.flips.state_files import writable
from proxy.routing_file.kill_switch import switched
from proxy.routing_file.last_good import keep_last_good, last_good
from proxy.routing_file.reader import parse_table
from proxy.routing_file.writer import replace_file, sweep_drafts

_UNTOLD = "this is not in the journal"


@dataclass(frozen=True, slots=True)
class Thrown:
    """What came of it.

    Shape: `entry` is the journal's last line about it, None when there is none; `warnings` never
           kept it from being done.
    """

    is_on: bool
    is_change: bool
    entry: Entry | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Change:
    """One content of the file for another one, and how it is put in its place."""

    before: bytes
    after: bytes
    put: Callable[[], None]
    story: str = ""


def throw(desk: Desk, why: str, *, is_on: bool) -> Thrown:
    """Send every lot that legacy still has to legacy, or let each stand at its stage again.

    Shape:  no gate and no approval; on also works on a file that cannot be used (the last good one
            is put back) and with a journal that is broken or full.
    Errors: ReasonMissing, FlipUnderWay, TableMoved, RoutingFileRefused, StateUnwritable.
    """
    if not why.strip() or not why.isprintable():
        raise ReasonMissing("say why, in one line of printable text: the journal keeps it")
    with flip_lock(desk.state_dir, desk.who, desk.lock_timeout_s):
        change = _change(desk, is_on=is_on)
        if change.after == change.before:
            return Thrown(is_on, is_change=False)
        told = (change.story,) if change.story else ()
        try:
            journal = Journal(desk.state_dir)
            settle(journal, present(change.before, desk.routing_file.name), desk.who, desk.at)
            sweep_drafts(desk.routing_file)
            intent = journal.append(_intent(desk, change, why, is_on=is_on))
        except (JournalBroken, StateUnwritable) as fault:
            _put(desk, change)
            return Thrown(is_on, is_change=True, warnings=(*told, f"{_UNTOLD}: {fault}"))
        return _journalled(
            desk, journal, intent, change, Thrown(is_on, is_change=True, warnings=told)
        )


def _change(desk: Desk, *, is_on: bool) -> _Change:
    data = b""
    try:
        data = content_of(desk.routing_file)
        before = parse_table(data, desk.routing_file.name).digest
    except RoutingFileRefused as refused:
        if not is_on:
            raise
        return _rescued(desk, refused)
    after = switched(data, is_on=is_on)
    return _Change(data, after, partial(replace_file, desk.routing_file, before, after))


def _rescued(desk: Desk, refused: RoutingFileRefused) -> _Change:
    good = last_good(desk.state_dir)
    lots = parse_table(good).lots if good else ()
    if good is None or not lots:
        raise refused
    rescue = plan_rescue(desk.routing_file, desk.state_dir, lots[0].name, desk.at)
    if rescue is None or rescue.good is None:
        raise refused
    after = switched(good, is_on=True)
    rescue = replace(rescue, proposal=replace(rescue.proposal, after=after))
    put = partial(put_back, rescue, desk.routing_file)
    return _Change(rescue.proposal.before, after, put, rescue.story)


def _put(desk: Desk, change: _Change) -> None:
    with writable(desk.routing_file):
        change.put()
    # Where no process runs to keep it, a later rollback would go back behind this.
    with suppress(OSError):
        keep_last_good(desk.state_dir, change.after)


def _journalled(
    desk: Desk, journal: Journal, intent: Entry, change: _Change, thrown: Thrown
) -> Thrown:
    end = replace(intent, kind=EntryKind.DONE, at=desk.at, of=intent.number, why="")
    try:
        _put(desk, change)
    except Exception as fault:
        # What cannot be written now is withdrawn: the file does not have it.
        with suppress(StateUnwritable):
            journal.append(replace(end, kind=EntryKind.WITHDRAWN, text=str(fault)))
        raise
    try:
        return replace(thrown, entry=journal.append(replace(end, at=desk.at)))
    except StateUnwritable as fault:
        late = f"it is done, its end is not in the journal yet: {fault}"
        return replace(thrown, entry=intent, warnings=(*thrown.warnings, late))


def _intent(desk: Desk, change: _Change, why: str, *, is_on: bool) -> Entry:
    words = ("off", "on") if is_on else ("on", "off")
    return Entry(
        EntryKind.INTENT,
        desk.at,
        desk.who,
        why=why.strip(),
        from_stage=f"{KILL_SWITCH} {words[0]}",
        to_stage=f"{KILL_SWITCH} {words[1]}",
        before=hashlib.sha256(change.before).hexdigest() if change.before else "",
        after=hashlib.sha256(change.after).hexdigest(),
        text=change.story,
    )
