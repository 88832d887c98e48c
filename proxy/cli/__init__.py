"""The `figuier` command."""

import io
import sys
from importlib import metadata

import click

from proxy.cli.approve import approve
from proxy.cli.check import check
from proxy.cli.console import console
from proxy.cli.db import db
from proxy.cli.explain import explain
from proxy.cli.flips import flip, plan, rollback
from proxy.cli.history import history
from proxy.cli.incident import incident
from proxy.cli.inventory import inventory
from proxy.cli.kill import kill
from proxy.cli.lots import lots
from proxy.cli.parity import parity
from proxy.cli.reference import reference
from proxy.cli.rehearse import command as rehearse
from proxy.cli.routes import routes
from proxy.cli.scaffold import scaffold
from proxy.cli.serve import serve
from proxy.cli.session import session
from proxy.cli.status import status
from proxy.cli.tester import tester


class InOrder(click.Group):
    """A group that lists its commands as they were added: from looking to acting."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002, click's signature
        """The names, in that order."""
        return list(self.commands)


def version() -> str:
    """The version that is installed; a checkout may run without being installed."""
    try:
        return metadata.version("figuier")
    except metadata.PackageNotFoundError:
        return "(not installed)"


@click.group(cls=InOrder, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version(), message="figuier %(version)s")
def main() -> None:
    """Move a Symfony application to Python, lot by lot.

    Settings come from FIGUIER_ variables: docs/reference/settings.md.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that lacks a letter must not stop a rollback.
            stream.reconfigure(errors="replace")


for command in (
    check,
    explain,
    routes,
    plan,
    flip,
    approve,
    rollback,
    kill,
    tester,
    history,
    incident,
    status,
    session,
    inventory,
    lots,
    console,
    parity,
    rehearse,
    scaffold,
    db,
    serve,
    reference,
):
    main.add_command(command)
