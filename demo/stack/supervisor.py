"""Starts the whole demo in order, watches it, and stops it in reverse whatever happens."""

import fcntl
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

from demo.stack.daemon import Daemon
from demo.stack.errors import AlreadyRunning, ServiceDied, StackError
from demo.stack.folders import make_folder, make_state
from demo.stack.leftovers import stop_leftovers
from demo.stack.ports import require_free
from demo.stack.proxy import Proxy
from demo.stack.settings import PORT_SETTINGS, StackSettings
from demo.stack.stack import LegacyStack

#: A program that dies is started again once; twice within this time stops the whole demo, since
#: what kills it is still there and restarting for ever would hide it.
RELAPSE_S = 60.0
LOOK_EVERY_S = 0.25

Say = Callable[[str], None]


class StopAsked(BaseException):
    """Ctrl-C, SIGTERM or a closed terminal; not an error."""


@contextmanager
def held(settings: StackSettings) -> Iterator[None]:
    """The state folder, ours alone; the kernel lets it go even if we are killed.

    Errors: AlreadyRunning, with the process that holds it.
    """
    make_folder(settings.state, settings.account)
    path = make_folder(settings.state / "run", settings.account) / "launcher.lock"
    with path.open("a+", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise AlreadyRunning(
                f"The demo already runs (process {lock.read().strip() or 'unknown'}). Stop it with"
                " Ctrl-C in its terminal or `make stop`; or start a second one beside it:"
                " FIGUIER_STATE_DIR=/tmp/figuier-2 FIGUIER_PORT=8100 make run"
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield
        lock.truncate(0)


def running_launcher(settings: StackSettings) -> int | None:
    """The process that holds a state folder now."""
    path = settings.state / "run" / "launcher.lock"
    if not path.exists():
        return None
    with path.open("a+", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            text = lock.read().strip()
            return int(text) if text.isdigit() else None
    return None


class Supervisor:
    """One run of the demo, from nothing to nothing."""

    def __init__(self, legacy: LegacyStack, proxy: Proxy, say: Say) -> None:
        """Nothing is started yet."""
        self.legacy = legacy
        self.proxy = proxy
        self.say = say
        self.died_at: dict[str, float] = {}
        self.is_stopping = False

    @property
    def services(self) -> tuple[Daemon, ...]:
        """All that runs, first started first."""
        return (*self.legacy.services, self.proxy)

    def run(self, welcome: Callable[[], str]) -> int:
        """The exit status, once all is stopped: 0 when it was asked to.

        Errors: StackError for whatever kept the demo from starting; what had started is stopped.
        """
        self.listen()
        with held(self.legacy.settings):
            try:
                self.start()
                self.say(welcome())
                self.watch()
            except StopAsked:
                return 0
            finally:
                self.stop()

    def listen(self) -> None:
        """Have the signals that end a program end this one tidily."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.asked)

    def asked(self, number: int, frame: FrameType | None) -> None:
        """Leave whatever we are doing, once."""
        del number, frame
        if not self.is_stopping:
            raise StopAsked
        self.say("Stopping: the database writes its last pages, a moment…")

    def start(self) -> None:
        """Start all, each once what it needs answers.

        Errors: StackError.
        """
        settings = self.legacy.settings
        make_state(settings)
        for sentence in stop_leftovers(settings):
            self.say(sentence)
        require_free(settings, list(PORT_SETTINGS))
        mariadb, *others = self.legacy.services
        self.begin(mariadb)
        self.load()
        for service in others:
            service.start()
        for service in others:
            service.wait_ready()
        self.begin(self.proxy)

    def begin(self, service: Daemon) -> None:
        """Start one and wait until it answers."""
        service.start()
        service.wait_ready()

    def load(self) -> None:
        """Load the invented data at the first start; never replace what somebody worked on."""
        database, wanted = self.legacy.database, self.legacy.settings.size
        if not database.loaded:
            self.say(f"Loading the {wanted} invented data…")
            database.load(wanted)
        elif database.loaded != wanted:
            self.say(
                f"The {database.loaded} data is loaded and stays;"
                f" `make data SIZE={wanted}` replaces it."
            )

    def watch(self) -> NoReturn:
        """Look after all until a signal comes.

        Errors: ServiceDied when one dies twice within a minute; StackError when one cannot return.
        """
        while True:
            time.sleep(LOOK_EVERY_S)
            for service in self.services:
                if not service.is_running():
                    self.revive(service)

    def revive(self, service: Daemon) -> None:
        """Start a dead program again, unless that was tried a moment ago.

        Errors: ServiceDied, StackError.
        """
        now = time.monotonic()
        explanation = service.explanation()
        last = self.died_at.get(service.name)
        if last is not None and now - last < RELAPSE_S:
            raise ServiceDied(
                f"{explanation}\nIt died twice within {RELAPSE_S:.0f} s, so the demo stops."
            )
        self.died_at[service.name] = now
        self.say(f"{explanation}\nStarting {service.name} again…")
        service.stop()
        self.begin(service)
        self.say(f"{service.name} answers again.")

    def stop(self) -> None:
        """Stop all, last started first; a second Ctrl-C does not leave half of it behind."""
        self.is_stopping = True
        running = [service for service in reversed(self.services) if service.pid]
        if running:
            self.say(f"Stopping {', '.join(service.name for service in running)}…")
        for service in running:
            service.stop()


def stop_running(settings: StackSettings, say: Say, patience_s: float = 90.0) -> int:
    """Stop the demo of a state folder from another terminal; 0 when nothing runs afterwards.

    Errors: AlreadyRunning when it belongs to another user.
    """
    launcher = running_launcher(settings)
    if launcher is None:
        told = stop_leftovers(settings)
        say("\n".join(told) if told else "Nothing of the demo runs.")
        return 0
    try:
        os.kill(launcher, signal.SIGTERM)
    except PermissionError:
        raise AlreadyRunning(
            f"The demo runs as process {launcher}, started by another user: sudo kill {launcher}"
        ) from None
    deadline = time.monotonic() + patience_s
    while running_launcher(settings) is not None:
        if time.monotonic() > deadline:
            raise StackError(f"Process {launcher} does not stop; kill -9 {launcher} ends it.")
        time.sleep(0.1)
    say("Stopped.")
    return 0
