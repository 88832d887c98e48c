"""`figuier serve`: the front door, as processes that share one port."""

import os
import secrets
import sys
from collections.abc import Mapping

import click

from proxy.cli.command import FiguierCommand
from proxy.cli.output import warn
from proxy.cli.surroundings import current_settings, current_table, desk
from proxy.config import Settings, unknown_settings
from proxy.errors import FiguierError
from proxy.flips.flip import recover
from proxy.parity.shadow.doors import about_the_wsgi_door

#: How each door is started by the interpreter that runs us; it reads FIGUIER_ settings itself.
DOORS: dict[str, tuple[str, ...]] = {
    "gateway": ("-m", "proxy.gateway"),
    "wsgi": ("-m", "gunicorn", "--config", "python:proxy.gunicorn_conf"),
}


@click.command(
    cls=FiguierCommand,
    examples=("figuier serve", "figuier serve --port 8080 --workers 4"),
)
@click.option("--door", type=click.Choice(list(DOORS)), default="gateway", help="Which door.")
@click.option("--host", help="Listen on this address; default: FIGUIER_HOST.")
@click.option("--port", type=click.IntRange(1, 65535), help="Default: FIGUIER_PORT.")
@click.option("--workers", type=click.IntRange(min=1), help="Default: FIGUIER_WORKERS.")
@click.option("--threads", type=click.IntRange(min=1), help="Default: FIGUIER_THREADS.")
def serve(
    door: str, host: str | None, port: int | None, workers: int | None, threads: int | None
) -> None:
    """Serve the routing file's hosts until interrupted.

    The routing file has to be valid to start; later mistakes leave the last good table in charge.
    """
    settings = current_settings()
    table = current_table()
    settle_journal()
    if door == "wsgi" and (said := about_the_wsgi_door(table)):
        warn(said)
    if door != "gateway":  # which says so itself
        for sentence in unknown_settings(os.environ):
            warn(sentence)
    options = {
        "FIGUIER_HOST": host,
        "FIGUIER_PORT": port,
        "FIGUIER_WORKERS": workers,
        "FIGUIER_THREADS": threads,
    }
    chosen = {name: str(value) for name, value in options.items() if value is not None}
    command = [sys.executable, *DOORS[door]]
    os.execve(command[0], command, environment_of(settings, os.environ, chosen))  # noqa: S606, no shell is wanted


def settle_journal() -> None:
    """Complete or withdraw what an interrupted flip left; traffic does not depend on it."""
    try:
        recover(desk())
    except FiguierError as fault:
        warn(f"the journal was not brought up to date: {fault}")


def environment_of(
    settings: Settings, environ: Mapping[str, str], chosen: Mapping[str, str]
) -> dict[str, str]:
    """The environment of the processes: one secret for all, nothing that steers gunicorn."""
    environment = {name: text for name, text in environ.items() if name != "GUNICORN_CMD_ARGS"}
    if not settings.secret_key:
        environment["FIGUIER_SECRET_KEY"] = secrets.token_hex(32)
    return {**environment, **chosen}
