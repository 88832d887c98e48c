"""The shadow: takes records from the workers, freezes sessions, has them judged, keeps what is seen."""

import logging
import queue
import socket
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from proxy.errors import ParityFileRefused
from proxy.parity.lab.asking import Asked
from proxy.parity.observations import Observation
from proxy.parity.rules import LotRules
from proxy.parity.shadow.candidate import CandidateTimedOut, Verdict
from proxy.parity.shadow.counts import ShadowCounts
from proxy.parity.shadow.jobs import Freezer, Frozen, Job, JobUnfit, asked_of, request_of
from proxy.parity.shadow.places import shadow_socket, wanted_file
from proxy.parity.shadow.wire import (
    LARGEST,
    Begin,
    Content,
    End,
    RecordBroken,
    Subject,
    read_datagram,
)

_LOG = logging.getLogger("figuier")

#: Requests on their way at once; beyond, the oldest is given up.
_MOST_PENDING = 512
#: Observations kept while the state database does not answer; beyond, the oldest are lost.
_MOST_SEEN = 2000
_PUBLISH_S = 0.5
#: Why a request is asked of nobody, although it may be recorded.
_KEPT_ALL_THE_SAME = frozenset({"unsafe", "writes"})


class Candidate(Protocol):
    """Who judges jobs."""

    def judged(self, job: Job) -> Verdict:
        """The verdict. Errors: CandidateTimedOut."""

    def end(self) -> None:
        """Let it be gone."""


@dataclass(frozen=True, slots=True)
class Happened:
    """A request of a visitor, whole, with what it was answered. Units: `at` in seconds since 1970."""

    subject: Subject
    request: Asked
    frozen: Frozen
    answer: bytes
    at: float


class Recorder(Protocol):
    """Who keeps what visitors asked and were answered, when somebody ordered it."""

    def wants(self, subject: Subject, *, is_safe: bool) -> bool:
        """Whether such a request is to be kept; one that is not safe writes."""

    def note(self, happened: Happened) -> None:
        """Keep it, or drop it: nothing waits."""


@dataclass(slots=True)
class _Pending:
    """A request under way.

    Shape: `asked` is None for one that is recorded and asked of nobody.
    Units: `frozen_at` in seconds since 1970.
    """

    begin: Begin
    frozen: Frozen
    asked: Asked | None
    cookies: str
    frozen_at: float
    content: bytes = b""


#: Keeps observations of one lot; may raise whatever it likes, they are then kept for later.
Keep = Callable[[str, Sequence[Observation]], None]


