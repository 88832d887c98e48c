import pytest

from proxy.core.latency import BUCKETS, Latency
from proxy.flips.sentinels import Conduct, Sign, breaches


def conduct(requests: int, slow: int = 0, **cases: int) -> Conduct:
    counts = [0] * (len(BUCKETS) + 1)
    counts[3], counts[9] = requests - slow, slow
    return Conduct(
        requests, {Sign(name): count for name, count in cases.items()}, Latency(tuple(counts), 1.0)
    )


#: An ordinary week: a few errors, some refusals, a form that expired.
PAST = conduct(10_000, errors=30, missing=200, refused=400, bounces=20, slow=100)


@pytest.mark.parametrize(
    ("present", "signs"),
    [
        pytest.param(conduct(500, errors=1, missing=12, refused=20), set(), id="as before"),
        pytest.param(conduct(60, errors=40), {Sign.ERRORS}, id="errors"),
        pytest.param(conduct(100, errors=12), {Sign.ERRORS}, id="one in eight fails"),
        pytest.param(conduct(1000, errors=15), set(), id="a little more, within the margin"),
        pytest.param(conduct(9, errors=9), set(), id="nine cases are chance"),
        pytest.param(conduct(50, missing=30), {Sign.MISSING}, id="pages not found"),
        pytest.param(conduct(50, refused=30), {Sign.REFUSED}, id="doors closed"),
        pytest.param(conduct(50, loops=20), {Sign.LOOPS}, id="redirect loop"),
        pytest.param(conduct(50, bounces=20), {Sign.BOUNCES}, id="sign-in bounce"),
        pytest.param(conduct(50, forms=20), {Sign.FORMS}, id="CSRF failures"),
        pytest.param(conduct(100, slow=60), {Sign.SLOW}, id="slower"),
        pytest.param(conduct(60, errors=40, slow=50), {Sign.ERRORS, Sign.SLOW}, id="two at once"),
        pytest.param(conduct(0), set(), id="nobody came"),
    ],
)
def test_what_the_past_does_not_explain_is_a_breach(present: Conduct, signs: set[Sign]) -> None:
    assert {each.sign for each in breaches(present, PAST)} == signs


def test_a_lot_that_always_refused_many_is_not_taken_back_for_it() -> None:
    past = conduct(1000, refused=800)

    assert breaches(conduct(100, refused=85), past) == ()


def test_a_lot_without_a_past_is_held_to_the_margins_themselves() -> None:
    nothing = Conduct()

    assert [each.sign for each in breaches(conduct(60, errors=30, slow=50), nothing)] == [
        Sign.ERRORS
    ]
    assert breaches(conduct(1000, errors=12), nothing) == ()


def test_a_breach_says_what_was_seen() -> None:
    (breach,) = breaches(conduct(60, errors=40), PAST)

    assert str(breach) == "40 of 60 answered by an error (5xx), 30 of 10000 before"
