import pytest

from proxy.core.latency import BUCKETS, Latency, latency_of


def durations(*counts: int) -> Latency:
    return latency_of([*counts, *[0] * (len(BUCKETS) + 1 - len(counts))], 1.0)


def test_without_requests_there_is_no_duration() -> None:
    assert (Latency().mean, Latency().quantile(0.95), Latency().requests) == (None, None, 0)


@pytest.mark.parametrize(
    ("latency", "share", "seconds"),
    [
        pytest.param(durations(10), 0.5, 0.0025, id="the middle of the first bucket"),
        pytest.param(durations(5, 5), 0.5, 0.005, id="a bound"),
        pytest.param(durations(5, 5), 0.75, 0.0075, id="the middle of the second"),
        pytest.param(durations(*[0] * 11, 4), 0.5, 10.0, id="beyond the last bound"),
    ],
)
def test_a_quantile_lies_within_its_bucket(latency: Latency, share: float, seconds: float) -> None:
    assert latency.quantile(share) == pytest.approx(seconds)


def test_slower_requests_are_those_beyond_a_bound() -> None:
    assert durations(1, 2, 3).slower_than(0.01) == 3


def test_histograms_add_up() -> None:
    total = durations(1) + durations(0, 2)

    assert (total.requests, total.seconds, total.mean) == (3, 2.0, pytest.approx(2 / 3))


def test_a_histogram_with_other_bounds_is_an_error() -> None:
    with pytest.raises(ValueError, match="1"):
        latency_of([1, 2], 1.0)
