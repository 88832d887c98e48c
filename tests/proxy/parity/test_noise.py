"""What legacy itself says otherwise is no difference; what it never said is one."""

import pytest

from proxy.parity.differences import Change, Difference, Part
from proxy.parity.noise import Noise, shape_of

A, B, C = "0a" * 16, "1b" * 16, "2c" * 16


def differing(control: str, candidate: str, field: str = "p@title") -> Difference:
    return Difference(Part.TEXT, field, control, candidate)


@pytest.mark.parametrize(
    "found, is_noise",
    [
        pytest.param(differing(A, C), True, id="another token"),
        pytest.param(differing(A, ""), False, id="a token that is gone"),
        pytest.param(differing(A, "abc"), False, id="no token at all"),
        pytest.param(differing(A, C, "q@title"), False, id="another place"),
        pytest.param(
            Difference(Part.TEXT, "p@title", A, "", Change.MISSING), False, id="attribute gone"
        ),
    ],
)
def test_noise_is_a_place_and_a_shape(found: Difference, is_noise: bool) -> None:
    noise = Noise().learned([differing(A, B)])

    assert noise.without([found]) == (() if is_noise else (found,))


def test_what_is_learned_adds_up() -> None:
    noise = Noise().learned([differing("12:01", "12:02")]).learned([differing("aucun", "9:1")])

    assert noise.without([differing("aucun", "10:30"), differing("tous", "10:30")]) == (
        differing("tous", "10:30"),
    )


def test_words_are_no_token() -> None:
    assert shape_of("anticonstitutionnellement 12") == "anticonstitutionnellement 9"
