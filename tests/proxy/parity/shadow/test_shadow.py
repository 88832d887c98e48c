"""The shadow freezes, queues within bounds, ends what hangs, and keeps what was seen."""

import queue
import socket
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from proxy.errors import ParityFileRefused
from proxy.parity.lab.asking import Asked
from proxy.parity.ledger import Settled
from proxy.parity.observations import Observation
from proxy.parity.rules import LotRules
from proxy.parity.shadow.candidate import CandidateProcess, CandidateTimedOut, Verdict
from proxy.parity.shadow.counts import published
from proxy.parity.shadow.jobs import Frozen, Job, JobUnfit
from proxy.parity.shadow.places import shadow_socket
from proxy.parity.shadow.shadow import Happened, Shadow
from proxy.parity.shadow.wire import (
    End,
    Subject,
    begin_datagram,
    content_datagram,
    end_datagram,
    packed_subject,
)  # fmt: skip

SUBJECT = Subject("gestion", "towns", "GET /towns", "/towns", "legacy", "http")
HEAD = b"GET /towns HTTP/1.1\r\nHost: g\r\nCookie: symfony=abc\r\n\r\n"
SEEN = Observation("GET /towns", "/towns", "shadow", 1.0, Settled())


@dataclass
class Freezing:
    data: bytes = b"before"
    unfit: str = ""

    def frozen(self, backend: str, cookies: str) -> Frozen:
        if self.unfit:
            raise JobUnfit(self.unfit)
        return Frozen("abc", self.data)


@dataclass
class Judging:
    verdict: Verdict | None = field(default_factory=lambda: Verdict(SEEN))
    judged_jobs: list[Job] = field(default_factory=list)

    def judged(self, job: Job) -> Verdict:
        self.judged_jobs.append(job)
        if self.verdict is None:
            raise CandidateTimedOut
        return self.verdict

    def end(self) -> None:
        pass


class Kept(list[tuple[str, Sequence[Observation]]]):
    fault = ""

    def __call__(self, lot: str, seen: Sequence[Observation]) -> None:
        if self.fault:
            raise RuntimeError(self.fault)
        self.append((lot, list(seen)))


@pytest.fixture
def shadow(tmp_path: Path) -> Shadow:
    return Shadow(
        tmp_path, Freezing(), Judging(), lambda lot: LotRules(lot, writes=("/w*",)), Kept()
    )


def begin(key: bytes, pattern: str = "/towns") -> bytes:
    subject = Subject("gestion", "towns", f"GET {pattern}", pattern, "legacy", "http")
    return begin_datagram(key.ljust(16), packed_subject(subject), HEAD)


def end(key: bytes, answer: bytes = b"HTTP/1.1 200 OK\r\n\r\n") -> bytes:
    return end_datagram(End(key.ljust(16), 7, 3, 2, 1, answer))


def test_the_session_is_frozen_when_the_request_comes(shadow: Shadow) -> None:
    jobs: queue.Queue[Job | None] = queue.Queue()
    shadow.take(begin(b"1"), jobs)
    shadow.freezer.data = b"after"  # type: ignore[attr-defined]
    shadow.take(end(b"1"), jobs)
    job = jobs.get_nowait()

    assert job
    assert (job.frozen, job.cookies, job.asked.target) == (
        Frozen("abc", b"before"),
        "symfony=abc",
        "/towns",
    )


def test_more_jobs_than_there_is_room_for_are_dropped(shadow: Shadow) -> None:
    jobs: queue.Queue[Job | None] = queue.Queue(2)
    for number in range(5):
        shadow.take(begin(b"%d" % number), jobs)
        shadow.take(end(b"%d" % number), jobs)

    assert (shadow.counts.dropped, jobs.qsize()) == (3, 2)


def test_requests_that_never_end_are_given_up(shadow: Shadow) -> None:
    jobs: queue.Queue[Job | None] = queue.Queue()
    for number in range(600):
        shadow.take(begin(b"%d" % number), jobs)

    assert (shadow.counts.lost, len(shadow._pending)) == (88, 512)
    shadow.take(end(b"0"), jobs)
    assert jobs.empty()


