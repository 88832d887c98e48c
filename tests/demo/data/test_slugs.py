"""Slugs as Doctrine makes them."""

import pytest

from demo.data.slugs import Slugs, slug


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Écully-le-Lac", "ecully-le-lac"),
        ("La Roque-d'Œil", "la-roque-d-oeil"),
        ("L’Isle  Rousse !", "l-isle-rousse"),
        ("Groß & Söhne", "gross-sohne"),
        ("", ""),
    ],
)
def test_slug_is_unaccented_and_dashed(text, expected):
    assert slug(text) == expected


def test_a_taken_slug_is_numbered():
    slugs = Slugs()

    assert [slugs.give("Centre"), slugs.give("centre"), slugs.give("Cêntre")] == [
        "centre",
        "centre-1",
        "centre-2",
    ]
