"""The parent process: one listening socket, workers that share it, and Flask beside them."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Mapping

from proxy.config import Settings
from proxy.errors import ConfigurationRefused
from proxy.gateway.flask_processes import FlaskProcesses
from proxy.gateway.limits import limits_of
from proxy.gateway.loop import loop_of
from proxy.gateway.metrics_folder import fold, forget_all
from proxy.routing_file.reader import read_table

#: So many deaths in so many seconds are not bad luck: the cause is in front of every worker.
_DEATHS, _DEATHS_S = 10, 20.0
#: The first descriptor that systemd hands over (sd_listen_fds(3)).
_SYSTEMD_FIRST = 3


_ENDINGS = frozenset({int(signal.SIGTERM), int(signal.SIGINT)})


class WorkersKeepDying(RuntimeError):
    """Workers end as soon as they start; the reason is in their own messages."""


class Supervisor:
    """Starts the workers, replaces those that die, and hands over without a closed door.

    The listening socket is made once and outlives every worker: a connection that waits to be
    accepted is accepted by another worker, never refused. SIGHUP starts new workers, with the
    code that is installed now, before the old ones drain.

    Errors: RoutingFileRefused, OSError or ConfigurationRefused when made; nothing is running then.
    """

    def __init__(self, settings: Settings, environment: Mapping[str, str]) -> None:
        limits_of(settings)
        loop_of(settings.event_loop)
        read_table(settings.routing_file)
        self._settings = settings
        self._environment = {**environment}
        self._listener = listening_socket(settings, environment)
        self._workers: dict[int, subprocess.Popen[bytes]] = {}
        self._draining: dict[int, subprocess.Popen[bytes]] = {}
        self._flask = FlaskProcesses(settings, self._environment)
        self._deaths: deque[float] = deque(maxlen=_DEATHS)
        self._metrics = settings.state_dir / "metrics"
        self._signals: deque[int] = deque()

    def run(self) -> int:
        """Serve until SIGTERM or SIGINT; 0 when everything ended as asked."""
        forget_all(self._metrics)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda number, _frame: self._signals.append(number))
        self._flask.start()
        for _ in range(self._settings.workers):
            self._start_worker()
        try:
            while (received := self._next_signal()) not in _ENDINGS:
                if received == signal.SIGHUP:
                    self._hand_over()
                self._replace_the_dead()
        finally:
            self._stop()
        return 0

    def _next_signal(self) -> int:
        """The next signal received, or 0 after a short while without one."""
        if not self._signals:
            time.sleep(0.2)
        return self._signals.popleft() if self._signals else 0

    def _start_worker(self) -> None:
        descriptor = self._listener.fileno()
        worker = subprocess.Popen(
            [sys.executable, "-m", "proxy.gateway", "worker", str(descriptor)],
            env=self._environment,
            pass_fds=(descriptor,),
        )
        self._workers[worker.pid] = worker

    def _replace_the_dead(self) -> None:
        for group in (self._workers, self._draining):
            for pid in [pid for pid, worker in group.items() if worker.poll() is not None]:
                status = group.pop(pid).returncode
                fold(self._metrics, pid)
                if group is self._workers:
                    self._take_note(pid, status)
                    self._start_worker()
        if not self._flask.is_running():
            self._take_note(self._flask.pid, -1)
            self._flask.start()

    def _take_note(self, pid: int, status: int) -> None:
        sys.stderr.write(f"figuier serve: process {pid} ended with {status}; it is replaced\n")
        now = time.monotonic()
        self._deaths.append(now)
        if len(self._deaths) == _DEATHS and now - self._deaths[0] < _DEATHS_S:
            raise WorkersKeepDying(
                f"{_DEATHS} processes ended within {_DEATHS_S:.0f} s: see their messages above"
            )

    def _hand_over(self) -> None:
        """Start new workers, then let the old ones finish what they have in hand."""
        old = dict(self._workers)
        self._workers.clear()
        for _ in range(self._settings.workers):
            self._start_worker()
        self._flask.signal(signal.SIGHUP)
        # The old ones go on accepting until the new ones do: nobody has to wait.
        time.sleep(1.0)
        for worker in old.values():
            if worker.poll() is None:
                worker.send_signal(signal.SIGTERM)
        self._draining.update(old)

    def _stop(self) -> None:
        everyone = [*self._workers.values(), *self._draining.values()]
        for worker in everyone:
            if worker.poll() is None:
                worker.send_signal(signal.SIGTERM)
        end = time.monotonic() + self._settings.drain_timeout_s + 3
        for worker in everyone:
            try:
                worker.wait(max(0.1, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                worker.kill()
                worker.wait()
        self._flask.signal(signal.SIGTERM)
        self._flask.wait(10.0)
        self._listener.close()


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
