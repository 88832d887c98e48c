"""What burns: each sentence with the page where the rows behind it are."""

from collections.abc import Iterator, Sequence

from proxy.console.counted import Counted
from proxy.console.french import brief
from proxy.console.progress import ALARMING, LotLine, Standing
from proxy.console.sources import Sources
from proxy.console.state_of_play import Fire, Rate
from proxy.console.translation import in_french
from proxy.core.table import RoutingTable
from proxy.errors import FiguierError
from proxy.evidence.recorder_state import recorder_state
from proxy.routing_file.workers import workers

#: Fewer requests in an hour prove nothing.
LEAST_REQUESTS = 20
#: Counting that lags further behind is told.
LATE_S = 300.0


def rates_of(found: Counted) -> tuple[Rate, ...]:
    """Errors of both sides in the last hour; nothing where nobody counts."""
    if found.last_hour is None or found.as_of is None:
        return ()
    return tuple(
        Rate(side, part.requests, part.errors)
        for side in ("legacy", "python")
        for part in (found.last_hour.only(side=side),)
    )


def fires_of(
    here: Sources,
    table: RoutingTable,
    found: Counted,
    lines: Sequence[LotLine],
    broken: FiguierError | None,
) -> tuple[Fire, ...]:
    """Everything that burns now; what is only to be watched comes last."""
    burning = (
        *_switched(table),
        *_incidents(table, found),
        *_contradictions(lines),
        *_errors(found),
        *_drift(here, table),
        *_obstacle(here),
        *_blindness(here, found),
        *(
            (Fire(f"Le journal des bascules est altéré ({broken}).", "/-/journal"),)
            if broken
            else ()
        ),
    )
    return tuple(sorted(burning, key=lambda fire: fire.is_small))


def _switched(table: RoutingTable) -> Iterator[Fire]:
    if table.kill_switch:
        yield Fire("L’arrêt d’urgence est enclenché : PHP répond à tout.", "/-/arret")


def _incidents(table: RoutingTable, found: Counted) -> Iterator[Fire]:
    titles = {lot.name: lot.title for lot in table.lots}
    for incident in found.incidents:
        lot = titles.get(incident.lot, incident.lot) or "tous les lots"
        words = {"blocking": "bloquant", "minor": "mineur"}
        kind = words[incident.severity.value]
        text = f"Incident {kind} ouvert ({lot}) : {brief(in_french(incident.what))}"
        yield Fire(text, "/-/incidents/", is_small=not incident.is_blocking)


def _contradictions(lines: Sequence[LotLine]) -> Iterator[Fire]:
    for line in lines:
        if line.standing is Standing.CONTRADICTED:
            text = f"{line.title} : déclaré sur Python, PHP répond encore à {line.still_legacy}."
            yield Fire(text, f"/-/lots/{line.name}")


def _errors(found: Counted) -> Iterator[Fire]:
    names = {"legacy": "PHP", "python": "Python"}
    for rate in rates_of(found):
        share = rate.share
        if share is not None and share >= ALARMING and rate.requests >= LEAST_REQUESTS:
            text = f"{share * 100:.0f} % d’erreurs côté {names[rate.side]} depuis une heure."
            yield Fire(text, f"/-/demandes?cote={rate.side}&statut=5")


def _drift(here: Sources, table: RoutingTable) -> Iterator[Fire]:
    fault = here.running.fault
    if fault is not None:
        yield Fire(f"routing.yaml est refusé : {fault.text.splitlines()[0]}", "/-/sante")
    states = workers(here.settings.state_dir)
    behind = [state for state in states if state.digest != table.digest or state.fault]
    if behind and fault is None:
        yield Fire(f"{len(behind)} processus n’ont pas la table en vigueur.", "/-/sante")


def _obstacle(here: Sources) -> Iterator[Fire]:
    said = recorder_state(here.settings.state_dir)
    if said is not None and said.cannot_write:
        text = "routing.yaml ne peut pas être écrit : ni sentinelle ni console ne reviennent à PHP."
        yield Fire(text, "/-/sante")


def _blindness(here: Sources, found: Counted) -> Iterator[Fire]:
    if found.fault:
        yield Fire("La base d’état ne répond pas : aucun chiffre de trafic.", "/-/sante")
    elif found.as_of is not None and here.at - found.as_of > LATE_S:
        yield Fire("Le comptage du trafic a plus de cinq minutes de retard.", "/-/sante")
