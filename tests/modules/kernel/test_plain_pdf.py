import re

import pytest

from modules.kernel.plain_pdf import pdf_of


@pytest.mark.parametrize("count, pages", [(0, 1), (1, 1), (52, 1), (53, 2), (120, 3)])
def test_lines_are_cut_into_pages(count: int, pages: int) -> None:
    pdf = pdf_of("Titre", ["x"] * count)

    assert f"/Count {pages} >>".encode() in pdf
    assert pdf.count(b"/Type /Page /") == pages


def test_the_places_of_the_objects_are_true() -> None:
    pdf = pdf_of("Émargement (été) \\", ["L’un – l'autre", "日"])
    start = int(re.search(rb"startxref\n(\d+)", pdf)[1])  # type: ignore[index]
    places = re.findall(rb"(\d{10}) 00000 n", pdf)

    assert pdf[start:].startswith(b"xref")
    for number, place in enumerate(places, 1):
        assert pdf[int(place) :].startswith(b"%d 0 obj\n" % number)
    assert b"(\xc9margement \\(\xe9t\xe9\\) \\\\)" in pdf
    assert b"(L'un - l'autre)" in pdf
    assert b"(?)" in pdf
