import pytest

from modules.kernel.admin.widgets import Option, chosen_of, id_of, options_of, text_of
from modules.kernel.ports import Kept


@pytest.mark.parametrize(
    "name, identifier",
    [
        pytest.param("commune[nom]", "commune_nom", id="a field"),
        pytest.param("f[nom][is_empty]", "f_nom_is_empty", id="deeper"),
        pytest.param("ids[]", "ids", id="a list"),
        pytest.param("f[_csrf_token]", "f__csrf_token", id="two underscores"),
        pytest.param("f[a b]", "f_a_b", id="odd characters"),
        pytest.param("1x", "_x", id="a digit first"),
    ],
)
def test_an_id_is_made_of_the_name(name: str, identifier: str) -> None:
    assert id_of(name) == identifier


@pytest.mark.parametrize(
    "shown, chosen",
    [
        pytest.param(None, [""], id="nothing"),
        pytest.param("a", ["a"], id="text"),
        pytest.param(3, ["3"], id="number"),
        pytest.param(True, ["1"], id="yes"),
        pytest.param(False, ["0"], id="no"),
        pytest.param({"0": "a", "1": "b"}, ["a", "b"], id="several"),
        pytest.param(["a", ["b"]], ["a", "b"], id="a list"),
    ],
)
def test_a_select_marks_what_is_shown(shown: Kept, chosen: list[str]) -> None:
    assert chosen_of(shown) == chosen


def test_options_are_marked_when_chosen() -> None:
    assert options_of([("a", "A"), ("b", "B")], ["b"]) == (
        Option("a", "A"),
        Option("b", "B", is_selected=True),
    )


def test_only_a_text_is_shown_as_text() -> None:
    assert [text_of(one) for one in ("a", None, {"x": "y"}, 3)] == ["a", "", "", ""]
