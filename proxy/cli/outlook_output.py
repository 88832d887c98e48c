"""What a plan means for visitors, in words and as JSON."""

from dataclasses import asdict
from datetime import datetime

import click

from proxy.cli.output import count_of, warn
from proxy.cli.surroundings import current_settings
from proxy.flips.foresight import Moving
from proxy.flips.outlook import DAYS, Outlook

_KINDS_SHOWN = 8
_ROUTES_SHOWN = 8


def outlook_fields(seen: Outlook) -> dict[str, object]:
    """An outlook for programs; the ids are those of the request log."""
    found = seen.foresight
    fields: dict[str, object] = {
        "fault": seen.fault or None,
        "days": DAYS,
        "as_of": _moment(seen.as_of),
        "counted": seen.counted,
        "logged": seen.logged,
        "log_since": _moment(seen.oldest),
        "users_a_day": seen.users_a_day,
        "moving_users_a_day": seen.moving_users,
        "never_asked": list(seen.never_asked),
    }
    if found is not None:
        fields |= {
            "moving": [asdict(each) for each in found.moving],
            "sure": sorted(found.sure),
            "expected": found.expected,
            "unreadable": found.unreadable,
        }
    return fields


def print_outlook(seen: Outlook, lot: str) -> None:
    """An outlook for people."""
    if seen.fault:
        warn(f"what it means for visitors is not known: {seen.fault}")
        return
    if seen.as_of is None:
        click.echo("What it means for visitors is not known: no request was ever counted.")
        return
    users = "" if seen.users_a_day is None else f", {seen.users_a_day:.0f} visitors a day"
    click.echo(f"Last {DAYS} days: {count_of(seen.counted, 'request')} of {lot}{users}.")
    found = seen.foresight
    if found is None or not seen.logged:
        click.echo("The request log is empty: which requests would change side is not known.")
    else:
        moving = (
            "" if seen.moving_users is None else f", about {seen.moving_users:.0f} visitors a day"
        )
        since = f"since {_moment(seen.oldest)}"
        logged = f"of {seen.logged} in the request log {since}"
        click.echo(f"Would change side: {found.expected:.0f} requests {logged}{moving}.")
        for each in found.moving[:_KINDS_SHOWN]:
            click.echo(f"    {_told(each)}")
        if len(found.moving) > _KINDS_SHOWN:
            click.echo(f"    and {len(found.moving) - _KINDS_SHOWN} more kinds: --json has them")
        others = sorted(found.lots - {lot, ""})
        if others:
            warn(f"requests of other lots change side too: {', '.join(others)}")
    if seen.never_asked:
        names = ", ".join(seen.never_asked[:_ROUTES_SHOWN])
        more = len(seen.never_asked) - _ROUTES_SHOWN
        click.echo(f"Never asked since counting began: {names}{f' and {more} more' * (more > 0)}.")


def _told(each: Moving) -> str:
    where = f"{each.method} {each.backend}/{each.application} {each.route or '(alias)'}"
    parts = [str(each.sure)] if each.sure else []
    if each.drawn:
        parts.append(f"{each.drawn_percent}% of {each.drawn}")
    return f"{where}  {each.before} → {each.after}  {' + '.join(parts)}"


def _moment(seconds: float | None) -> str | None:
    if seconds is None:
        return None
    zone = current_settings().time_zone
    return datetime.fromtimestamp(seconds, zone).isoformat(timespec="seconds")
