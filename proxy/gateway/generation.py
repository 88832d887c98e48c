"""The processes that one start, or one hand-over, brings: workers, and Flask beside them."""

import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from proxy.config import Settings
from proxy.gateway.flask_processes import FlaskProcesses, python_socket_of
from proxy.gateway.metrics_folder import fold
from proxy.gateway.worker_process import WorkerProcess


class Generation:
    """Workers and Flask processes that run the same code, and end together.

    Shape: `ended` is called with what ended and its status, when it should have gone on.
    """

    def __init__(
        self, number: int, settings: Settings, environment: Mapping[str, str], listener: int
    ) -> None:
        self.number = number
        self._settings = settings
        self._environment = environment
        self._listener = listener
        self._metrics: Path = settings.state_dir / "metrics"
        self._workers: list[WorkerProcess] = []
        self._flask = FlaskProcesses(environment, python_socket_of(settings, number))
        self._is_draining = False

    def start(self) -> None:
        """Start every process."""
        self._flask.start()
        for _ in range(self._settings.workers):
            self._start_worker()

    def _start_worker(self) -> None:
        flask = self._flask
        worker = WorkerProcess(self._environment, self._listener, flask.socket_path, flask.told)
        self._workers.append(worker)

    def accepts(self) -> bool:
        """Whether every worker accepts connections."""
        return all(worker.is_ready for worker in self._workers)

    def is_ready(self) -> bool:
        """Whether every worker accepts connections and Flask answers."""
        return self.accepts() and self._flask.has_answered()

    def has_lost_one(self) -> bool:
        """Whether one of its processes has ended."""
        return self._flask.status is not None or any(w.status is not None for w in self._workers)

    def replace_the_dead(self, ended: Callable[[int, int], None]) -> None:
        """Start again what ended by itself; `ended` is called with its pid and status."""
        for pid, status in self._take_out_the_dead():
            ended(pid, status)
            self._start_worker()
        if self._flask.status is not None:
            ended(self._flask.pid, self._flask.status)
            self._flask.start()

    def _take_out_the_dead(self) -> Iterator[tuple[int, int]]:
        for worker in list(self._workers):
            if worker.status is not None:
                self._workers.remove(worker)
                worker.forget()
                fold(self._metrics, worker.pid)
                yield worker.pid, worker.status

    def drain(self) -> None:
        """Let the workers finish what they have in hand; Flask stays until they have."""
        self._is_draining = True
        for worker in self._workers:
            worker.drain()

    def is_over(self) -> bool:
        """Whether a draining generation has ended; Flask is told to once its workers have."""
        list(self._take_out_the_dead())
        if self._workers:
            return False
        self._flask.end()
        if self._flask.status is None:
            return False
        self._flask.wait(0)
        return True

    def end(self, patience_s: float) -> None:
        """Wait for every process to finish, then insist."""
        if not self._is_draining:
            self.drain()
        until = time.monotonic() + patience_s
        for worker in self._workers:
            worker.wait(max(0.1, until - time.monotonic()))
        list(self._take_out_the_dead())
        self._flask.end()
        self._flask.wait(10.0)
