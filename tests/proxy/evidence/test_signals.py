import pytest

from proxy.evidence.signals import Lookout, Signal
from tests.fakes.happenings import NOON, happening


@pytest.mark.parametrize(
    ("trail", "expected"),
    [
        pytest.param([("/a", 302, 0), ("/a", 302, 1), ("/a", 302, 2)], Signal.REDIRECT_LOOP, id="a loop"),
        pytest.param([("/a", 302, 0), ("/a", 302, 6), ("/a", 302, 30)], None, id="too slow for a loop"),
        pytest.param([("/a", 302, 0), ("/b", 302, 1), ("/a", 302, 2)], None, id="other addresses"),
        pytest.param([("/a", 302, 0), ("/a", 302, 1), ("/a", 200, 2), ("/a", 302, 3)], None, id="it ended"),
        pytest.param([("/a", 304, 0), ("/a", 304, 1), ("/a", 304, 2)], None, id="not changed is no redirect"),
        pytest.param([("/a", 200, 0), ("/b", 401, 30)], Signal.SIGN_IN_BOUNCE, id="served, then asked to sign in"),
        pytest.param([("/a", 200, 0), ("/b", 401, 900)], None, id="the session had time to end"),
        pytest.param([("/b", 401, 0)], None, id="never served"),
        pytest.param([("/a", 200, 0), ("/b", 401, 1), ("/b", 401, 2)], None, id="told once"),
    ],
)  # fmt: skip
def test_a_signal_is_seen_in_what_a_visitor_goes_through(
    trail: list[tuple[str, int, int]], expected: Signal | None
) -> None:
    lookout = Lookout()
    found = [
        lookout.look("v", happening(path=path, status=status, at=NOON + after))
        for path, status, after in trail
    ]

    assert found[-1] == expected


def test_visitors_are_told_apart() -> None:
    lookout = Lookout()
    found = [
        lookout.look(who, happening(status=302, at=NOON + number))
        for number, who in enumerate(["a", "b", "c", "a", "b"])
    ]

    assert found == [None] * 5


def test_its_memory_is_bounded() -> None:
    lookout = Lookout()
    for number in range(20_001):
        lookout.look(f"v{number}", happening())

    assert lookout.look("v0", happening(status=401)) is None
