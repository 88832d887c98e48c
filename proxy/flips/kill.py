"""The kill switch thrown: the same lock, splice and journal as a flip, and nothing stops it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from proxy.errors import JournalBroken, RoutingFileRefused, StateUnwritable
from proxy.flips.desk import Desk, digest_of, reason, settled_journal
from proxy.flips.entries import Entry, EntryKind
from proxy.flips.journal import KILL_SWITCH
from proxy.flips.lock import flip_lock
from proxy.flips.making import end_of, keep, make
from proxy.flips.proposal import content_of
from proxy.flips.rescue import plan_rescue, put_back
from proxy.flips.state_files import writable
from proxy.routing_file.kill_switch import switched
from proxy.routing_file.last_good import last_good
from proxy.routing_file.reader import parse_table
from proxy.routing_file.writer import replace_file

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
    why = reason(why)
    with flip_lock(desk.state_dir, desk.who, desk.lock_timeout_s):
        change = _change(desk, is_on=is_on)
        if change.after == change.before:
            return Thrown(is_on, is_change=False)
        told = (change.story,) if change.story else ()
        try:
            journal = settled_journal(desk, change.before)
            intent = journal.append(_intent(desk, change, why, is_on=is_on))
        except (JournalBroken, StateUnwritable) as fault:
            _put(desk, change)
            keep(desk, change.after)
            return Thrown(is_on, is_change=True, warnings=(*told, f"{_UNTOLD}: {fault}"))
        put = partial(_put, desk, change)
        done, late = make(desk, journal, end_of(intent), put, change.after)
        warnings = (*told, late) if late else told
        return Thrown(is_on, is_change=True, entry=done or intent, warnings=warnings)


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


def _intent(desk: Desk, change: _Change, why: str, *, is_on: bool) -> Entry:
    words = ("off", "on") if is_on else ("on", "off")
    return Entry(
        EntryKind.INTENT,
        desk.at,
        desk.who,
        why=why,
        from_stage=f"{KILL_SWITCH} {words[0]}",
        to_stage=f"{KILL_SWITCH} {words[1]}",
        before=digest_of(change.before),
        after=digest_of(change.after),
        text=change.story,
    )
