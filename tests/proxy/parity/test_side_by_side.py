"""What differs between two values is marked in its place, word by word."""

import pytest

from proxy.parity.side_by_side import side_by_side


@pytest.mark.parametrize(
    "control, candidate, marked",
    [
        pytest.param("le chat noir", "le chien noir", (["chat"], ["chien"]), id="a word"),
        pytest.param("un deux", "un", ([" deux"], []), id="cut short"),
        pytest.param("", "neuf", ([], ["neuf"]), id="added"),
        pytest.param("pareil", "pareil", ([], []), id="the same"),
    ],
)
def test_only_what_differs_is_marked(control: str, candidate: str, marked: object) -> None:
    left, right = side_by_side(control, candidate)

    assert ([s.text for s in left if s.differs], [s.text for s in right if s.differs]) == marked
    assert ("".join(s.text for s in left), "".join(s.text for s in right)) == (control, candidate)
