"""What commands take from around them: the settings, the operator, the table on the disk."""

import logging
import os
import pwd
from collections.abc import Mapping
from functools import partial

import click

from proxy.config import Settings, read_settings
from proxy.core.table import RoutingTable
from proxy.flips.desk import Desk
from proxy.flips.proposal import table_in


def current_settings() -> Settings:
    """The settings of this run, read once.

    Errors: ConfigurationRefused.
    """
    root = click.get_current_context().find_root()
    if not isinstance(root.obj, Settings):
        root.obj = read_settings(os.environ)
    return root.obj


def keep_logs_quiet() -> None:
    """Print no log line of the code that a command runs, until the command ends.

    What the candidate logs of pages that fail on both sides is no message of the command.
    """
    logging.disable(logging.CRITICAL)
    click.get_current_context().call_on_close(partial(logging.disable, logging.NOTSET))


def current_table() -> RoutingTable:
    """The table that the routing file holds now.

    Errors: RoutingFileRefused, ConfigurationRefused.
    """
    return table_in(current_settings().routing_file)


def desk() -> Desk:
    """Where this run makes its flips.

    Errors: ConfigurationRefused.
    """
    settings = current_settings()
    return Desk(
        settings.routing_file,
        settings.state_dir,
        operator(settings, os.environ),
        settings.lock_timeout_s,
    )


def operator(settings: Settings, environ: Mapping[str, str]) -> str:
    """Who flips: the setting, or the unix user, or the one who became root through sudo."""
    if settings.operator:
        return settings.operator
    uid = os.getuid()
    before_sudo = environ.get("SUDO_USER", "")
    if uid == 0 and before_sudo.isprintable() and before_sudo:
        return before_sudo
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"uid {uid}"
