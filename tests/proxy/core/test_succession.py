"""Old addresses and where they lead."""

import pytest

from proxy.core.succession import successor, variables


@pytest.mark.parametrize(
    ("old", "new", "path", "expected"),
    [
        ("/logement/liste", "/logements", "/logement/liste", "/logements"),
        ("/logement/voir/:id<int>", "/logements/:id", "/logement/voir/12", "/logements/12"),
        ("/a/:x/:y", "/b/:y/:x", "/a/1/2", "/b/2/1"),
        ("/a/*rest", "/b/*rest", "/a/1/2/3", "/b/1/2/3"),
        ("/a/*rest", "/b/*rest", "/a", "/b/"),
        ("/a/:x.pdf", "/b/:x.html", "/a/note.pdf", "/b/note.html"),
        ("/a.:sf_format", "/b.:sf_format", "/a.csv", "/b.csv"),
        ("/a.:sf_format", "/b.:sf_format", "/a", "/b"),
        ("/a/:id<int>.:sf_format", "/b/:id.:sf_format", "/a/3.csv", "/b/3.csv"),
        ("/a.:sf_format", "/b", "/a.csv", "/b"),
        ("/a", "/", "/a", "/"),
    ],
)
def test_an_old_address_leads_to_its_successor(
    old: str, new: str, path: str, expected: str
) -> None:
    assert successor(old, new, path) == expected


def test_a_path_that_the_pattern_does_not_fit_carries_nothing_over() -> None:
    assert successor("/a/:x.pdf", "/b/:x", "/a/b") == "/b/"


def test_the_variables_of_a_pattern_have_names() -> None:
    assert variables("/a/:b/:c<int>.pdf/*rest") == {"b", "c", "rest"}
    assert variables("/a.:sf_format") == frozenset()
