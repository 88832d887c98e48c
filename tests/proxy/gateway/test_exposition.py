from proxy.gateway.exposition import exposition
from proxy.gateway.series import Counters, Labels, goodbye_series


def test_requests_and_goodbyes_of_all_workers_are_added_up() -> None:
    counters = Counters()
    counters.of(Labels("gestion", "events", "legacy")).by_class[2].add(0.02, 500)
    one = counters.snapshot() + goodbye_series({"heard": 2, "forgotten": 1, "lost": 0})
    other = counters.snapshot() + goodbye_series({"heard": 1, "forgotten": 1})
    text = exposition([*one, *other]).decode()

    labels = 'backend="gestion",class="2xx",lot="events",side="legacy"'
    assert f"figuier_request_duration_seconds_count{{{labels}}} 2.0" in text
    assert 'figuier_goodbyes_total{outcome="heard"} 3.0' in text
    assert 'figuier_goodbyes_total{outcome="forgotten"} 2.0' in text
    assert "lost" not in text
    assert 'side="goodbye"' not in text
