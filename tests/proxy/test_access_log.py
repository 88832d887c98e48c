import io
import json
import os
import re
import threading
from dataclasses import fields, replace
from pathlib import Path

import pytest

from proxy.access_log import AccessLog, Line, now, redacted, who_answered
from proxy.core.decision import Decision, Reason, Refusal, Side
from proxy.core.stages import Stage, StageName
from proxy.core.table import Backend, BackendKind, Lot, Place

GESTION = Backend("gestion", BackendKind.SYMFONY1, "http://127.0.0.1:1", ("gestion.localhost",))
LOT = Lot("housing", "Logements", Stage(StageName.CANARY, 10), Place("routing.yaml", 1, 1))
LINE = Line(
    at=now(),
    request_id="r1",
    client="10.0.0.1",
    method="GET",
    host="gestion.localhost",
    path="/communes",
    status=200,
    bytes=12,
    ms=1.5,
    backend="gestion",
    lot=None,
    route=None,
    stage=None,
    side="legacy",
    reason="unclaimed",
    table="abc",
)


@pytest.mark.parametrize(
    "path, kept",
    [
        pytest.param("/communes/12/edit", "/communes/12/edit", id="plain"),
        pytest.param(
            "/guard/forgot_password/d41d8cd98f00b204e9800998ecf8427e",
            "/guard/forgot_password/[key]",
            id="key of a forgotten password",
        ),
        pytest.param("/x/eyJhbGciOiJIUzI1NiIsInR5cCI6/y", "/x/[key]/y", id="token"),
        pytest.param(
            "/x/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P/y",
            "/x/[key]/y",
            id="signed token",
        ),
        pytest.param("/k/d41d8cd98f00b204e9800998ecf8427e.html", "/k/[key].html", id="extension"),
        pytest.param("/css/communes-2026.min.css", None, id="file"),
        pytest.param("/x;PHPSESSID=abc/y", "/x/y", id="session in a parameter"),
        pytest.param("/accompagnement-des-conjoints-en-recherche-d-emploi", None, id="long words"),
        pytest.param("/", "/", id="root"),
    ],
)
def test_what_could_open_a_door_is_not_written(path, kept) -> None:
    assert redacted(path) == (path if kept is None else kept)


@pytest.mark.parametrize(
    "verdict, side, reason, lot, stage",
    [
        pytest.param(
            Decision(Side.LEGACY, Reason.UNCLAIMED, GESTION, "frontend", "/x"),
            "legacy", "unclaimed", None, None, id="unclaimed",
        ),
        pytest.param(
            Decision(
                Side.PYTHON, Reason.CANARY_IN, GESTION, "frontend", "/x", LOT, None, LOT.stage
            ),
            "python", "canary-in", "housing", "canary 10%", id="claimed",
        ),
        pytest.param(
            Decision(Side.PYTHON, Reason.OURS, GESTION, "", "/-/health"),
            "ours", "ours", None, None, id="our own pages",
        ),
        pytest.param(
            Refusal(421, Reason.HOST_UNKNOWN, "no"), "refused", "host-unknown", None, None,
            id="refused",
        ),
        pytest.param(None, "refused", "", None, None, id="not even decided"),
    ],
)  # fmt: skip
def test_a_line_says_who_answered_and_why(verdict, side, reason, lot, stage) -> None:
    said = who_answered(verdict)

    assert (said.side, said.reason, said.lot, said.stage) == (side, reason, lot, stage)


def test_lines_are_written_whole_in_order_as_json() -> None:
    sink = io.BytesIO()
    log = AccessLog(sink)

    for _ in range(100):
        log.write(LINE)
    log.close()

    lines = [json.loads(line) for line in sink.getvalue().splitlines()]
    assert len(lines) == 100
    assert lines[0]["request_id"] == "r1"
    assert lines[0]["at"].endswith("+00:00")


def test_a_closed_sink_costs_lines_and_nothing_else() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    log = AccessLog(os.fdopen(writer, "wb", buffering=0))

    for _ in range(5):
        log.write(LINE)
    log.close()

    assert log.dropped == 5


def test_a_path_that_is_not_text_still_makes_a_line() -> None:
    sink = io.BytesIO()
    log = AccessLog(sink)

    log.write(replace(LINE, path=b"/caf\xe9".decode("utf-8", "surrogateescape")))
    log.close()

    assert json.loads(sink.getvalue())["path"] == "/caf\udce9"


class StuckSink(io.RawIOBase):
    def __init__(self) -> None:
        self.free = threading.Event()

    def write(self, _data) -> int:
        self.free.wait(5)
        return 1


def test_a_stuck_sink_never_holds_a_request() -> None:
    sink = StuckSink()
    log = AccessLog(sink, waiting=10)

    for _ in range(1000):
        log.write(LINE)

    assert 1000 - 10 - 100 <= log.dropped < 1000
    sink.free.set()
    log.close()


def test_a_forked_process_writes_with_a_thread_of_its_own(tmp_path) -> None:
    with (tmp_path / "access.log").open("ab", buffering=0) as sink:
        log = AccessLog(sink)
        log.write(LINE)
        log.close()
        if not (pid := os.fork()):
            log.write(LINE)
            log.close()
            os._exit(0)
        os.waitpid(pid, 0)

    assert len((tmp_path / "access.log").read_bytes().splitlines()) == 2


def test_every_key_of_a_line_is_documented() -> None:
    page = Path(__file__).resolve().parents[2] / "docs" / "reference" / "access-log.md"
    text = page.read_text(encoding="utf-8")

    example = json.loads(re.search(r"```json\n(.*)\n```", text)[1])
    table = text.partition("## What is never written")[0]
    assert list(example) == [field.name for field in fields(Line)]
    assert [name for name in example if f"`{name}`" not in table] == []
    assert [reason for reason in Reason if f"`{reason.value}`" not in table] == []
