"""Making a flip: lock, settle, plan, intent, splice, done."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from proxy.core.stages import Stage
from proxy.errors import (
    ApprovalMissing,
    GateClosed,
    JournalBroken,
    ReasonMissing,
    RoutingFileRefused,
    StateUnwritable,
    TableMoved,
)
from proxy.flips.approvals import approvals, asked, note_of_asking
from proxy.flips.desk import Desk, digest_of, reason, settled_journal
from proxy.flips.entries import Entry, EntryKind
from proxy.flips.evidence import Evidence
from proxy.flips.gates import Code
from proxy.flips.journal import Journal
from proxy.flips.lock import flip_lock
from proxy.flips.making import end_of, make
from proxy.flips.plan import Plan
from proxy.flips.proposal import Proposal, content_of, propose
from proxy.flips.rescue import Rescue, plan_rescue, put_back
from proxy.flips.state_files import writable
from proxy.routing_file.writer import replace_file


@dataclass(frozen=True, slots=True)
class Order:
    """A flip that somebody wants.

    Shape: without a stage, the lot goes back; `plan` is the digest of the plan that was seen,
           or its beginning; empty for whatever the plan is now; `override` is the reason for
           passing closed gates; `code` is the lots that have pages of Python, None where nobody
           can tell; `evidence` is what is known of the lot, None where nobody asked.
    """

    lot: str
    stage: Stage | None
    why: str
    plan: str = ""
    override: str = ""
    code: Code | None = None
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an order.

    Shape: `entry` is the journal's last line about it, None when it has none; `is_restored` when
           the routing file could not be used and was made good.
    """

    proposal: Proposal
    entry: Entry | None = None
    warnings: tuple[str, ...] = ()
    is_restored: bool = False


def flip(desk: Desk, order: Order) -> Outcome:
    """Move a lot to another stage; nothing to do is no error and leaves no line.

    Errors: FlipRefused and its kinds, RoutingFileRefused, JournalBroken, StateUnwritable.
    """
    _require_words(order)
    with flip_lock(desk.state_dir, desk.who, desk.lock_timeout_s):
        data = content_of(desk.routing_file)
        journal = settled_journal(desk, data)
        proposal = proposed(desk, data, order)
        if not proposal.plan.is_change:
            return Outcome(proposal)
        _require_same_plan(desk, journal, order, proposal.plan)
        _require_gates(desk, journal, order, proposal.plan)
        return _carry_out(desk, journal, order, proposal)


def proposed(desk: Desk, data: bytes, order: Order) -> Proposal:
    """What an order would do to this content of the routing file.

    Errors: LotUnknown, MoveForbidden, RoutingFileRefused.
    """
    name = desk.routing_file.name
    return propose(data, name, order.lot, order.stage, order.code, order.evidence)


def approve(desk: Desk, lot: str, stage: Stage, why: str) -> Entry:
    """Agree that closed gates of this move are passed, on the file as it is now.

    Errors: FlipRefused and its kinds, RoutingFileRefused, JournalBroken, StateUnwritable.
    """
    why = reason(why)
    with flip_lock(desk.state_dir, desk.who, desk.lock_timeout_s):
        data = content_of(desk.routing_file)
        journal = settled_journal(desk, data)
        plan = propose(data, desk.routing_file.name, lot, stage).plan
        if {entry.who for entry in asked(journal.reading, plan.digest)} == {desk.who}:
            raise ApprovalMissing(
                f"{desk.who} asked for this move: somebody else has to approve it"
            )
        entry = Entry(
            EntryKind.APPROVAL,
            desk.at,
            desk.who,
            why=why,
            lot=lot,
            from_stage=str(plan.before),
            to_stage=str(plan.after),
            plan=plan.digest,
        )
        return journal.append(entry)


def rollback(desk: Desk, lot: str, why: str) -> Outcome:
    """Bring a lot back to legacy, or from retired to python: no gate, no database.

    A routing file that cannot be used is put aside for the last good one. A journal that is
    broken or cannot grow does not stop it: the next flip will find the change in the file and
    note it as made by hand.

    Errors: LotUnknown, FlipUnderWay, TableMoved, RoutingFileRefused, StateUnwritable.
    """
    order = Order(lot, None, why)
    try:
        try:
            return flip(desk, order)
        except RoutingFileRefused as refused:
            return _rescued(desk, order, refused)
    except (JournalBroken, StateUnwritable) as fault:
        outcome = _off_the_record(desk, order)
        warning = f"this rollback is not in the journal: {fault}"
        return replace(outcome, warnings=(*outcome.warnings, warning))


def recover(desk: Desk) -> None:
    """Settle what an interrupted flip or a hand edit left; done at start.

    Errors: FlipUnderWay, RoutingFileRefused, JournalBroken, StateUnwritable.
    """
    with flip_lock(desk.state_dir, desk.who, desk.lock_timeout_s):
        settled_journal(desk, content_of(desk.routing_file))


