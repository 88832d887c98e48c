"""`figuier session`: one visitor's session, the set-up both sides share, sessions by day, passwords."""

import sys
from collections.abc import Callable, Mapping, Sequence
from pkgutil import resolve_name
from typing import Any, Protocol, cast

import click

from proxy.cli.command import FiguierCommand, as_json
from proxy.cli.exit_codes import ExitCode
from proxy.cli.output import print_json, print_table, warn
from proxy.cli.surroundings import current_settings, current_table
from proxy.config import Settings
from proxy.core.stages import StageName
from proxy.core.table import BackendKind, RoutingTable
from proxy.errors import RetirementRefused

#: The bridge's half is named, not imported: no other command waits for it, nor breaks with it.
DESK = "proxy.wiring.session_desk:SessionDesk"
SYMFONY4_DESK = "proxy.wiring.symfony4_desk:Symfony4Desk"
RETIRE = "proxy.wiring.password_desk:retire_passwords"

#: The lot whose pages sign people in.
ACCOUNTS = "accounts"

_COLOURS = {"fault": "red", "risk": "yellow", "fine": "green"}


class Day(Protocol):
    """Sessions of one day."""

    sessions: int
    signed_in: int


class SessionDesk(Protocol):
    """Who knows the legacy's sessions."""

    def verify(self, session_id: str, *, shows_values: bool, line: str) -> Mapping[str, Any]:
        """One session, with what each side would decide."""

    def id_in(self, cookie: str) -> tuple[str, int]:
        """The session id a cookie names, and how many cookies have that name."""

    def doctor(self) -> Sequence[Mapping[str, str]]:
        """What was looked at and found, the worst first."""

    def counts(self) -> Mapping[str, Day]:
        """Sessions by day."""


def _desk(settings: Settings, name: str = DESK) -> SessionDesk:
    return cast("SessionDesk", resolve_name(name)(settings))


def _desk_of(backend: str | None) -> SessionDesk:
    """Who knows the sessions of this backend; of the Symfony 1 application when none is named."""
    if backend is None:
        return _desk(current_settings())
    found = current_table().backends.get(backend)
    if found is None:
        known = ", ".join(sorted(current_table().backends))
        raise click.BadParameter(f"{backend!r} is no backend; there are {known}")
    is_symfony4 = found.kind is BackendKind.SYMFONY4
    return _desk(current_settings(), SYMFONY4_DESK if is_symfony4 else DESK)


@click.group()
def session() -> None:
    """Look at the sessions that PHP and Python share; only retire-passwords writes."""


@session.command(
    cls=FiguierCommand,
    examples=(
        "figuier session verify --session-id 0123456789abcdef0123456789",
        "figuier session verify --cookie 'symfony=0123456789abcdef0123456789' --json",
        "figuier session verify --backend vitrine --cookie 'PHPSESSID=0123456789abcdef; REMEMBERME=…'",
    ),
)
@click.option("--backend", metavar="NAME", help="Whose session; gestion's kind when not given.")
@click.option("--session-id", metavar="ID", help="The id, as the cookie's value.")
@click.option("--cookie", metavar="LINE", help="A cookie, or a whole Cookie line of a browser.")
@click.option("--show-values", is_flag=True, help="Print what the session holds, too.")
@as_json
def verify(
    *,
    backend: str | None,
    session_id: str | None,
    cookie: str | None,
    show_values: bool,
    as_json: bool,
) -> None:
    """Say what a session is, whose, and what PHP and Python would decide.

    Exit code 1 when there is no such session, it cannot be read, or the sides would disagree.
    """
    if (session_id is None) is (cookie is None):
        raise click.UsageError("give either --session-id or --cookie")
    desk = _desk_of(backend)
    count = 1
    if cookie is not None:
        session_id, count = desk.id_in(cookie)
    seen = desk.verify(session_id or "", shows_values=show_values, line=cookie or "")
    if as_json:
        print_json("session verify", {**seen, "cookies_of_that_name": count})
    else:
        _print_seen(seen, count)
    if not seen["agree"]:
        sys.exit(ExitCode.DIFFERENT)


