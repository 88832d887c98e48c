"""`figuier explain`: who would answer this request, by which line of the file, and why."""

import sys
import time
from dataclasses import asdict, replace
from datetime import datetime

import click

from proxy.cli.command import FiguierCommand, as_json
from proxy.cli.exit_codes import ExitCode
from proxy.cli.explain_output import Scene, explanation_fields, print_explanation
from proxy.cli.logged_request import head_of_logged, logged_request, told_of
from proxy.cli.output import print_json
from proxy.cli.surroundings import current_settings, current_table
from proxy.core.cards import card_in
from proxy.core.cohorts import told
from proxy.core.decision import DecisionOptions, Refusal
from proxy.core.explanation import explain as explained
from proxy.core.table import RoutingTable
from proxy.core.visitors import ANYBODY
from proxy.reception import moment_at
from proxy.typed_address import ABSOLUTE, head_of


@click.command(
    cls=FiguierCommand,
    examples=(
        "figuier explain http://gestion.localhost:8000/communes",
        "figuier explain /communes/12/edit --host gestion.localhost --method POST",
        "figuier explain /logements --host gestion.localhost --bucket 420 --json",
        "figuier explain /logements --host gestion.localhost --cohort group:conseiller",
        "figuier explain --request 7f3a0c1d5e9b2a46000000000000001c",
    ),
)
@click.argument("url", required=False)
@click.option(
    "--request", "request_id", default="", metavar="ID", help="A request of the log, asked again."
)
@click.option("--method", default="GET", help="The request's method; default: GET.")
@click.option("--host", default="", help="The request's Host, when URL is a path.")
@click.option(
    "--cookie", multiple=True, help="A Cookie field; only our own figuier_visitor is looked at."
)
@click.option(
    "--bucket",
    type=click.IntRange(0, 9999),
    help="As a visitor of this ten-thousandth, for canary; default: the cookie's, or none.",
)
@click.option("--cohort", multiple=True, metavar="WORD", help="As one in this cohort.")
@click.option(
    "--at",
    type=click.DateTime(["%Y-%m-%d %H:%M"]),
    help="At this moment, in FIGUIER_TIME_ZONE; default: now.",
)
@as_json
def explain(  # noqa: PLR0913, one for each option
    url: str | None,
    *,
    request_id: str,
    method: str,
    host: str,
    cookie: tuple[str, ...],
    bucket: int | None,
    cohort: tuple[str, ...],
    at: datetime | None,
    as_json: bool,
) -> None:
    """Say who answers URL, by the function that the running proxy uses.

    The URL is taken as it would be sent: nothing is decoded or put right. Exit code 1 when nobody
    may answer it and the proxy refuses or redirects by itself. --request takes a request of the log
    instead, by the number on its page: address, method and bucket as they were, the table as it is.
    """
    table, settings = current_table(), current_settings()
    if bool(url) == bool(request_id):
        raise click.UsageError("say a URL, or --request and the id of a logged request")
    then = logged_request(request_id, settings) if request_id else None
    if then is not None:
        head = head_of_logged(then, table)
        bucket = then.bucket if bucket is None else bucket
    else:
        head = head_of(url or "", method, host or sole_host(url or "", table), cookie)
    options = DecisionOptions(
        allow_dev_controllers=settings.allow_dev_controllers,
        own_hosts=frozenset(settings.console_hosts),
    )
    visitor = card_in(head.values(b"cookie"), settings.secret_key.encode()) or ANYBODY
    if bucket is not None:
        visitor = replace(visitor, bucket=bucket)
    visitor = replace(visitor, words=visitor.words | told(cohort, table.vocabulary))
    seconds = time.time() if at is None else at.replace(tzinfo=settings.time_zone).timestamp()
    moment = moment_at(seconds, settings.time_zone)
    found = explained(table, head, visitor, moment=moment, options=options)
    scene = Scene(table, visitor, moment)
    if as_json:
        more = {"logged": asdict(then)} if then else {}
        print_json("explain", {**explanation_fields(head, found, scene), **more})
    else:
        if then is not None:
            click.echo(told_of(then, settings))
        print_explanation(head, found, scene)
    if isinstance(found.verdict, Refusal):
        sys.exit(ExitCode.DIFFERENT)


def sole_host(url: str, table: RoutingTable) -> str:
    """The host that a path alone can only mean.

    Errors: click.UsageError, when there are several.
    """
    hosts = [host for backend in table.backends.values() for host in backend.hosts]
    if ABSOLUTE.fullmatch(url) or len(hosts) == 1:
        return hosts[0] if hosts else ""
    choices = " or ".join(f"--host {host}" for host in hosts)
    raise click.UsageError(f"which host? Say {choices}, or give the whole URL")
