"""The event loop that a worker runs on."""

import asyncio
import importlib
import importlib.util

from proxy.errors import ConfigurationRefused


def loop_of(wanted: str) -> str:
    """The name of the loop to run on, for a wish of auto, uvloop or asyncio.

    Errors: ConfigurationRefused, when uvloop is asked for and is not there.
    """
    is_there = importlib.util.find_spec("uvloop") is not None
    if wanted == "uvloop" and not is_there:
        raise ConfigurationRefused(
            ["FIGUIER_EVENT_LOOP: uvloop is not installed: choose auto, or install figuier[fast]"]
        )
    return "uvloop" if is_there and wanted != "asyncio" else "asyncio"


def new_loop(wanted: str = "auto") -> asyncio.AbstractEventLoop:
    """A new event loop: uvloop's where it is installed; the standard one does the same, slower.

    Errors: ConfigurationRefused, when uvloop is asked for and is not there.
    """
    if loop_of(wanted) == "uvloop":
        loop: asyncio.AbstractEventLoop = importlib.import_module("uvloop").new_event_loop()
        return loop
    return asyncio.new_event_loop()