@dataclass
class Shadow:
    """All of it, in one process. Shape: `room` is how many jobs may wait; more are dropped."""

    state_dir: Path
    freezer: Freezer
    candidate: Candidate
    rules_of: Callable[[str], LotRules]
    keep: Keep
    room: int = 64
    recorder: Recorder | None = None
    counts: ShadowCounts = field(default_factory=ShadowCounts)
    _pending: dict[bytes, _Pending] = field(default_factory=dict)
    _seen: list[tuple[str, Observation]] = field(default_factory=list)
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def run(self, stopping: threading.Event) -> None:
        """Serve until told to stop."""
        jobs: queue.Queue[Job | None] = queue.Queue(self.room)
        address = shadow_socket(self.state_dir)
        address.unlink(missing_ok=True)
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        listener.bind(str(address))
        address.chmod(0o600)
        listener.settimeout(0.25)
        wanted_file(self.state_dir).unlink(missing_ok=True)
        workers = [
            threading.Thread(target=self._judge_all, args=(jobs,), daemon=True),
            threading.Thread(target=self._keep_all, args=(stopping,), daemon=True),
        ]
        for worker in workers:
            worker.start()
        try:
            while not stopping.is_set():
                with suppress(TimeoutError):
                    self.take(listener.recv(LARGEST + 65536), jobs)
        finally:
            listener.close()
            address.unlink(missing_ok=True)
            self.candidate.end()
            self._flush()

    def take(self, data: bytes, jobs: "queue.Queue[Job | None]") -> None:
        """One datagram of a worker."""
        try:
            record = read_datagram(data)
        except RecordBroken:
            self.counts.failed += 1
            return
        if isinstance(record, Begin):
            self._begin(record)
            return
        if isinstance(record, Content):
            if record.key in self._pending:
                self._pending[record.key].content = record.data
            return
        self.counts.workers[record.pid] = (record.sampled, record.dropped, record.too_long)
        self._end(record, jobs)

    def _begin(self, record: Begin) -> None:
        """Freeze the session as it is now, before the page that is being made changes it."""
        self.counts.received += record.is_get
        asked = None
        try:
            _, cookies = request_of(record)
            frozen = self.freezer.frozen(record.subject.backend, cookies)
            asked = self._asked(record)
        except JobUnfit as unfit:
            if record.is_get:
                self.counts.unfit[str(unfit)] += 1
            if str(unfit) not in _KEPT_ALL_THE_SAME:
                return
        pending = _Pending(record, frozen, asked, cookies, time.time())
        if asked is None and not self._is_recorded(pending):
            return
        if len(self._pending) >= _MOST_PENDING:
            self.counts.lost += self._pending.pop(next(iter(self._pending))).asked is not None
        self._pending[record.key] = pending

    def _asked(self, record: Begin) -> Asked:
        """What to put to the other side.

        Errors: JobUnfit.
        """
        if self._is_writing(record.subject):
            raise JobUnfit("writes")
        return asked_of(record)[0]

    def _is_writing(self, subject: Subject) -> bool:
        """Whether the lot declares its route to write.

        Errors: JobUnfit, while nobody can say: a parity file is edited while the shadow runs.
        """
        try:
            return self.rules_of(subject.lot).is_writing(subject.pattern)
        except ParityFileRefused as refused:
            raise JobUnfit("rules") from refused

    def _is_recorded(self, pending: _Pending) -> bool:
        """Whether somebody ordered such requests to be kept."""
        subject = pending.begin.subject
        try:
            is_safe = pending.begin.is_get and not self._is_writing(subject)
        except JobUnfit:
            return False
        return self.recorder is not None and self.recorder.wants(subject, is_safe=is_safe)

    def _end(self, record: End, jobs: "queue.Queue[Job | None]") -> None:
        found = self._pending.pop(record.key, None)
        if found is None:
            return
        if found.frozen_at > record.at:
            # PHP writes the session when its answer is out: a message it held may be gone.
            self.counts.unfit["late"] += found.asked is not None
            return
        now, subject = time.time(), found.begin.subject
        if self.recorder is not None and self._is_recorded(found):
            request = replace(request_of(found.begin)[0], body=found.content)
            self.recorder.note(Happened(subject, request, found.frozen, record.answer, now))
        if found.asked is None:
            return
        job = Job(subject, found.asked, found.cookies, found.frozen, record.answer, now)
        try:
            jobs.put_nowait(job)
        except queue.Full:
            self.counts.dropped += 1

    def _judge_all(self, jobs: "queue.Queue[Job | None]") -> None:
        while (job := jobs.get()) is not None:
            try:
                verdict = self.candidate.judged(job)
            except CandidateTimedOut:
                self.counts.timed_out += 1
                continue
            except Exception as error:  # noqa: BLE001 - no machine is out of memory for ever
                self.counts.failed += 1
                _LOG.warning("a shadow of %s failed: %s", job.subject.route, error)
                continue
            self._note(job, verdict)

    def _note(self, job: Job, verdict: Verdict) -> None:
        if verdict.seen is None:
            if verdict.unfit:
                self.counts.unfit[verdict.unfit] += 1
            else:
                self.counts.failed += 1
                _LOG.warning("a shadow of %s failed: %s", job.subject.route, verdict.fault)
            return
        self.counts.compared += 1
        self.counts.matched += not verdict.seen.found.unexplained
        with self._guard:
            self._seen.append((job.subject.lot, verdict.seen))
            del self._seen[:-_MOST_SEEN]

    def _keep_all(self, stopping: threading.Event) -> None:
        while not stopping.wait(_PUBLISH_S):
            self._flush()

    def _flush(self) -> None:
        with self._guard:
            seen, self._seen = self._seen, []
        by_lot: dict[str, list[Observation]] = {}
        for lot, observation in seen:
            by_lot.setdefault(lot, []).append(observation)
        for lot, observations in by_lot.items():
            try:
                self.keep(lot, observations)
            except Exception as error:  # noqa: BLE001 - the state database may fail in any way
                _LOG.warning("what shadows saw of %s is kept for later: %s", lot, error)
                with self._guard:
                    self._seen[:0] = [(lot, each) for each in observations]
        with suppress(OSError):
            self.counts.publish(self.state_dir)
