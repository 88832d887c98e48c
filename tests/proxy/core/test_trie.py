"""Which shape wins, whatever the order in which they came."""

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proxy.core.patterns import Kind, Segment, Shape, parse_pattern
from proxy.core.trie import Trie


def tree_of(*patterns: str) -> Trie[str]:
    tree: Trie[str] = Trie()
    for pattern in patterns:
        method, _, rest = pattern.rpartition(" ")
        leaf = tree.leaf(parse_pattern(rest)[-1])
        if method:
            leaf.by_method[method] = pattern
        else:
            leaf.any_method = pattern
    return tree


EVERYTHING = (
    "/", "/a", "/a/b", "/a/:x", "/a/:n<int>", "/a/:x.csv", "/a/:n<int>.csv", "/a/b.:sf_format",
    "/a/:n<int>.:sf_format", "/a/:x.:sf_format", "/a/*rest", "/a/b.csv", "/a/:x/c", "/:y/b/d",
    "POST /a", "/t/", "/t/:x/*rest",
    "/f.:sf_format", "POST /g.:sf_format", "/h/:x.csv", "POST /h/:x<int>", "/h/i.j.:sf_format",
)  # fmt: skip


@pytest.mark.parametrize(
    ("path", "winner"),
    [
        ("/", "/"),
        ("/a", "/a"),
        ("/a/b", "/a/b"),
        ("/a/b.csv", "/a/b.csv"),
        ("/a/b.pdf", "/a/b.:sf_format"),
        ("/a/12.csv", "/a/:n<int>.csv"),
        ("/a/x.csv", "/a/:x.csv"),
        ("/a/12.pdf", "/a/:n<int>.:sf_format"),
        ("/a/x.pdf", "/a/:x.:sf_format"),
        ("/a/12", "/a/:n<int>"),
        ("/a/x", "/a/:x"),
        ("/a/١٢", "/a/:x"),
        ("/a/x.y.pdf", "/a/*rest"),
        ("/a/.csv", "/a/*rest"),
        ("/a/x.", "/a/*rest"),
        ("/a/b.", "/a/*rest"),
        ("/a/", "/a/*rest"),
        ("/a/x/c", "/a/:x/c"),
        ("/a/b/c", "/a/:x/c"),
        ("/a/12/c", "/a/:x/c"),
        ("/a/b/d", "/a/*rest"),
        ("/a/b/x", "/a/*rest"),
        ("/z/b/d", "/:y/b/d"),
        ("/z/b", None),
        ("/b", None),
        ("/A", None),
        ("/t/", "/t/"),
        ("/t", None),
        ("/t/x", "/t/:x/*rest"),
        ("/t/x/", "/t/:x/*rest"),
        ("/t/x/k/v", "/t/:x/*rest"),
        ("/f.csv", "/f.:sf_format"),
        ("/g.csv", None),
        ("/h/1", None),
        ("/h/i.j.csv", "/h/i.j.:sf_format"),
    ],
)
def test_the_most_precise_segment_from_the_left_wins(path: str, winner: str | None) -> None:
    assert tree_of(*EVERYTHING).find(path, "GET") == winner
    assert tree_of(*reversed(EVERYTHING)).find(path, "GET") == winner


def test_a_value_that_names_the_method_wins_a_tie() -> None:
    tree = tree_of("/a", "POST /a", "POST /b", "/c/:x", "GET /c/d", "/r/*x", "POST /r/*y")

    assert tree.find("/a", "POST") == "POST /a"
    assert tree.find("/a", "GET") == "/a"
    assert tree.find("/b", "GET") is None
    assert tree.find("/c/d", "POST") == "/c/:x"
    assert tree.find("/r/s", "POST") == "POST /r/*y"
    assert tree.find("/r", "GET") == "/r/*x"


def test_leaves_are_all_found() -> None:
    tree = tree_of("/a", "/:x/*rest", "/b.:sf_format")
    values = {leaf.any_method for leaf in tree.leaves()}

    assert values == {"/a", "/:x/*rest", "/b.:sf_format"}


@pytest.mark.parametrize(
    ("segment", "beside"),
    [
        (Segment(Kind.LITERAL, "b.csv"), {"b.csv", "b", "x"}),
        (Segment(Kind.LITERAL, "zz"), {"x"}),
        (Segment(Kind.NAME, "y"), {"b", "b.csv", "x"}),
    ],
)
def test_children_beside_a_segment_may_meet_it(segment: Segment, beside: set[str]) -> None:
    tree = tree_of("/b.:sf_format", "/b.csv", "/:x.csv")

    assert {child.text for child, _ in tree.root.children_beside(segment)} == beside


SEGMENTS = ["a", "b", "1", "a.csv", ":x", ":n<int>", ":x.csv", ":n<int>.csv"]
PATTERNS = st.builds(
    lambda method, parts, end: f"{method}/{'/'.join(parts)}{end}",
    st.sampled_from(["", "GET ", "POST "]),
    st.lists(st.sampled_from(SEGMENTS), min_size=1, max_size=3),
    st.sampled_from(["", "", "/*rest"]),
)
PATHS = st.lists(st.sampled_from(["a", "b", "1", "x", "a.csv", "1.csv", "x.csv", "", "a.b.c"]), min_size=1, max_size=4).map(
    lambda parts: "/" + "/".join(parts)
)  # fmt: skip

_REGEXES = {
    Kind.NAME: r"[^/.]+",
    Kind.INTEGER: r"[0-9]+",
    Kind.NAME_EXTENSION: r"[^/.]+\.csv",
    Kind.INTEGER_EXTENSION: r"[0-9]+\.csv",
}


def regex_of(shape: Shape) -> re.Pattern[str]:
    """The same shape, as Symfony would write it: the judge of the tree."""
    text = ""
    for segment in shape:
        if segment.kind is Kind.REST:
            text += r"(?:/.*)?"
        else:
            text += "/" + _REGEXES.get(segment.kind, re.escape(segment.text))
    return re.compile(text)


def judged(patterns: list[str], path: str, method: str) -> set[tuple[Kind, ...]]:
    """The rank of the winner by the eight rules, by brute force; nothing when there is none."""
    ranks = []
    for pattern in patterns:
        named, _, rest = pattern.rpartition(" ")
        (shape,) = parse_pattern(rest)
        if named in {"", method} and regex_of(shape).fullmatch(path):
            # A rest is one more segment, the last in rank: the end of the path comes before it.
            ranks.append(tuple(segment.kind for segment in shape))
    return {min(ranks)} if ranks else set()


@given(st.lists(PATTERNS, max_size=8, unique=True), PATHS, st.randoms(use_true_random=False))
def test_the_tree_decides_as_the_rules_do_in_any_order(
    patterns: list[str], path: str, chance: random.Random
) -> None:
    found = tree_of(*patterns).find(path, "GET")
    shuffled = patterns[:]
    chance.shuffle(shuffled)
    again = tree_of(*shuffled).find(path, "GET")

    def rank(pattern: str | None) -> set[tuple[Kind, ...]]:
        if pattern is None:
            return set()
        (shape,) = parse_pattern(pattern.rpartition(" ")[2])
        return {tuple(segment.kind for segment in shape)}

    assert rank(found) == judged(patterns, path, "GET")
    assert rank(again) == rank(found)
