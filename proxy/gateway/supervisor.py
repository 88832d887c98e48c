"""The parent process: one listening socket, workers that share it, and Flask beside them."""

import contextlib
import os
import resource
import signal
import socket
import time
from collections import deque
from collections.abc import Mapping

from proxy.config import Settings
from proxy.errors import ConfigurationRefused
from proxy.gateway.first_look import check_settings, silent_backends, table_at_start
from proxy.gateway.generation import Generation
from proxy.gateway.metrics_folder import forget_all
from proxy.gateway.notices import READY, STOPPING, tell_systemd
from proxy.gateway.recorder_process import RecorderProcess
from proxy.gateway.sockets import bound_window
from proxy.parity.shadow.supervised import ShadowProcess

#: So many deaths in so many seconds are not bad luck: the cause is in front of every worker.
_DEATHS, _DEATHS_S = 10, 20.0
#: New processes that are not ready by then will not be.
_HAND_OVER_S = 60.0
#: The first descriptor that systemd hands over (sd_listen_fds(3)).
_SYSTEMD_FIRST = 3
#: gunicorn, too, would tell systemd that all is ready, or read options that are nobody's here.
_OURS_ALONE = frozenset(
    {"NOTIFY_SOCKET", "WATCHDOG_PID", "WATCHDOG_USEC", "LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES",
     "GUNICORN_CMD_ARGS"}
)  # fmt: skip
_ENDINGS = frozenset({int(signal.SIGTERM), int(signal.SIGINT)})


class WorkersKeepDying(RuntimeError):
    """Workers end as soon as they start; the reason is in their own messages."""


class Supervisor:
    """Starts the workers, replaces those that die, and hands over without a closed door.

    The listening socket is made once and outlives every worker: a connection that waits to be
    accepted is accepted by another worker, never refused. SIGHUP starts a new generation, with the
    code that is installed now; the old one drains once the new one answers, and stays if it never
    does.

    Errors: RoutingFileRefused, OSError or ConfigurationRefused when made; nothing is running then.
    """

    def __init__(self, settings: Settings, environment: Mapping[str, str]) -> None:
        check_settings(settings)
        self._table = table_at_start(settings)
        self._settings = settings
        self._environment = environment
        self._listener = listening_socket(settings, environment)
        if self._listener.family != socket.AF_UNIX:
            bound_window(self._listener)
        self._deaths: deque[float] = deque(maxlen=_DEATHS)
        self._signals: deque[int] = deque()
        self._born = 0
        self._current = self._new_generation()
        self._coming: Generation | None = None
        self._coming_until = 0.0
        self._leaving: list[Generation] = []
        self._is_announced = False
        self._recorder = RecorderProcess(self._environment_of_ours())
        self._shadow = ShadowProcess(settings, self._environment_of_ours())

    def run(self) -> int:
        """Serve until SIGTERM or SIGINT; 0 when everything ended as asked."""
        forget_all(self._settings.state_dir / "metrics")
        _allow_many_open_files()
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda number, _frame: self._signals.append(number))
        self._current.start()
        for sentence in silent_backends(self._settings, self._table):
            say(sentence)
        try:
            while (received := self._next_signal()) not in _ENDINGS:
                if received == signal.SIGHUP:
                    self._begin_hand_over()
                self._look_after_all()
        finally:
            self._stop()
        return 0

    def _new_generation(self) -> Generation:
        self._born += 1
        environment = self._environment_of_ours()
        return Generation(self._born, self._settings, environment, self._listener.fileno())

    def _environment_of_ours(self) -> dict[str, str]:
        return {name: text for name, text in self._environment.items() if name not in _OURS_ALONE}

    def _next_signal(self) -> int:
        """The next signal received, or 0 after a short while without one."""
        if not self._signals:
            time.sleep(0.2)
        return self._signals.popleft() if self._signals else 0

    def _look_after_all(self) -> None:
        self._recorder.look_after()
        self._shadow.look_after()
        self._current.replace_the_dead(self._take_note)
        self._leaving = [each for each in self._leaving if not each.is_over()]
        if not self._is_announced and self._current.accepts():
            self._is_announced = True
            tell_systemd(self._environment, READY, f"MAINPID={os.getpid()}")
        if self._coming is not None:
            self._look_after_hand_over(self._coming)

    def _take_note(self, pid: int, status: int) -> None:
        say(f"process {pid} ended with {status}; it is replaced")
        now = time.monotonic()
        self._deaths.append(now)
        if len(self._deaths) == _DEATHS and now - self._deaths[0] < _DEATHS_S:
            raise WorkersKeepDying(
                f"{_DEATHS} processes ended within {_DEATHS_S:.0f} s: see their messages above"
            )

    # -- the hand-over --------------------------------------------------------------------------

    def _begin_hand_over(self) -> None:
        if self._coming is not None:
            say("a hand-over is under way; SIGHUP is ignored")
            return
        self._coming = self._new_generation()
        self._coming_until = time.monotonic() + _HAND_OVER_S
        self._coming.start()

    def _look_after_hand_over(self, coming: Generation) -> None:
        if coming.has_lost_one() or time.monotonic() > self._coming_until:
            say("the new processes do not start (see their messages above); the old ones go on")
            self._coming = None
            coming.end(1.0)
        elif coming.is_ready():
            self._current.drain()
            self._leaving.append(self._current)
            self._current, self._coming = coming, None
            self._recorder.renew()

    def _stop(self) -> None:
        tell_systemd(self._environment, STOPPING)
        everyone = [self._current, *self._leaving, *([self._coming] if self._coming else [])]
        for generation in everyone:
            generation.drain()
        # Nobody accepts any more: whoever asks now is told so at once, unless systemd waits for us.
        self._listener.close()
        end = time.monotonic() + self._settings.drain_timeout_s + 3
        for generation in everyone:
            generation.end(max(0.1, end - time.monotonic()))
        self._shadow.end()
        self._recorder.end()


def say(sentence: str) -> None:
    """Tell the operator; who closed or broke standard error hears nothing, and breaks nothing."""
    with contextlib.suppress(OSError):
        os.write(2, f"figuier serve: {sentence}\n".encode())


def _allow_many_open_files() -> None:
    """Two files a request, more than the usual soft limit of 1024 allows; the hard one holds."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def listening_socket(settings: Settings, environment: Mapping[str, str]) -> socket.socket:
    """The socket all workers accept from: systemd's when it hands one over, else our own.

    Errors: ConfigurationRefused, with the setting's name, when the address cannot be had.
    Source: sd_listen_fds(3).
    """
    if environment.get("LISTEN_PID") == str(os.getpid()) and environment.get("LISTEN_FDS"):
        return socket.socket(fileno=_SYSTEMD_FIRST)
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
        listener.listen(2048)
    except OSError as error:
        listener.close()
        raise ConfigurationRefused(
            [
                (
                    f"FIGUIER_HOST, FIGUIER_PORT: {settings.host}:{settings.port} cannot be listened on"
                    f" ({error.strerror}): choose another port, or stop what holds it"
                )
            ]
        ) from None
    return listener
