import io

import pytest

from proxy.access_log import Line
from proxy.core.decision import Decision, Reason, Side
from proxy.core.messages import RequestHead
from proxy.core.table import Backend, BackendKind
from proxy.errors import LegacyHungUp, LotGone
from proxy.visit import Answering, GoneWhenMissing, Noting, Visit
from proxy.wsgi import RequestBody

GESTION = Backend("gestion", BackendKind.SYMFONY1, "http://127.0.0.1:1", ("gestion.localhost",))


class Lines(list[Line]):
    write = list.append


class Body(list):
    is_closed = False

    def close(self) -> None:
        self.is_closed = True


def finished(answer: Body, visit: Visit) -> Line:
    lines = Lines()
    answering = Answering(lines, {}, answer, visit)
    try:
        list(answering)
    finally:
        answering.close()
    return lines[0]


def test_an_answer_is_counted_and_closed() -> None:
    body = Body([b"", b"hello", b"you"])

    line = finished(body, Visit(status=200))

    assert (line.bytes, line.status, line.error, body.is_closed) == (8, 200, None, True)


def test_a_failure_on_the_way_is_cut_off_and_named() -> None:
    def breaking():
        yield b"first"
        raise LegacyHungUp("reset")

    lines = Lines()
    answering = Answering(lines, {}, breaking(), Visit())

    with pytest.raises(ConnectionResetError):
        list(answering)
    answering.close()

    assert (lines[0].bytes, lines[0].error) == (5, "LegacyHungUp: reset")


def test_a_mistake_of_ours_stays_what_it_is() -> None:
    lines = Lines()
    answering = Answering(lines, {}, (1 // 0 for _ in "x"), Visit())  # type: ignore[misc]

    with pytest.raises(ZeroDivisionError):
        list(answering)
    answering.close()

    assert lines[0].error == "ZeroDivisionError"


def test_what_is_left_of_an_upload_is_read_after_the_answer() -> None:
    upload = io.BytesIO(b"x" * 100)
    body = RequestBody({"wsgi.input": upload, "CONTENT_LENGTH": "100"}, 0)

    finished(Body([b"no"]), Visit(body=body))

    assert upload.tell() == 100


def test_a_line_tells_the_canonical_path_and_never_a_key() -> None:
    key = "d41d8cd98f00b204e9800998ecf8427e"
    head = RequestHead("GET", b"//guard/x?token=1", b"Gestion.Localhost:8000")
    decision = Decision(Side.LEGACY, Reason.UNCLAIMED, GESTION, "frontend", f"/guard/{key}")

    line = finished(Body(), Visit(head=head, verdict=decision))

    assert (line.path, line.host) == ("/guard/[key]", "gestion.localhost")


@pytest.mark.parametrize(
    "head, path, method",
    [
        pytest.param(RequestHead("PUT", b"/a%00?b=1", b"h"), "/a%00", "PUT", id="not decided"),
        pytest.param(None, "", "", id="not even read"),
    ],
)
def test_a_line_without_decision_tells_what_was_asked(head, path, method) -> None:
    line = finished(Body(), Visit(head=head))

    assert (line.path, line.method, line.side) == (path, method, "refused")


def test_the_status_is_noted_on_its_way_to_the_server() -> None:
    began: list[tuple] = []
    visit = Visit()

    Noting(visit, lambda *given: began.append(given))("204 No Content", [("A", "b")])

    assert (visit.status, began) == (204, [("204 No Content", [("A", "b")], None)])


def test_only_a_missing_page_of_a_retired_lot_is_gone() -> None:
    began: list[str] = []
    start = GoneWhenMissing(lambda status, *_: began.append(status))

    start("200 OK", [])
    with pytest.raises(LotGone):
        start("404 Not Found", [])

    assert began == ["200 OK"]


def test_each_request_has_a_number_of_its_own() -> None:
    numbers = {Visit().request_id for _ in range(100)}

    assert len(numbers) == 100
    assert all(int(number, 16) < 1 << 64 for number in numbers)
