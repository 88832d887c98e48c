from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from modules.kernel.admin.cells import cell_text, title_text
from modules.kernel.admin.pages import Attribute, Column
from tests.fakes.gardens import GARDENS, Garden


@pytest.mark.parametrize(
    "attribute, number, text",
    [
        pytest.param(Garden.name, 1, "Clos", id="text"),
        pytest.param(Garden.area, 1, "12.50", id="decimals as stored"),
        pytest.param(Garden.notes, 1, "", id="nothing"),
        pytest.param(Garden.is_open, 2, "1", id="yes"),
        pytest.param(Garden.is_open, 3, "", id="no"),
        pytest.param(Garden.neighbour, 2, "Clos", id="a related row by its name"),
        pytest.param(Garden.neighbour, 1, "", id="no related row"),
        pytest.param(Garden.created_at, 1, "1 mars 2026 12:00", id="a date"),
        pytest.param(Garden.trees, 4, "0", id="zero"),
    ],
)
def test_a_cell_says_what_is_stored(
    session: Session, attribute: Attribute, number: int, text: str
) -> None:
    row = session.get_one(Garden, number)

    assert cell_text(Column(attribute=attribute, label=""), row, "fr") == text


def test_a_title_is_filled_from_the_row(session: Session) -> None:
    row = session.get_one(Garden, 1)
    title = "Jardin « %%name%% » du %%created_at%%"

    assert title_text(GARDENS, title, row, "fr") == "Jardin « Clos » du 1 mars 2026 12:00"
    assert title_text(GARDENS, title, None, "fr") == "Jardin «  » du "


def test_a_related_row_is_worth_its_own_words() -> None:
    assert str(Garden(name="Pré", area=Decimal(1))) == "Pré"
