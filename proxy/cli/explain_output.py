"""An explanation in words and as JSON."""

import click

from proxy.cli.output import route_fields
from proxy.core.decision import Decision, Reason, Refusal
from proxy.core.explanation import Explanation, Loser
from proxy.core.messages import RequestHead
from proxy.core.table import Lot, Route
from proxy.core.targets import Address

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


def print_explanation(head: RequestHead, found: Explanation) -> None:
    """An explanation for people: one fact a line, the answer last but for the losers."""
    click.echo(f"Request  {head.method} {head.target.decode('ascii')}, Host {_text(head.host)}")
    if found.backend is not None:
        click.echo(f"Backend  {found.backend.name} ({found.backend.kind.value})")
    if isinstance(found.address, Address):
        click.echo(f"Address  {_read(found.address)}")
    match found.verdict:
        case Decision() as decision:
            _print_decision(decision)
        case Refusal() as refusal:
            _print_refusal(refusal)
    if found.losers:
        click.echo("Nearest other routes:")
    for loser in found.losers:
        click.echo(f"    {loser.route.place}  {_spelled(loser.route)} ({loser.route.lot})")
        click.echo(f"        {loser.why}")


def explanation_fields(head: RequestHead, found: Explanation) -> dict[str, object]:
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
        "losers": [_loser_fields(loser) for loser in found.losers],
    }


def _read(address: Address) -> str:
    application = f" of application {address.application}" if address.application else ""
    spelled = "" if address.is_canonical else ", not spelled canonically"
    return f"{_printable(address.path)}{application}{spelled}"


def _print_decision(decision: Decision) -> None:
    if decision.route is not None:
        click.echo(f"Rule     {decision.route.place}  {_spelled(decision.route)}")
    if decision.lot is not None:
        click.echo(f"Lot      {_named(decision.lot)}, at {decision.lot.stage}")
    answer = click.style(decision.side.value, bold=True)
    click.echo(f"Answer   {answer}: {WORDS[decision.reason]} ({decision.reason.value})")


def _print_refusal(refusal: Refusal) -> None:
    if refusal.lot is not None:
        click.echo(f"Lot      {_named(refusal.lot)}, at {refusal.lot.stage}")
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