def test_what_is_declared_to_write_is_never_asked(shadow: Shadow) -> None:
    jobs: queue.Queue[Job | None] = queue.Queue()
    shadow.take(begin(b"1", "/write/me"), jobs)
    shadow.take(end(b"1"), jobs)

    assert jobs.empty()
    assert shadow.counts.unfit == {"writes": 1}


def test_a_parity_file_that_is_refused_ends_no_shadow(shadow: Shadow) -> None:
    def refused(_: str) -> LotRules:
        raise ParityFileRefused(["half written"])

    jobs: queue.Queue[Job | None] = queue.Queue()
    whole, shadow.rules_of = shadow.rules_of, refused
    shadow.take(begin(b"a"), jobs)
    shadow.rules_of = whole
    shadow.take(begin(b"b"), jobs)
    shadow.take(end(b"a"), jobs)
    shadow.take(end(b"b"), jobs)

    assert (shadow.counts.unfit, jobs.qsize()) == ({"rules": 1}, 1)


@dataclass
class Failing(Judging):
    def judged(self, job: Job) -> Verdict:
        if not self.judged_jobs:
            self.judged_jobs.append(job)
            raise MemoryError
        return super().judged(job)


def test_a_judge_that_fails_once_is_asked_again(shadow: Shadow) -> None:
    shadow.candidate = Failing()

    judged(shadow, 2)

    assert (shadow.counts.failed, shadow.counts.compared) == (1, 1)


@dataclass
class Recording:
    wants_writes: bool = True
    noted: list[Happened] = field(default_factory=list)

    def wants(self, subject: Subject, *, is_safe: bool) -> bool:
        return is_safe or self.wants_writes

    def note(self, happened: Happened) -> None:
        self.noted.append(happened)


@pytest.mark.parametrize("wants_writes", [True, False])
def test_a_form_is_recorded_at_most_and_asked_of_nobody(shadow: Shadow, wants_writes: bool) -> None:
    shadow.recorder = kept = Recording(wants_writes)
    jobs: queue.Queue[Job | None] = queue.Queue()
    post = HEAD.replace(b"GET", b"POST")
    shadow.take(begin_datagram(b"1".ljust(16), packed_subject(SUBJECT), post), jobs)
    shadow.take(content_datagram(b"1".ljust(16), b"nom=Lys"), jobs)
    shadow.take(end(b"1", b"HTTP/1.1 302 Found\r\n\r\n"), jobs)
    shadow.take(content_datagram(b"3".ljust(16), b"of nobody"), jobs)

    assert jobs.empty()
    assert (shadow.counts.received, shadow.counts.unfit) == (0, {})
    seen = [(one.request.method, one.request.body, one.frozen.data) for one in kept.noted]
    assert seen == [("POST", b"nom=Lys", b"before")] * wants_writes
    assert shadow._pending == {}


def test_a_get_that_writes_is_recorded_as_a_form_is(shadow: Shadow) -> None:
    shadow.rules_of = lambda lot: LotRules(lot, writes=("/towns",))
    shadow.recorder = kept = Recording()
    jobs: queue.Queue[Job | None] = queue.Queue()
    shadow.take(begin(b"1"), jobs)
    shadow.take(end(b"1"), jobs)

    assert (jobs.qsize(), len(kept.noted)) == (0, 1)


def test_what_is_compared_is_recorded_too(shadow: Shadow) -> None:
    shadow.recorder = kept = Recording(wants_writes=False)
    jobs: queue.Queue[Job | None] = queue.Queue()
    shadow.take(begin(b"1"), jobs)
    shadow.take(end(b"1"), jobs)

    assert (jobs.qsize(), [one.request.target for one in kept.noted]) == (1, ["/towns"])


def test_a_session_frozen_after_the_answer_has_left_is_too_late(shadow: Shadow) -> None:
    shadow.recorder = kept = Recording()
    jobs: queue.Queue[Job | None] = queue.Queue()
    for key, at in ((b"1", time.time() - 1), (b"2", time.time() + 60)):
        shadow.take(begin(key), jobs)
        shadow.take(end_datagram(End(key.ljust(16), 7, 3, 2, 1, b"", at)), jobs)

    assert (jobs.qsize(), len(kept.noted), shadow.counts.unfit) == (1, 1, {"late": 1})


