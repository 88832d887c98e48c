from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import pytest

from modules.kernel.admin.csv_export import csv_of
from modules.kernel.admin.pages import Column
from modules.kernel.dates import UnrealDate
from tests.fakes.gardens import Garden

NAME = Column(attribute=Garden.name, label="Nom; ou titre")
AREA = Column(attribute=Garden.area, label="Surface")
OPEN = Column(attribute=Garden.is_open, label="Ouvert")
SINCE = Column(attribute=Garden.created_at, label="Depuis")
NEXT = Column(attribute=Garden.neighbour, label="Voisin")


@dataclass
class Row:
    name: str | None = None
    area: Decimal | None = None
    is_open: bool | None = None
    created_at: datetime | UnrealDate | None = None
    neighbour: object = None


def line(column: Column, row: Row) -> str:
    return csv_of([column], [row]).decode().split("\r\n", 1)[1].removesuffix("\r\n")


def test_a_file_opens_in_a_french_spreadsheet() -> None:
    row = Row("Clos", Decimal("12.50"), True, datetime.fromisoformat("2026-03-01 09:05"), "Allée")

    assert csv_of([NAME, AREA, OPEN, SINCE, NEXT], [row]) == (
        b"\xef\xbb\xbf"
        + '"Nom; ou titre";Surface;Ouvert;Depuis;Voisin\r\n'
        "Clos;12,50;oui;01/03/2026 09:05;Allée\r\n".encode()
    )


@pytest.mark.parametrize(
    "name, field",
    [
        pytest.param("=HYPERLINK(1)", "'=HYPERLINK(1)", id="a formula"),
        pytest.param("@SUM(A1)", "'@SUM(A1)", id="another"),
        pytest.param("-2+3+cmd", "'-2+3+cmd", id="a sum"),
        pytest.param("\tx", "'\tx", id="a tab"),
        pytest.param("+33 5 36 49 49 02", "+33 5 36 49 49 02", id="a phone number keeps its sign"),
        pytest.param("-12,5", "-12,5", id="so does a number"),
        pytest.param("02300", "02300", id="leading zeros"),
        pytest.param('dit "oui"; non', '"dit ""oui""; non"', id="quotes and semicolons"),
        pytest.param("deux\nlignes", '"deux\nlignes"', id="lines"),
        pytest.param(None, "", id="nothing"),
    ],
)
def test_a_text_is_neither_run_nor_cut(name: str | None, field: str) -> None:
    assert line(NAME, Row(name)) == field


@pytest.mark.parametrize(
    "column, field",
    [
        pytest.param(AREA, "", id="no number"),
        pytest.param(OPEN, "non", id="unknown is no"),
        pytest.param(SINCE, "", id="no date"),
        pytest.param(NEXT, "", id="no row"),
    ],
)
def test_what_is_missing_is_empty(column: Column, field: str) -> None:
    assert line(column, Row()) == field


def test_a_date_that_is_no_day_is_shown_by_its_digits() -> None:
    row = Row(created_at=UnrealDate("0000-00-00 00:00:00"))

    assert line(SINCE, row) == "00/00/0000 00:00"
