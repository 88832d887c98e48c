"""Whoever answered the visitor, PHP is the control; PHP is asked only where that is declared safe."""

from dataclasses import dataclass, field, replace
from datetime import date

import pytest

from proxy.parity.answers import Answer
from proxy.parity.lab.asking import Asked
from proxy.parity.rules import LotRules
from proxy.parity.shadow.jobs import Frozen, Job, JobUnfit
from proxy.parity.shadow.judging import Judge
from proxy.parity.shadow.wire import Subject

SUBJECT = Subject("gestion", "towns", "GET /towns", "/towns", "legacy", "http")


def raw(text: str) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + text.encode()


def page(text: str) -> Answer:
    return Answer(200, (("Content-Type", "text/html"),), text.encode())


@dataclass
class Sides:
    python: str = "<p>même</p>"
    php: list[str] = field(default_factory=lambda: ["<p>même</p>"])
    asked: list[str] = field(default_factory=list)

    def ask_python(self, backend: str, asked: Asked, cookies: str, frozen: Frozen) -> Answer:
        self.asked.append("python")
        return page(self.python)

    def ask_php(self, backend: str, asked: Asked, cookies: str, frozen: Frozen) -> Answer:
        self.asked.append("php")
        return page(self.php.pop(0) if len(self.php) > 1 else self.php[0])


def job(given: str = "<p>même</p>", side: str = "legacy") -> Job:
    asked = Asked("GET", "/towns", "g.localhost")
    return Job(replace(SUBJECT, side=side), asked, "", Frozen(), raw(given), 1.0)


def judge(sides: Sides, *safe: str) -> Judge:
    return Judge(sides, lambda lot: LotRules(lot, safe_on_php=safe), lambda: date(2026, 11, 23))


def test_python_is_asked_behind_phps_back() -> None:
    sides = Sides()
    seen = judge(sides, "/towns").judged(job())

    assert (seen.found.unexplained, sides.asked, seen.origin) == ((), ["python"], "shadow")


def test_php_is_the_control_whoever_answered() -> None:
    found = judge(Sides(php=["<p>php</p>"]), "/towns").judged(job("<p>python</p>", "python"))
    other = judge(Sides(python="<p>python</p>")).judged(job("<p>php</p>"))

    for seen in (found, other):
        assert [(one.control, one.candidate) for one in seen.found.unexplained] == [
            ("php", "python")
        ]


def test_php_is_not_asked_where_nobody_declared_it_safe() -> None:
    sides = Sides()
    with pytest.raises(JobUnfit, match="undeclared"):
        judge(sides).judged(job(side="python"))
    judge(Sides(python="<p>autre</p>")).judged(job())

    assert sides.asked == []


def test_what_php_says_otherwise_when_asked_again_is_noise_from_then_on() -> None:
    sides = Sides(python="<p>fait en 7 ms</p>", php=["<p>fait en 5 ms</p>"])
    known = judge(sides, "/towns")
    first = known.judged(job("<p>fait en 3 ms</p>"))
    second = known.judged(job("<p>fait en 4 ms</p>"))

    assert (first.found.unexplained, second.found.unexplained) == ((), ())
    assert sides.asked == ["python", "php", "python"]
    sides.python = "<p>made in 7 ms</p>"
    assert known.judged(job("<p>fait en 3 ms</p>")).found.unexplained


def test_both_pages_are_kept_of_each_new_cause_once() -> None:
    judging = judge(Sides("<p>autre</p>"))
    seen = [judging.judged(job()) for _ in range(2)]

    assert seen[0].shown is not None
    assert len(seen[0].shown.exemplar.sheets) == 2
    assert seen[1].shown is None