def test_nonsense_is_counted_and_forgotten(shadow: Shadow) -> None:
    shadow.take(b"nonsense", queue.Queue())

    assert shadow.counts.failed == 1


def judged(shadow: Shadow, count: int) -> None:
    jobs: queue.Queue[Job | None] = queue.Queue()
    for number in range(count):
        shadow.take(begin(b"%d" % number), jobs)
        shadow.take(end(b"%d" % number), jobs)
    jobs.put(None)
    shadow._judge_all(jobs)
    shadow._flush()


def test_what_is_seen_is_kept_and_published(shadow: Shadow, tmp_path: Path) -> None:
    judged(shadow, 3)

    assert shadow.keep == [("towns", [SEEN, SEEN, SEEN])]  # type: ignore[comparison-overlap]
    found = published(tmp_path)
    assert found
    assert (found["compared"], found["matched"], found["received"]) == (3, 3, 3)
    assert (found["sampled_by_workers"], found["dropped_by_workers"], found["too_long"]) == (
        3,
        2,
        1,
    )


def test_a_state_database_that_is_away_is_waited_for(shadow: Shadow) -> None:
    shadow.keep.fault = "away"  # type: ignore[attr-defined]
    judged(shadow, 2)
    shadow.keep.fault = ""  # type: ignore[attr-defined]
    shadow._flush()

    assert shadow.keep == [("towns", [SEEN, SEEN])]  # type: ignore[comparison-overlap]


@pytest.mark.parametrize(
    "verdict, counted",
    [
        pytest.param(None, "timed_out", id="hung"),
        pytest.param(Verdict(fault="boom"), "failed", id="failed"),
        pytest.param(Verdict(unfit="coding"), "unfit", id="unfit"),
    ],
)
def test_what_went_wrong_is_counted(shadow: Shadow, verdict: Verdict | None, counted: str) -> None:
    shadow.candidate = Judging(verdict)
    judged(shadow, 2)

    found = shadow.counts.fields()
    assert found[counted] == ({"coding": 2} if counted == "unfit" else 2)
    assert found["compared"] == 0


def job(target: str) -> Job:
    return Job(SUBJECT, Asked("GET", target, "g"), "", Frozen(), b"", 1.0)


def make_judge():
    """Hangs, fails or answers, as the target says."""

    def judge(one: Job) -> Observation:
        match one.asked.target:
            case "/hang":
                time.sleep(600)
            case "/fail":
                raise RuntimeError("boom")
            case "/unfit":
                raise JobUnfit("coding")
        return SEEN

    return judge


def test_a_candidate_that_hangs_is_ended_and_the_next_job_judged() -> None:
    process = CandidateProcess(make_judge, timeout_s=0.3)
    try:
        assert process.judged(job("/x")) == Verdict(SEEN)
        first = process.pid
        with pytest.raises(CandidateTimedOut):
            process.judged(job("/hang"))
        assert process.pid is None
        assert process.judged(job("/fail")) == Verdict(fault="RuntimeError: boom")
        assert process.judged(job("/unfit")) == Verdict(unfit="coding")
        assert process.pid != first
    finally:
        process.end()


def test_it_listens_until_told_to_stop(shadow: Shadow, tmp_path: Path) -> None:
    stopping = threading.Event()
    thread = threading.Thread(target=shadow.run, args=(stopping,))
    thread.start()
    deadline = time.monotonic() + 5
    while not shadow_socket(tmp_path).exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as worker:
        worker.connect(str(shadow_socket(tmp_path)))
        worker.send(begin(b"1"))
        worker.send(end(b"1"))
    while not shadow.counts.compared and time.monotonic() < deadline:
        time.sleep(0.01)
    stopping.set()
    thread.join(5)

    assert not shadow_socket(tmp_path).exists()
    found = published(tmp_path)
    assert found
    assert found["compared"] == 1
