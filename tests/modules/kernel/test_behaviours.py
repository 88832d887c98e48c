from datetime import datetime

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from modules.kernel.behaviours import delete, legacy_name
from modules.kernel.database import Database, transaction
from tests.fakes.gardens import NOON, Garden, StoppedClock, Well

LONG_AGO = datetime.fromisoformat("1999-01-01")
LATER = datetime.fromisoformat("2026-04-01 08:00:00")


def named(session: Session, name: str) -> Garden:
    return session.scalars(select(Garden).where(Garden.name == name)).one()


def test_a_new_row_is_dated_and_gets_a_slug(session: Session) -> None:
    garden = Garden(name="Étang", kind="verger")
    with transaction(session):
        session.add(garden)

    assert (garden.created_at, garden.updated_at, garden.slug) == (NOON, NOON, "etang")


def test_dates_that_are_set_are_kept(session: Session) -> None:
    garden = Garden(name="Vieux", kind="verger", created_at=LONG_AGO)
    with transaction(session):
        session.add(garden)

    assert (garden.created_at, garden.updated_at) == (LONG_AGO, NOON)


def test_a_slug_that_is_taken_gets_a_number(session: Session) -> None:
    garden = Garden(name="CLOS", kind="verger")
    with transaction(session):
        session.add(garden)

    assert garden.slug == "clos-1"


def test_a_slug_does_not_follow_the_name(session: Session) -> None:
    garden = named(session, "Clos")
    with transaction(session):
        garden.name = "Autre"

    assert garden.slug == "clos"


def test_a_row_that_lost_its_slug_gets_one_when_it_is_written(session: Session) -> None:
    garden = named(session, "Douve")
    with transaction(session):
        garden.slug = None

    assert garden.slug == "douve"


def test_only_changed_columns_are_written(gardens: Database, session: Session) -> None:
    written: list[str] = []
    event.listen(
        gardens.engine, "before_cursor_execute", lambda *given: written.append(str(given[2]))
    )
    session.info["clock"] = StoppedClock(LATER)
    garden = named(session, "Douve")
    with transaction(session):
        garden.notes = "sec"

    assert garden.updated_at == LATER
    assert [sql.partition(" /*")[0] for sql in written if sql.startswith("UPDATE")] == [
        "UPDATE garden SET notes=?, updated_at=? WHERE garden.id = ?"
    ]


@pytest.mark.parametrize("value", ["humide", None], ids=["the same", "back again"])
def test_a_row_that_is_unchanged_is_not_written(
    gardens: Database, session: Session, value: str | None
) -> None:
    garden = named(session, "Douve")
    written: list[str] = []
    event.listen(
        gardens.engine, "before_cursor_execute", lambda *given: written.append(str(given[2]))
    )
    with transaction(session):
        garden.notes = value or "sec"
        garden.notes = "humide"

    assert [sql.partition(" /*")[0] for sql in written if sql.startswith("UPDATE")] == []


def test_a_date_set_by_hand_is_kept_on_update(session: Session) -> None:
    garden = named(session, "Douve")
    with transaction(session):
        garden.updated_at = LONG_AGO

    assert garden.updated_at == LONG_AGO


def test_deleted_rows_are_seen_by_no_query(session: Session) -> None:
    assert session.scalars(select(Well.depth)).all() == [3]
    assert [well.depth for well in session.scalars(select(Well))] == [3]


def test_deleted_rows_are_seen_when_asked_for(session: Session) -> None:
    query = select(Well.depth).execution_options(with_deleted=True).order_by(Well.depth)

    assert session.scalars(query).all() == [3, 9]


def test_a_soft_delete_dates_the_end_and_keeps_the_row(session: Session) -> None:
    well = session.scalars(select(Well)).one()
    with transaction(session):
        delete(session, well)

    assert well.deleted_at == NOON
    assert session.scalars(select(Well)).all() == []


def test_any_other_row_is_deleted_for_good(session: Session) -> None:
    with transaction(session):
        delete(session, named(session, "Douve"))

    assert session.scalars(select(Garden).where(Garden.name == "Douve")).all() == []


def test_a_row_outside_a_session_cannot_be_dated() -> None:
    with pytest.raises(RuntimeError, match="outside a session"):
        delete(Session(), Well(depth=1))


def test_the_legacy_name_is_the_columns_or_the_relations_alias() -> None:
    assert legacy_name(Garden.name) == "nom"
    assert legacy_name(Garden.neighbour) == "Voisin"
