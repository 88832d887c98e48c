"""Gathers the state of play: the table, the journal, evidence, the calendar; nothing is changed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from proxy.console.alarms import fires_of, rates_of
from proxy.console.counted import Counted, counted, proof_of, whole_of
from proxy.console.forecast import Forecast, forecast, sprints_of
from proxy.console.french import brief, move
from proxy.console.judgements import decisions_of, standing_gates
from proxy.console.progress import LotLine, lot_line, totals
from proxy.console.scope import extent_of, note_scope, scope_history
from proxy.console.sources import Sources
from proxy.console.state_of_play import Change, ScopeChange, StateOfPlay
from proxy.console.timeline import Extent, Height, Stay, height_at, stays
from proxy.console.translation import in_french, told
from proxy.core.table import Lot, RoutingTable
from proxy.flips.journal import Reading, read_good_part
from proxy.flips.records import Record, Result, records

#: What fits on one sheet of paper.
MOST_CHANGES = 8


def survey(here: Sources, since: date) -> StateOfPlay:
    """The state of play now, with what changed since a day.

    Errors: RoutingFileRefused, where no good table is known; StateUnwritable, where the journal
            cannot be read.
    """
    table = here.running.table
    reading, broken = read_good_part(here.settings.state_dir)
    found = counted(here)
    note_scope(here.settings.state_dir, extent_of(table, here.at))
    extents = scope_history(here.settings.state_dir)
    moves = stays(reading.entries)
    lines = lot_lines(here, table.lots, found, moves)
    changes = _changes(here, table, reading, since)
    heights = _heights(here, table, extents, moves)
    return StateOfPlay(
        made_at=here.at,
        as_of=found.as_of,
        since=since.isoformat(),
        table=table.digest,
        fault=found.fault,
        is_killed=table.kill_switch,
        fires=fires_of(here, table, found, lines, broken),
        rates=rates_of(found),
        totals=totals(lines, whole_of(found)),
        lots=lines,
        changes=changes[:MOST_CHANGES],
        more_changes=max(0, len(changes) - MOST_CHANGES),
        scope_changes=_scope_changes(table, extents, _moment(here, since)),
        heights=heights,
        forecast=_forecast(here, table, heights),
        decisions=decisions_of(here, table, lines, reading),
    )


def lot_lines(
    here: Sources, lots: Sequence[Lot], found: Counted, moves: Mapping[str, Sequence[Stay]]
) -> tuple[LotLine, ...]:
    """What may be said of each of these lots."""
    return tuple(
        lot_line(
            lot,
            proof_of(here, found, lot, known, standing_gates(here, found, lot, known)),
        )
        for lot in lots
        for known in (moves.get(lot.name, ()),)
    )


def _changes(
    here: Sources, table: RoutingTable, reading: Reading, since: date
) -> tuple[Change, ...]:
    """Who moved what, and notes about the file; labels move nobody and stay out."""
    start = _moment(here, since)
    titles = {lot.name: lot.title for lot in table.lots}
    told = (
        _change(record, titles)
        for record in reversed(records(reading.entries))
        if datetime.fromisoformat(record.entry.at).timestamp() >= start and _has_moved(record)
    )
    return tuple(told)


def _has_moved(record: Record) -> bool:
    """Whether anything moved, or the program noticed something; not what was asked or refused."""
    match record.result:
        case Result.NOTE:
            return not record.entry.plan
        case Result.APPROVAL:
            return False
        case _:
            return bool(record.move)


def _change(record: Record, titles: Mapping[str, str]) -> Change:
    entry = record.entry
    why = " – ".join(part for part in (in_french(entry.why), told(record.text)) if part)
    lot = titles.get(entry.lot, entry.lot)
    return Change(
        entry.at, entry.who, lot, move(record), record.result.value, brief(why), entry.number
    )


def _scope_changes(
    table: RoutingTable, extents: Sequence[Extent], start: float
) -> tuple[ScopeChange, ...]:
    """What was added and removed, apart from each other; the first count is no change."""
    titles = {lot.name: lot.title for lot in table.lots}
    return tuple(
        ScopeChange(later.at, titles.get(lot, lot), change)
        for sooner, later in pairwise(extents)
        if later.at >= start
        for lot in sorted(sooner.routes.keys() | later.routes.keys())
        if (change := later.routes.get(lot, 0) - sooner.routes.get(lot, 0))
    )


def _heights(
    here: Sources,
    table: RoutingTable,
    extents: Sequence[Extent],
    moves: Mapping[str, Sequence[Stay]],
) -> tuple[Height, ...]:
    """The burn-up at the end of each sprint that is over, and now."""
    ends = [] if table.sprints is None else sprint_ends(here, table)
    heights = [height_at(end, extents, moves) for end in (*ends, here.at)]
    return tuple(height for height in heights if height is not None)


def sprint_ends(here: Sources, table: RoutingTable) -> list[float]:
    """The moments at which the sprints so far began and ended, the oldest first."""
    calendar = table.sprints
    if calendar is None:
        return []
    day = date.fromisoformat(calendar.first)
    ends: list[float] = []
    while day <= here.today.date() and len(ends) < 500:
        ends.append(_moment(here, day))
        day += timedelta(days=calendar.days)
    return ends


def _forecast(here: Sources, table: RoutingTable, heights: Sequence[Height]) -> Forecast:
    if table.sprints is None:
        why = "routing.yaml n’a pas de calendrier des sprints (clé « sprints »)."
        return Forecast(why_none=why)
    if not heights:
        return Forecast(why_none="Le périmètre n’est compté que depuis aujourd’hui.")
    # The last height is now, in a sprint that is not over.
    over = sprints_of(heights[:-1])
    found = forecast(heights[-1], over, here.today.date(), table.sprints.days)
    return replace(found, sprints=len(over))


def _moment(here: Sources, day: date) -> float:
    return datetime.combine(day, time(), here.settings.time_zone).timestamp()
