import pytest

from modules.kernel.admin.state import ListState, Sort
from modules.kernel.ports import Kept
from tests.fakes.gardens import GARDENS
from tests.fakes.visits import FakeVisit


def state(**kept: Kept) -> tuple[ListState, FakeVisit]:
    visit = FakeVisit(state={f"jardin.{name}": value for name, value in kept.items()})
    return ListState(GARDENS, visit), visit


def test_the_default_sort_is_kept_as_soon_as_it_is_used() -> None:
    found, visit = state()

    assert found.sort() == Sort("nom", "asc")
    assert visit.state == {"jardin.sort": ["nom", "asc"]}


@pytest.mark.parametrize(
    "kept, sort",
    [
        pytest.param(["genre", "desc"], Sort("genre", "desc"), id="a list"),
        pytest.param({"0": "genre", "1": "desc"}, Sort("genre", "desc"), id="an array with keys"),
        pytest.param(["genre", None], Sort("genre", ""), id="no direction"),
        pytest.param(["genre"], None, id="half"),
        pytest.param([None, None], None, id="none"),
        pytest.param([3, "asc"], None, id="a number for a name"),
        pytest.param("nom", Sort("nom", "asc"), id="not a pair: the default"),
    ],
)
def test_a_kept_sort_is_read_whatever_php_left(kept: Kept, sort: Sort | None) -> None:
    assert state(sort=kept)[0].sort() == sort


@pytest.mark.parametrize(
    "direction, descending, arrow, opposite",
    [
        pytest.param("asc", False, "asc", "desc", id="up"),
        pytest.param("desc", True, "desc", "asc", id="down"),
        pytest.param("DESC", True, "asc", "asc", id="down, though its arrow says up"),
        pytest.param("x", False, "asc", "asc", id="odd"),
    ],
)
def test_a_direction_is_read_as_the_legacy_reads_it(
    direction: str, descending: bool, arrow: str, opposite: str
) -> None:
    sort = Sort("nom", direction)

    assert (sort.is_descending, sort.arrow, sort.opposite) == (descending, arrow, opposite)


@pytest.mark.parametrize(
    "kept, page",
    [
        pytest.param(None, 1, id="never set"),
        pytest.param("2", 2, id="text from the address"),
        pytest.param(1, 1, id="a number after a filter"),
        pytest.param("3abc", 3, id="PHP reads the digits"),
        pytest.param("abc", 1, id="no digits"),
        pytest.param("-4", 1, id="negative"),
        pytest.param("0", 1, id="zero"),
        pytest.param({"0": "2"}, 1, id="an array"),
        pytest.param("9" * 30, 999999999, id="too large"),
    ],
)
def test_a_kept_page_is_a_number_from_one(kept: Kept, page: int) -> None:
    assert state(page=kept)[0].page() == page


def test_what_is_kept_is_typed_as_php_types_it() -> None:
    found, visit = state()
    found.keep_sort("genre", None)
    found.keep_page("2")
    found.keep_filters({"nom": {"text": "a"}, "genre": None})

    assert visit.state == {
        "jardin.sort": ["genre", "asc"],
        "jardin.page": "2",
        "jardin.filters": {"nom": {"text": "a"}, "genre": None},
    }


def test_filters_that_are_no_array_are_none() -> None:
    assert state(filters="x")[0].filters() == {}
    assert state(filters={"a": "1"})[0].filters() == {"a": "1"}
