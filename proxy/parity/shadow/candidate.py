"""The other side in a process of its own: when it hangs, it is ended and begun anew."""

import multiprocessing
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from proxy.parity.observations import Observation
from proxy.parity.shadow.jobs import Job, JobUnfit

#: What a process may have done before another takes its place: nothing that leaks can grow.
_JOBS = 2000

#: What makes the judge of a process, once, in that process.
MakeJudge = Callable[[], Callable[[Job], Observation]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a job ended: an observation, or one word why there is none."""

    seen: Observation | None = None
    unfit: str = ""
    fault: str = ""


class CandidateTimedOut(RuntimeError):
    """The other side did not answer in time, and was ended."""


class CandidateProcess:
    """Judges jobs one after the other.

    Units: `timeout_s` bounds one job; the first has `start_s` more, in which all is loaded.
    """

    def __init__(self, make: MakeJudge, timeout_s: float, start_s: float = 20.0) -> None:
        self._make = make
        self._timeout_s = timeout_s
        self._start_s = start_s
        self._context = multiprocessing.get_context("spawn")
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None
        self._done = 0

    @property
    def pid(self) -> int | None:
        """The process, while there is one."""
        return self._process.pid if self._process else None

    def judged(self, job: Job) -> Verdict:
        """The verdict on a job.

        Errors: CandidateTimedOut.
        """
        if self._process is None or self._done >= _JOBS:
            self._begin()
        assert self._connection is not None  # noqa: S101 - begun above
        patience = self._timeout_s if self._done else self._timeout_s + self._start_s
        try:
            self._connection.send(job)
            if self._connection.poll(patience):
                self._done += 1
                verdict: Verdict = self._connection.recv()
                return verdict
        except (EOFError, OSError):
            self.end()
            return Verdict(fault="the process ended")
        self.end()
        raise CandidateTimedOut

    def end(self) -> None:
        """Let there be no process."""
        if self._process is not None:
            self._process.kill()
            self._process.join(5)
            self._process = None
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _begin(self) -> None:
        self.end()
        self._connection, theirs = self._context.Pipe()
        process = self._context.Process(
            target=serve, args=(theirs, self._make), daemon=True, name="shadow candidate"
        )
        process.start()
        self._process = process
        theirs.close()
        self._done = 0


def serve(connection: Connection, make: MakeJudge) -> None:
    """Judge what comes, until nobody asks any more."""
    # Traffic goes first wherever cores are scarce; the shadow itself must see sessions in time.
    os.nice(10)
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    judged = make()
    while True:
        try:
            job = connection.recv()
        except EOFError:
            return
        connection.send(_verdict(judged, job))


def _verdict(judged: Callable[[Job], Observation], job: Job) -> Verdict:
    try:
        return Verdict(judged(job))
    except JobUnfit as unfit:
        return Verdict(unfit=str(unfit))
    except Exception as error:  # noqa: BLE001 - a candidate may fail in any way, and is told
        return Verdict(fault=f"{type(error).__name__}: {error}")


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(0)
