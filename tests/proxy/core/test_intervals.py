import pytest

from proxy.core.intervals import difference, wilson


@pytest.mark.parametrize(
    ("hits", "of", "expected"),
    [
        pytest.param(0, 0, (0.0, 1.0), id="nothing is known"),
        pytest.param(0, 10, (0.0, 0.2775), id="none of ten"),
        pytest.param(10, 10, (0.7225, 1.0), id="ten of ten"),
        pytest.param(81, 263, (0.2553, 0.3662), id="Newcombe's example"),
    ],
)
def test_a_share_lies_in_its_interval(hits: int, of: int, expected: tuple[float, float]) -> None:
    assert wilson(hits, of) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        pytest.param((56, 70), (48, 80), (0.0524, 0.3339), id="Newcombe's example a"),
        pytest.param((9, 10), (3, 10), (0.1705, 0.8090), id="Newcombe's example b"),
        pytest.param((10, 10), (0, 20), (0.6791, 1.0), id="Newcombe's example g"),
        pytest.param((5, 10), (0, 0), (-1.0, 1.0), id="nothing to compare with"),
        pytest.param((0, 0), (5, 10), (-1.0, 1.0), id="nothing to compare"),
    ],
)  # fmt: skip
def test_two_shares_differ_by_an_interval(
    first: tuple[int, int], second: tuple[int, int], expected: tuple[float, float]
) -> None:
    assert difference(first, second) == pytest.approx(expected, abs=1e-4)
