"""The search along the tree finds what comparing everything with everything finds."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from proxy.core.shapes import covers, keys, meeting
from proxy.routing_file.crossings import crossings
from proxy.routing_file.territories import Territory, territories
from tests.fakes.routes import GESTION, a_lot

SEGMENTS = ["a", "b", "1", "a.csv", ":x", ":n<int>", ":x.csv", ":n<int>.csv"]
PATTERNS = st.builds(
    lambda parts, end: "/" + "/".join(parts) + end,
    st.lists(st.sampled_from(SEGMENTS), min_size=1, max_size=3),
    st.sampled_from(["", "", "/*rest", "/"]),
)
FORMATS = st.sampled_from(["/a.:sf_format", "/:x.:sf_format", "/:n<int>.:sf_format", "/*rest", "/"])
LINES = st.lists(PATTERNS | FORMATS, max_size=5, unique=True)


def territory_of(lines: list[str], others: list[str]) -> Territory | None:
    lots = a_lot("one", *lines), a_lot("two", *others)
    found = territories({"gestion": GESTION}, lots)
    return found[0] if found else None


@given(LINES, LINES)
def test_crossings_are_those_of_all_pairs(lines: list[str], others: list[str]) -> None:
    territory = territory_of(lines, others)
    if territory is None:
        return

    found = {
        frozenset({(each.one.route.lot, keys(each.one.shape)),
                   (each.other.route.lot, keys(each.other.shape))})
        for each in crossings(territory).found
    }  # fmt: skip
    expected = {
        frozenset({(one.route.lot, keys(one.shape)), (other.route.lot, keys(other.shape))})
        for one, other in combinations(territory.claims, 2)
        if one.route.lot != other.route.lot
        and meeting(one.shape, other.shape) is not None
        and not covers(one.shape, other.shape)
        and not covers(other.shape, one.shape)
    }

    assert found == expected


def test_the_later_claim_comes_first() -> None:
    territory = territory_of(["/x", "/a/:x"], ["/:y/b"])
    assert territory is not None
    (crossing,) = crossings(territory).found

    assert crossing.one.route.pattern == "/a/:x"
    assert crossing.other.route.pattern == "/:y/b"
    assert keys(crossing.met) == keys(meeting(crossing.one.shape, crossing.other.shape) or ())


def test_a_search_that_grows_as_the_product_of_two_lots_is_given_up_where_it_stands() -> None:
    sides = [
        ["/" + "/".join(word if number >> bit & 1 else f":p{bit}" for bit in range(11))
         for number in range(2**10)]
        for word in "ab"
    ]  # fmt: skip
    territory = territory_of(*sides)
    assert territory is not None
    search = crossings(territory)

    assert {claim.route.lot for claim in search.last} == {"one", "two"}


def test_a_search_that_comes_to_its_end_says_so() -> None:
    territory = territory_of(["/x", "/a/:x"], ["/:y/b"])
    assert territory is not None

    assert crossings(territory).last == []