def _print_seen(seen: Mapping[str, Any], count: int) -> None:
    if count > 1:
        warn(f"{count} cookies have that name; PHP and Python both take the first")
    size = f"{seen['size']} bytes" if seen["is_stored"] else "not stored"
    click.echo(f"Session  {size}; readable as {', '.join(seen['readable_as']) or 'nothing'}")
    if seen["fault"]:
        click.echo(f"Fault    {seen['fault']}")
    if seen["user_id"] is not None or seen["username"]:
        rights = ", ".join(seen["credentials"]) or "none in the session"
        number = "" if seen["user_id"] is None else f"{seen['user_id']} "
        click.echo(f"User     {number}{seen['username']}; credentials: {rights}")
    if seen["idle_s"] is not None:
        click.echo(f"Idle     {seen['idle_s']} s; culture {seen['culture'] or 'not chosen'}")
    click.echo(f"PHP      {seen['php']}")
    click.echo(f"Python   {seen['python']}")
    for remark in seen["remarks"]:
        click.echo(f"Also     {remark}")
    has_values = any("value" in key for key in seen["keys"])
    headings = ("KEY", "KIND", "BYTES", *(("VALUE",) if has_values else ()))
    rows = (
        (key["key"], key["kind"], str(key["size"]), *([repr(key["value"])] if has_values else []))
        for key in seen["keys"]
    )
    if seen["keys"]:
        print_table(headings, rows)


@session.command(
    cls=FiguierCommand, examples=("figuier session doctor", "figuier session doctor --json")
)
@as_json
def doctor(*, as_json: bool) -> None:
    """Check that both sides are set up to share sessions; run it as Python's own user.

    Exit code 1 when something keeps them from it, or lets somebody in who should stay out.
    """
    settings = current_settings()
    found = [*_desk(settings).doctor(), *_desk(settings, SYMFONY4_DESK).doctor()]
    found.sort(key=lambda one: list(_COLOURS).index(one["level"]))
    faults = sum(finding["level"] == "fault" for finding in found)
    if as_json:
        print_json("session doctor", {"faults": faults, "findings": list(found)})
    else:
        for finding in found:
            level = click.style(f"{finding['level']:<5}", fg=_COLOURS[finding["level"]])
            advice = f" → {finding['advice']}" if finding["advice"] else ""
            click.echo(f"{level}  {finding['what']}{advice}")
    if faults:
        sys.exit(ExitCode.DIFFERENT)


@session.command(
    cls=FiguierCommand, examples=("figuier session count", "figuier session count --json")
)
@as_json
def count(*, as_json: bool) -> None:
    """Count the sessions that pages of Python shared with PHP, by day.

    The bridge can go when days pass without any.
    """
    days = _desk(current_settings()).counts()
    if as_json:
        fields = {
            day: {"sessions": one.sessions, "signed_in": one.signed_in} for day, one in days.items()
        }
        print_json("session count", {"days": fields})
    elif days:
        rows = ((day, str(one.sessions), str(one.signed_in)) for day, one in days.items())
        print_table(("DAY", "SESSIONS", "SIGNED IN"), rows)
    else:
        click.echo("No session was shared yet.")


@session.command(
    "retire-passwords",
    cls=FiguierCommand,
    examples=(
        "figuier session retire-passwords --dry-run",
        "figuier session retire-passwords --json",
    ),
)
@click.option("--dry-run", is_flag=True, help="Count the accounts and write nothing.")
@as_json
def retire_passwords(*, dry_run: bool, as_json: bool) -> None:
    """Empty PHP's password columns in one step; everybody keeps their password, in argon2.

    There is no way back: PHP signs nobody in afterwards. Refused (exit code 3) while the lot
    `accounts` is not at python or retired. Stopped half-way, nothing is retired: run it again.
    """
    settings = current_settings()
    need_python_accounts(current_table())
    retire = cast("Callable[..., Mapping[str, int]]", resolve_name(RETIRE))
    told = retire(settings, dry_run=dry_run)
    if as_json:
        print_json("session retire-passwords", {"dry_run": dry_run, "accounts": dict(told)})
        return
    print_table(("ACCOUNTS", "COUNT"), ((name, str(number)) for name, number in told.items()))
    click.echo("Nothing was written." if dry_run else "No password of PHP's is left.")


def need_python_accounts(table: RoutingTable) -> None:
    """Python signs people in, and PHP does not.

    Errors: RetirementRefused.
    """
    lot = table.lot(ACCOUNTS)
    if lot is None:
        raise RetirementRefused(
            f"{table.source} has no lot {ACCOUNTS!r}: PHP signs people in; move it to python first"
        )
    if lot.stage.name not in {StageName.PYTHON, StageName.RETIRED}:
        raise RetirementRefused(
            f"the lot {ACCOUNTS!r} is at {lot.stage}: PHP checks these passwords; "
            "move it to python first"
        )
