"""What shapes have in common."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proxy.core.patterns import Shape, Words, example_path, parse_pattern
from proxy.core.shapes import covers, fresh_words, keys, meeting
from proxy.core.trie import Trie


def shape(pattern: str) -> Shape:
    return parse_pattern(pattern)[-1]


@pytest.mark.parametrize(
    ("one", "other", "met"),
    [
        ("/a", "/a", "/a"),
        ("/a", "/b", None),
        ("/a", "/:x", "/a"),
        ("/12", "/:x<int>", "/12"),
        ("/a", "/:x<int>", None),
        ("/١", "/:x<int>", None),
        ("/:x<int>", "/:y", "/:x<int>"),
        ("/a.csv", "/:x", None),
        ("/a.csv", "/:x.csv", "/a.csv"),
        ("/a.csv", "/:x.pdf", None),
        ("/a.csv", "/a.:sf_format", "/a.csv"),
        ("/a.csv", "/:x.:sf_format", "/a.csv"),
        ("/a.b.csv", "/:x.csv", None),
        ("/a.b.csv", "/a.b.:sf_format", "/a.b.csv"),
        ("/12.csv", "/:x<int>.:sf_format", "/12.csv"),
        ("/a.:sf_format", "/:x.csv", "/a.csv"),
        ("/a.:sf_format", "/:x.:sf_format", "/a.:sf_format"),
        ("/a.:sf_format", "/b.:sf_format", None),
        ("/:x.csv", "/:y<int>.:sf_format", "/:y<int>.csv"),
        ("/:x.csv", "/:y<int>.csv", "/:y<int>.csv"),
        ("/:x.csv", "/:y", None),
        ("/:x.:sf_format", "/:y.:sf_format", "/:x.:sf_format"),
        ("/:x<int>.:sf_format", "/:y.:sf_format", "/:x<int>.:sf_format"),
        ("/a.", "/:x.:sf_format", None),
        ("/a/", "/:x/:y", None),
        ("/a/", "/:x/*rest", "/a/"),
        ("/a/*rest", "/a", "/a"),
        ("/a", "/a/*rest", "/a"),
        ("/*rest", "/", "/"),
        ("/a/*rest", "/:x/b/c", "/a/b/c"),
        ("/a/*rest", "/*more", "/a/*rest"),
        ("/a/*rest", "/b/*more", None),
        ("/a/b", "/a", None),
        ("/a/:x", "/:y/b", "/a/b"),
    ],
)
def test_the_meeting_is_what_both_accept(one: str, other: str, met: str | None) -> None:
    expected = None if met is None else keys(shape(met))

    for pair in ((one, other), (other, one)):
        found = meeting(shape(pair[0]), shape(pair[1]))
        assert (None if found is None else keys(found)) == expected


@pytest.mark.parametrize(
    ("wide", "narrow", "is_covered"),
    [
        ("/a/*rest", "/a", True),
        ("/:x", "/a", True),
        ("/a", "/:x", False),
        ("/a/:x", "/:y/b", False),
        ("/a", "/b", False),
        ("/*rest", "/:x/:y.csv", True),
    ],
)
def test_a_shape_covers_what_is_inside_it(wide: str, narrow: str, is_covered: bool) -> None:
    assert covers(shape(wide), shape(narrow)) is is_covered


def test_fresh_words_are_nobodys() -> None:
    words = Words(*fresh_words({"exemple", "123", "1234"}))

    assert words == Words("exemple-x", "12344", "txt")


SEGMENTS = ["a", "b", "12", "a.csv", ":x", ":n<int>", ":x.csv", ":n<int>.csv"]
PATTERNS = st.tuples(
    st.lists(st.sampled_from(SEGMENTS), max_size=3),
    st.sampled_from(["", "/*rest", ".:sf_format", "/"]),
).map(lambda parts: "/" + "/".join(parts[0]) + parts[1])


def readable(pattern: str) -> bool:
    try:
        parse_pattern(pattern)
    except ValueError:
        return False
    return True


@given(PATTERNS.filter(readable), PATTERNS.filter(readable), st.sampled_from(["a", "x", "7"]))
def test_an_example_of_the_meeting_is_accepted_by_both(one: str, other: str, word: str) -> None:
    found = meeting(shape(one), shape(other))
    if found is None:
        return
    path = example_path(found, Words(word, "7", "csv"))

    for pattern in (one, other):
        tree: Trie[str] = Trie()
        tree.leaf(shape(pattern)).any_method = pattern
        assert tree.find(path, "GET") == pattern
