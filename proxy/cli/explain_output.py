"""An explanation in words and as JSON."""

from dataclasses import dataclass

import click

from proxy.cli.output import route_fields
from proxy.core.cohorts import digest_of
from proxy.core.decision import Decision, Reason, Refusal
from proxy.core.explanation import Explanation, Loser
from proxy.core.messages import RequestHead
from proxy.core.schedules import UNTIMED, Moment
from proxy.core.table import Lot, Route, RoutingTable
from proxy.core.targets import Address
from proxy.core.visitors import ANYBODY, Visitor

#: Why a side was chosen, in words; refusals bring their own.
WORDS: dict[Reason, str] = {
    Reason.STAGE: "the stage of the lot says so",
    Reason.CANARY_IN: "this visitor is within the canary's share",
    Reason.CANARY_OUT: "this visitor is outside the canary's share, or has no place in it yet",
    Reason.COHORT: "this visitor is in a cohort of the lot",
    Reason.TESTER: "this visitor tests the lot, by an address that figuier tester gave",
    Reason.JOURNEY: "this visitor is in the middle of a journey, which ends where it began",
    Reason.SCHEDULE: "the lot is outside its hours",
    Reason.CLUSTER: "the lot waits for another one of its cluster",
    Reason.KILL_SWITCH: "the kill switch is on: everything that legacy still has is there",
    Reason.UNCLAIMED: "no lot claims this address",
    Reason.OURS: "these are the proxy's own pages",
}


@dataclass(frozen=True, slots=True)
class Scene:
    """Who asks, when, of which table."""

    table: RoutingTable
    visitor: Visitor = ANYBODY
    moment: Moment = UNTIMED


def print_explanation(head: RequestHead, found: Explanation, scene: Scene) -> None:
    """An explanation for people: one fact a line, the answer last but for the losers."""
    click.echo(f"Request  {head.method} {head.target.decode('ascii')}, Host {_text(head.host)}")
    if found.backend is not None:
        click.echo(f"Backend  {found.backend.name} ({found.backend.kind.value})")
    if isinstance(found.address, Address):
        click.echo(f"Address  {_read(found.address)}")
    match found.verdict:
        case Decision() as decision:
            _print_decision(decision, found, scene)
        case Refusal() as refusal:
            _print_refusal(refusal, found, scene)
    if found.losers:
        click.echo("Nearest other routes:")
    for loser in found.losers:
        click.echo(f"    {loser.route.place}  {_spelled(loser.route)} ({loser.route.lot})")
        click.echo(f"        {loser.why}")


def explanation_fields(head: RequestHead, found: Explanation, scene: Scene) -> dict[str, object]:
    """An explanation for programs."""
    address = found.address if isinstance(found.address, Address) else None
    return {
        "method": head.method,
        "target": head.target.decode("ascii"),
        "host": found.host,
        "backend": found.backend.name if found.backend else None,
        "application": address.application if address else None,
        "path": _printable(address.path) if address else None,
        "is_canonical": address.is_canonical if address else None,
        **_verdict_fields(found.verdict),
        "kill_switch": "on" if scene.table.kill_switch else "off",
        "split": _split_fields(found, scene),
        "losers": [_loser_fields(loser) for loser in found.losers],
    }


def _read(address: Address) -> str:
    application = f" of application {address.application}" if address.application else ""
    spelled = "" if address.is_canonical else ", not spelled canonically"
    return f"{_printable(address.path)}{application}{spelled}"


