import pytest
from sqlalchemy.orm import Session

from modules.kernel.labels import label_of, rows_of
from tests.fakes.gardens import Garden


@pytest.mark.parametrize(
    "words, label",
    [
        (("Ada", "Lys"), "Ada Lys"),
        ((None, "Lys", ""), "Lys"),
        ((None, ""), "n° 7"),
        ((), "n° 7"),
    ],
)
def test_a_row_is_called_by_its_words_or_its_number(words: tuple[object, ...], label: str) -> None:
    assert label_of(words, 7) == label


def test_rows_to_choose_from_come_in_order_with_their_names(session: Session) -> None:
    lines = rows_of(Garden, Garden.name)(session)

    assert lines
    assert [text for _, text in lines] == sorted((text for _, text in lines), key=str)
