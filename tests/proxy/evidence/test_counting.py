import pytest

from proxy.core.decision import Reason, Refusal, decide
from proxy.core.messages import RequestHead
from proxy.evidence.counting import Counters, Labels, Series, labels_of
from proxy.routing_file.reader import parse_table
from tests.fakes.happenings import counted, happening, labels

TABLE = """
version: 1
backends:
  gestion: { kind: symfony1, url: http://127.0.0.1:1, hosts: [gestion.localhost] }
lots:
  events:
    title: Événements
    stage: python
    routes: { gestion: [/events, "POST /events/:id<int>"] }
"""


@pytest.mark.parametrize(
    ("method", "target", "expected"),
    [
        pytest.param(
            "GET", b"/events?q=1",
            Labels("gestion", "frontend", "events", "/events", "python", "python", "stage"),
            id="a route",
        ),
        pytest.param(
            "PUT", b"/events/12",
            Labels("gestion", "frontend", "events", "POST /events/:id<int>", "python", "python", "stage"),
            id="a class of methods",
        ),
        pytest.param(
            "GET", b"/elsewhere",
            Labels("gestion", "frontend", "", "", "", "legacy", "unclaimed"),
            id="what no lot claims",
        ),
        pytest.param(
            "GET", b"/-/health",
            Labels("gestion", "", "", "", "", "ours", "ours"),
            id="our own pages",
        ),
        pytest.param(
            "GET", b"//events",
            Labels("gestion", "", "events", "", "", "refused", "not-canonical"),
            id="a redirect of ours",
        ),
    ],
)  # fmt: skip
def test_a_request_is_counted_under_its_decision(
    method: str, target: bytes, expected: Labels
) -> None:
    verdict = decide(parse_table(TABLE.encode()), RequestHead(method, target, b"gestion.localhost"))

    assert labels_of(verdict) == expected


def test_a_request_that_cannot_be_read_is_counted_too() -> None:
    assert labels_of(None).reason == "head"
    refusal = Refusal(421, Reason.HOST_UNKNOWN, "no backend")
    assert (labels_of(refusal).backend, labels_of(refusal).side) == ("", "refused")


def test_what_is_taken_is_counted_anew() -> None:
    counters = counted(happening(), happening(status=500), happening(labels(side="legacy")))
    first = {one: sorted(by_status) for one, by_status in counters.take()}
    again = counters.take()
    counters.of(labels()).begin(200).add(0.1, 1)

    assert first == {labels(): [200, 500], labels(side="legacy"): [200]}
    assert again == []
    assert [one for one, _ in counters.take()] == [labels()]


def test_a_series_remembers_durations_by_bucket() -> None:
    series, other = Series(), Series()
    series.add(0.005, 10)
    series.add(30.0, 10)
    other.add(0.2, 5)
    series.add_all(other)

    assert (series.count, series.bytes_sent, series.seconds) == (3, 25, pytest.approx(30.205))
    assert [number for number, count in enumerate(series.buckets) if count] == [0, 5, 11]


def test_one_set_of_labels_has_one_series() -> None:
    counters = Counters()

    assert counters.of(labels()) is counters.of(labels())