def _print_split(found: Explanation, scene: Scene) -> None:
    """What a side may depend on beside the stage: a line for each thing that the lot says."""
    if scene.table.kill_switch:
        click.echo("Kill     the kill switch is on; only retired lots stay where they are")
    standing = found.standing
    if standing is not None and standing.waits_for is not None:
        holder = standing.waits_for
        click.echo(f"Cluster  {holder.cluster} waits for {holder.name}, at {holder.stage}")
    posture = standing.posture if standing else None
    lot = found.verdict.lot
    if posture is None or lot is None:
        return
    bucket = scene.visitor.bucket
    mine = "no bucket" if bucket is None else f"bucket {bucket}"
    click.echo(f"Share    {posture.percent}%, buckets below {posture.percent * 100}: {mine}")
    if lot.cohorts:
        ours = [word for word in lot.cohorts if digest_of(word) in scene.visitor.words]
        is_in = f"in {', '.join(ours)}" if ours else "in none"
        click.echo(f"Cohorts  {', '.join(lot.cohorts)}: {is_in}")
    if lot.schedule is not None:
        why = lot.schedule.why_closed(scene.moment)
        click.echo(f"Hours    {lot.schedule}: {why or 'open'}")
    mark = scene.visitor.mark(posture.journey)
    if mark is not None:
        side = "python" if mark.is_python else "legacy"
        click.echo(f"Journey  {posture.journey}, last on {side}, {_ago(scene.moment.at - mark.at)}")


def _ago(seconds: int) -> str:
    return f"{seconds // 60} min ago"


def _split_fields(found: Explanation, scene: Scene) -> dict[str, object] | None:
    posture = found.standing.posture if found.standing else None
    lot = found.verdict.lot
    if posture is None or lot is None or found.choice is None:
        return None
    closed = lot.schedule.why_closed(scene.moment) if lot.schedule else ""
    return {
        "percent": posture.percent,
        "bucket": scene.visitor.bucket,
        "cohorts": list(lot.cohorts),
        "in_cohorts": [w for w in lot.cohorts if digest_of(w) in scene.visitor.words],
        "schedule": str(lot.schedule) if lot.schedule else None,
        "closed": closed or None,
        "journey": posture.journey,
        "by": found.choice.by.value,
    }


def _print_decision(decision: Decision, found: Explanation, scene: Scene) -> None:
    if decision.route is not None:
        click.echo(f"Rule     {decision.route.place}  {_spelled(decision.route)}")
    if decision.lot is not None:
        click.echo(f"Lot      {_named(decision.lot)}, at {decision.lot.stage}")
    _print_split(found, scene)
    answer = click.style(decision.side.value, bold=True)
    click.echo(f"Answer   {answer}: {WORDS[decision.reason]} ({decision.reason.value})")


def _print_refusal(refusal: Refusal, found: Explanation, scene: Scene) -> None:
    if refusal.lot is not None:
        click.echo(f"Lot      {_named(refusal.lot)}, at {refusal.lot.stage}")
    _print_split(found, scene)
    answer = click.style(f"{refusal.status} by the proxy itself", bold=True)
    click.echo(f"Answer   {answer}: {refusal.detail} ({refusal.reason.value})")
    if refusal.location is not None:
        click.echo(f"         to {_text(refusal.location)}")


def _verdict_fields(verdict: Decision | Refusal) -> dict[str, object]:
    lot = verdict.lot
    fields: dict[str, object] = {
        "side": None,
        "reason": verdict.reason.value,
        "lot": lot.name if lot else None,
        "stage": str(lot.stage) if lot else None,
        "route": None,
        "refusal": None,
    }
    match verdict:
        case Decision():
            route = route_fields(verdict.route) if verdict.route else None
            return fields | {"side": verdict.side.value, "route": route}
        case Refusal():
            location = _text(verdict.location) if verdict.location is not None else None
            refusal = {"status": verdict.status, "detail": verdict.detail, "location": location}
            return fields | {"refusal": refusal}


def _loser_fields(loser: Loser) -> dict[str, object]:
    return {"lot": loser.route.lot, "why": loser.why, **route_fields(loser.route)}


def _spelled(route: Route) -> str:
    methods = f"{','.join(sorted(route.methods))} " if route.methods else ""
    implied = ", implied by a Symfony module" if route.is_alias else ""
    return f"{methods}{route.pattern}{implied}"


def _named(lot: Lot) -> str:
    return f"{lot.name} ({lot.title})"


def _text(data: bytes) -> str:
    return data.decode("utf-8", "backslashreplace")


def _printable(path: str) -> str:
    # Bytes that are no UTF-8 stand in the path as surrogates, which no terminal can print.
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
