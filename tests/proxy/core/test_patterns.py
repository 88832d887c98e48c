"""Patterns, their segments and their examples."""

import pytest

from proxy.core.patterns import (
    MAX_SEGMENTS,
    Kind,
    PatternFaulty,
    Words,
    example_path,
    parse_pattern,
    spelled_segment,
)


@pytest.mark.parametrize(
    ("pattern", "shapes"),
    [
        ("/", [[]]),
        ("/a", [[(Kind.LITERAL, "a", "")]]),
        ("/a/", [[(Kind.LITERAL, "a", ""), (Kind.LITERAL, "", "")]]),
        ("/été.pdf", [[(Kind.LITERAL, "été.pdf", "")]]),
        ("/:id<int>", [[(Kind.INTEGER, "id", "")]]),
        ("/:slug", [[(Kind.NAME, "slug", "")]]),
        ("/:year.csv", [[(Kind.NAME_EXTENSION, "year", "csv")]]),
        ("/:id<int>.ics", [[(Kind.INTEGER_EXTENSION, "id", "ics")]]),
        ("/*rest", [[(Kind.REST, "rest", "")]]),
        ("/a.:sf_format", [[(Kind.LITERAL, "a", "")], [(Kind.LITERAL_FORMAT, "a", "")]]),
        ("/:id<int>.:sf_format", [[(Kind.INTEGER, "id", "")], [(Kind.INTEGER_FORMAT, "id", "")]]),
        ("/:a.:sf_format", [[(Kind.NAME, "a", "")], [(Kind.NAME_FORMAT, "a", "")]]),
    ],
)
def test_a_pattern_stands_for_one_or_two_shapes(
    pattern: str, shapes: list[list[tuple[Kind, str, str]]]
) -> None:
    assert [list(map(tuple, shape)) for shape in parse_pattern(pattern)] == shapes


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("a", "starts with a slash: /a"),
        ("//", "two slashes"),
        ("/a//b", "two slashes"),
        ("//a", "two slashes"),
        ("/*rest/a", "a \\*rest stands at the end"),
        ("/*", "a literal is written decoded"),
        ("/a*b", "a literal is written decoded"),
        ("/a/:", "write :name, :name<int> or :name.ext"),
        ("/:id<integer>", "write :name, :name<int> or :name.ext"),
        ("/:1d", "write :name"),
        ("/:a.b.c", "write :name"),
        ("/a:b", "a literal is written decoded"),
        ("/a%20b", "a literal is written decoded"),
        ("/a?b", "a literal is written decoded"),
        ("/a#b", "a literal is written decoded"),
        ("/a\\b", "a literal is written decoded"),
        ("/a<int>", "a literal is written decoded"),
        ("/./a", "dot segments"),
        ("/a/..", "dot segments"),
        ("/.:sf_format", "follows a literal or :name segment"),
        ("/*rest.:sf_format", "follows a literal or :name segment"),
        ("/:a.csv.:sf_format", "follows a literal or :name segment"),
        ("/a/.:sf_format", "follows a literal or :name segment"),
        ("/a.:sf_format/b", "a literal is written decoded"),
        ("/a" * (MAX_SEGMENTS + 1), f"more than {MAX_SEGMENTS} segments"),
    ],
)
def test_a_pattern_that_cannot_be_read_says_why(pattern: str, why: str) -> None:
    with pytest.raises(PatternFaulty, match=why):
        parse_pattern(pattern)


@pytest.mark.parametrize(
    ("pattern", "example", "spelled"),
    [
        ("/a/:x", "/a/mot", ":x"),
        ("/:id<int>", "/7", ":id<int>"),
        ("/:id<int>.ics", "/7.ics", ":id<int>.ics"),
        ("/:id.ics", "/mot.ics", ":id.ics"),
        ("/:id.:sf_format", "/mot.ext", ":id.:sf_format"),
        ("/:id<int>.:sf_format", "/7.ext", ":id<int>.:sf_format"),
        ("/a.:sf_format", "/a.ext", "a.:sf_format"),
        ("/b/*rest", "/b/mot", "*rest"),
        ("/b", "/b", "b"),
    ],
)
def test_a_shape_has_an_example_and_its_spelling(pattern: str, example: str, spelled: str) -> None:
    shape = parse_pattern(pattern)[-1]

    assert example_path(shape, Words("mot", "7", "ext")) == example
    assert spelled_segment(shape[-1]) == spelled


def test_the_root_has_an_example() -> None:
    assert example_path(()) == "/"


def test_names_of_variables_do_not_tell_shapes_apart() -> None:
    (one,), (other,) = parse_pattern("/:a<int>"), parse_pattern("/:b<int>")

    assert one[0].key == other[0].key
    assert parse_pattern("/:a.csv")[0][0].key != parse_pattern("/:a.pdf")[0][0].key