def _require_words(order: Order) -> None:
    if not order.why.strip():
        raise ReasonMissing("say why, in a few words: the journal keeps it")
    for words in (order.why, order.override):
        if not words.isprintable():
            raise ReasonMissing("a reason is one line of printable text")


def _require_same_plan(desk: Desk, journal: Journal, order: Order, plan: Plan) -> None:
    if plan.digest.startswith(order.plan):
        return
    text = (
        f"{plan.lot.name} is at {plan.before}, and the plan is {plan.digest[:12]} now, not"
        f" {order.plan[:12]}: the file changed since it was planned, or the digest is of another plan"
    )
    _note_refusal(desk, journal, order, plan, text)
    raise TableMoved(f"{text}; look at the plan again, nothing was changed")


def _note_refusal(desk: Desk, journal: Journal, order: Order, plan: Plan, text: str) -> None:
    refused = replace(_intent(desk, order, plan), kind=EntryKind.NOTE, text=f"refused: {text}")
    journal.append(replace(refused, plan=order.plan, before="", after=""))


def _require_gates(desk: Desk, journal: Journal, order: Order, plan: Plan) -> None:
    if not plan.is_stopped:
        return
    if not order.override.strip():
        refused = replace(order, plan=plan.digest)
        _note_refusal(desk, journal, refused, plan, "; ".join(plan.refusals))
        raise GateClosed(*plan.refusals)
    if plan.needs_approval and not _approvers(desk, journal, plan):
        intent = _intent(desk, order, plan)
        if all(entry.who != desk.who for entry in asked(journal.reading, plan.digest)):
            journal.append(note_of_asking(intent))
        raise ApprovalMissing(
            *plan.refusals,
            "passing them needs a second person, who says: figuier approve"
            f" {plan.lot.name} {plan.after} --why REASON",
        )


def _approvers(desk: Desk, journal: Journal, plan: Plan) -> tuple[str, ...]:
    given = approvals(journal.reading, plan.digest)
    return tuple(entry.who for entry in given if entry.who != desk.who)


def _carry_out(desk: Desk, journal: Journal, order: Order, proposal: Proposal) -> Outcome:
    plan = proposal.plan
    approvers = _approvers(desk, journal, plan) if plan.is_stopped else ()
    text = f"approved by {', '.join(approvers)}" if approvers else ""
    intent = replace(_intent(desk, order, plan), after=digest_of(proposal.after), text=text)
    return _recorded(desk, journal, intent, Outcome(proposal), lambda: _splice(desk, proposal))


def _rescued(desk: Desk, order: Order, refused: RoutingFileRefused) -> Outcome:
    with flip_lock(desk.state_dir, desk.who, desk.lock_timeout_s):
        rescue = plan_rescue(desk.routing_file, desk.state_dir, order.lot, desk.at)
        if rescue is None:
            raise refused
        proposal = rescue.proposal
        journal = settled_journal(desk, proposal.before)
        intent = replace(
            _intent(desk, order, proposal.plan),
            before=digest_of(proposal.before),
            after=digest_of(proposal.after),
            text=rescue.story,
        )
        outcome = Outcome(proposal, warnings=(rescue.story,), is_restored=True)
        change = partial(put_back, rescue, desk.routing_file)
        return _recorded(desk, journal, intent, outcome, change, rescue)


def _off_the_record(desk: Desk, order: Order) -> Outcome:
    try:
        data = content_of(desk.routing_file)
        proposal = propose(data, desk.routing_file.name, order.lot, None)
    except RoutingFileRefused:
        rescue = plan_rescue(desk.routing_file, desk.state_dir, order.lot, desk.at)
        if rescue is None:
            raise
        put_back(rescue, desk.routing_file)
        return Outcome(rescue.proposal, warnings=(rescue.story,), is_restored=True)
    if proposal.plan.is_change:
        _splice(desk, proposal)
    return Outcome(proposal)


def _recorded(
    desk: Desk,
    journal: Journal,
    wanted: Entry,
    outcome: Outcome,
    change: Callable[[], None],
    rescue: Rescue | None = None,
) -> Outcome:
    """Make the change between the two lines that tell of it."""
    intent = journal.append(wanted)
    end = replace(end_of(intent), text="")
    if rescue is not None:
        end = replace(end, text=rescue.story, stages=rescue.stages)
    done, late = make(desk, journal, end, change, outcome.proposal.after)
    warnings = (*outcome.warnings, late) if late else outcome.warnings
    return replace(outcome, entry=done or intent, warnings=warnings)


def _splice(desk: Desk, proposal: Proposal) -> None:
    with writable(desk.routing_file):
        replace_file(desk.routing_file, proposal.plan.table_digest, proposal.after)


def _intent(desk: Desk, order: Order, plan: Plan) -> Entry:
    return Entry(
        EntryKind.INTENT,
        desk.at,
        desk.who,
        why=order.why.strip(),
        lot=plan.lot.name,
        from_stage=str(plan.before),
        to_stage=str(plan.after),
        plan=plan.digest,
        before=plan.table_digest,
        override=order.override.strip() if plan.is_stopped else "",
        gates=plan.closed,
    )
