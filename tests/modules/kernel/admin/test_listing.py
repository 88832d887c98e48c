from sqlalchemy import event
from sqlalchemy.orm import Session

from modules.kernel.admin.listing import all_rows, criteria, is_sortable, rows_of_page
from modules.kernel.admin.state import ListState
from modules.kernel.database import Database
from modules.kernel.ports import Kept
from tests.fakes.gardens import GARDENS
from tests.fakes.visits import FakeVisit


def state(**kept: Kept) -> ListState:
    return ListState(GARDENS, FakeVisit(state={f"jardin.{k}": v for k, v in kept.items()}))


def test_a_page_holds_its_rows_and_counts_all(session: Session) -> None:
    pager, rows = rows_of_page(session, state(page="2"))

    assert ([row.name for row in rows], pager.total) == (["Douve"], 4)


def test_every_row_is_given_in_the_lists_order(session: Session) -> None:
    rows = all_rows(session, state(sort=["nom", "DESC"]))

    assert [row.name for row in rows] == ["Douve", "Clos", "Butte & <Co>", "Allée"]


def test_a_sort_that_is_no_column_sorts_nothing(session: Session) -> None:
    assert len(all_rows(session, state(sort=["nope", "asc"]))) == 4
    assert len(all_rows(session, state(sort=[None, None]))) == 4


def test_any_column_can_be_sorted_by_shown_or_not() -> None:
    assert is_sortable(GARDENS, "slug")
    assert not is_sortable(GARDENS, "Voisin")


def test_only_kept_filters_set_conditions() -> None:
    kept = {"nom": {"text": "a"}, "genre": None, "surface": {"text": None}, "intrus": "x"}

    assert len(criteria(state(filters=kept))) == 1


def test_related_rows_cost_one_statement_for_all(gardens: Database, session: Session) -> None:
    asked: list[str] = []
    event.listen(
        gardens.engine, "before_cursor_execute", lambda *given: asked.append(str(given[2]))
    )
    for row in all_rows(session, state()):
        str(row.neighbour)

    assert len(asked) == 2
