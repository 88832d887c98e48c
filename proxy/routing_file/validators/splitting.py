"""Hours and clusters that can be kept to."""

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Iterator

from proxy.core.stages import StageName
from proxy.core.table import Lot
from proxy.routing_file.draft import Draft
from proxy.routing_file.mistakes import Mistake, did_you_mean


def hours_can_be_kept(draft: Draft) -> Iterator[Mistake]:
    """A schedule opens before it closes, on days that exist, for a lot that legacy still has."""
    for lot in draft.lots:
        if lot.schedule is None:
            continue
        path = ("lots", lot.name, "schedule")
        if lot.schedule.opens and lot.schedule.opens >= lot.schedule.closes:
            text = f"{lot.schedule.opens} is not before {lot.schedule.closes}; hours lie in one day"
            yield draft.mistake(text, *path, "hours")
        if lot.schedule.not_before and not _exists(lot.schedule.not_before):
            yield draft.mistake(f"{lot.schedule.not_before} is no day", *path, "not_before")
        if lot.stage.name is StageName.RETIRED:
            yield draft.mistake("a retired lot has no hours: legacy is not asked for it", *path)


def clusters_move_as_one(draft: Draft) -> Iterator[Mistake]:
    """Lots of one cluster have the same cohorts and hours, or their journeys would be cut."""
    clusters: dict[str, list[Lot]] = defaultdict(list)
    for lot in draft.lots:
        if lot.cluster:
            clusters[lot.cluster].append(lot)
    shared = [name for name, lots in clusters.items() if len(lots) > 1]
    for name, lots in clusters.items():
        if len(lots) == 1:
            text = f'no other lot is of cluster "{name}"{did_you_mean(name, shared)}'
            yield draft.mistake(text, "lots", lots[0].name, "cluster")
        # Nobody is sent to legacy for a retired lot, whatever its cohorts once were.
        moving = [lot for lot in lots if lot.stage.name is not StageName.RETIRED]
        for first, lot in itertools.pairwise(moving):
            for key in ("cohorts", "schedule"):
                if _said(lot, key) != _said(first, key):
                    text = (
                        f"{first.name} and {lot.name} are of one cluster; give both the same {key}"
                    )
                    yield draft.mistake(text, "lots", lot.name, key)


def _said(lot: Lot, key: str) -> object:
    return frozenset(lot.cohorts) if key == "cohorts" else lot.schedule


def _exists(moment: str) -> bool:
    try:
        dt.datetime.fromisoformat(moment)
    except ValueError:
        return False
    return True
