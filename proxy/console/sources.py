"""What the console's pages are made from: settings, the running table, the state database, the clock."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

from flask import current_app

from proxy.config import Settings
from proxy.console.roles import Role
from proxy.core.table import RoutingTable
from proxy.errors import RoutingFileRefused
from proxy.flips.desk import Desk
from proxy.flips.gates import Code
from proxy.routing_file.last_good import last_good
from proxy.routing_file.live import Fault, LiveTable
from proxy.routing_file.reader import parse_table
from proxy.state_database import StateDatabase

EXTENSION = "figuier_console"


class RunningTable:
    """The table this process runs; a Flask process behind the gateway takes it up when first asked."""

    def __init__(self, settings: Settings, live: LiveTable | None = None) -> None:
        self._settings = settings
        self._live = live
        self._making = threading.Lock()

    @property
    def table(self) -> RoutingTable:
        """The table in charge.

        Errors: RoutingFileRefused, when there has been no good file since this process started.
        """
        return self._watched().table

    @property
    def fault(self) -> Fault | None:
        """What is wrong with the file now."""
        return self._watched().fault

    def refresh(self) -> None:
        """Look at the file at once: whoever has just changed it wants to see it."""
        watched = self._watched()
        if isinstance(watched, LiveTable):
            watched.refresh()

    def close(self) -> None:
        """Stop watching, if this is who began."""
        if self._live is not None:
            self._live.close()

    def _watched(self) -> "LiveTable | _LastGood":
        with self._making:
            if self._live is None:
                try:
                    self._live = self._new()
                except RoutingFileRefused as refused:
                    return self._kept(refused)
            return self._live

    def _kept(self, refused: RoutingFileRefused) -> "_LastGood":
        """The last good table that any process kept, while the file is refused."""
        data = last_good(self._settings.state_dir)
        if data is None:
            raise refused
        name = self._settings.routing_file.name
        return _LastGood(parse_table(data, name), Fault(str(refused), time.time(), ""))

    def _new(self) -> LiveTable:
        settings = self._settings
        try:
            return LiveTable(
                settings.routing_file,
                settings.reload_interval_s,
                state_dir=settings.state_dir,
                role="console",
            )
        except OSError as error:
            raise RoutingFileRefused(f"{settings.routing_file}: {error.strerror}") from None


@dataclass(frozen=True, slots=True)
class _LastGood:
    """A table that is not the file's, and why."""

    table: RoutingTable
    fault: Fault


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody whom another application's accounts let in."""

    name: str
    role: Role


#: Who a name and a password are in another application; None for nobody, or without its database.
Guests = Callable[[str, str], Guest | None]


def _now() -> datetime:
    return datetime.now(UTC)


def _nobody_can_tell() -> Code | None:
    return None


@dataclass(frozen=True, slots=True)
class Sources:
    """Where pages read, and what they change.

    Shape: `code` gives the lots that have pages of Python, or None where nobody can tell.
    """

    settings: Settings
    running: RunningTable
    state: StateDatabase
    code: Callable[[], Code | None] = _nobody_can_tell
    now: Callable[[], datetime] = _now
    guests: Guests | None = None

    @property
    def today(self) -> datetime:
        """The present moment where the site is."""
        return self.now().astimezone(self.settings.time_zone)

    @property
    def at(self) -> float:
        """The present moment in seconds since 1970."""
        return self.now().timestamp()

    def desk(self, who: str) -> Desk:
        """Where this person makes flips."""
        settings = self.settings
        return Desk(
            settings.routing_file, settings.state_dir, who, settings.lock_timeout_s, self.now
        )


def sources() -> Sources:
    """The sources of the application that answers."""
    return cast("Sources", current_app.extensions[EXTENSION])
