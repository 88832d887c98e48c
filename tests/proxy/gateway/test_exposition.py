from proxy.evidence.counting import Counters, Labels
from proxy.gateway.exposition import exposition
from proxy.gateway.series import Totals, goodbye_series


def test_requests_and_goodbyes_of_all_workers_are_added_up() -> None:
    counters, totals = Counters(), Totals()
    for route, status in (("/events", 200), ("/events/:id", 204), ("/events", 200)):
        labels = Labels("gestion", "frontend", "events", route, "legacy", "legacy", "stage")
        counters.of(labels).begin(status).add(0.02, 500)
    totals.add(counters.take())
    one = totals.snapshot() + goodbye_series({"heard": 2, "forgotten": 1, "lost": 0})
    other = totals.snapshot() + goodbye_series({"heard": 1, "forgotten": 1})
    text = exposition([*one, *other]).decode()

    labelled = 'backend="gestion",class="2xx",lot="events",side="legacy"'
    assert f"figuier_request_duration_seconds_count{{{labelled}}} 4.0" in text
    assert 'figuier_goodbyes_total{outcome="heard"} 3.0' in text
    assert 'figuier_goodbyes_total{outcome="forgotten"} 2.0' in text
    assert "lost" not in text
    assert 'side="goodbye"' not in text
