import pytest

from proxy.evidence.signals import Signal
from proxy.evidence.told_signals import FIELD, Listening


class Ear:
    def __init__(self) -> None:
        self.heard: list[tuple[str, str, Signal]] = []

    def signal(self, backend: str, lot: str, signal: Signal) -> None:
        self.heard.append((backend, lot, signal))


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        pytest.param("csrf-refused events", [("gestion", "events", Signal.CSRF_REFUSED)], id="a form"),
        pytest.param("csrf-refused ", [("gestion", "", Signal.CSRF_REFUSED)], id="of no lot"),
        pytest.param("nonsense events", [], id="an unknown word"),
        pytest.param(None, [], id="nothing"),
    ],
)  # fmt: skip
def test_what_a_page_says_is_counted_and_taken_off(said: str | None, heard: list[object]) -> None:
    ear, sent = Ear(), []

    def site(_environ, start_response):
        more = [(FIELD, said)] if said is not None else []
        start_response("200 OK", [("Content-Type", "text/html"), *more])
        return [b"page"]

    body = Listening(site, "gestion", ear)({}, lambda status, headers, _=None: sent.append(headers))

    assert list(body) == [b"page"]
    assert sent == [[("Content-Type", "text/html")]]
    assert ear.heard == heard
