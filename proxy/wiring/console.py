"""The console of a process: its sources put together."""

from flask import Flask

from proxy.config import Settings
from proxy.console.application import create_console
from proxy.console.impatience import ImpatientState
from proxy.console.sources import RunningTable, Sources
from proxy.flips.gates import Code
from proxy.routing_file.live import LiveTable
from proxy.state_database import state_url
from proxy.wiring.console_guard import console_guests
from proxy.wiring.lots_with_code import lots_with_code


def console_app(settings: Settings, live: LiveTable | None = None) -> Flask:
    """The console over these settings; `live` is the table of a process that has one already."""

    def code() -> Code | None:
        is_ours = settings.python_application == Settings().python_application
        return lots_with_code() if is_ours else None

    return create_console(
        Sources(
            settings,
            RunningTable(settings, live),
            ImpatientState(state_url(settings)),
            code,
            guests=console_guests(settings),
        )
    )
