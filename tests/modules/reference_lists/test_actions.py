from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from modules.reference_lists.actions import (
    clear_descriptions,
    declare_private,
    declare_public,
    duplicate,
    join_metropolis,
    move_up,
    record_backlinks,
)
from modules.reference_lists.models import District, Municipality, Partner, ProcedureKind, School


def test_a_copy_of_a_town_has_everything_but_the_name_and_the_slug(session: Session) -> None:
    town = Municipality(
        name="Valmont", insee_code="09401", postal_code="09901", latitude=Decimal("42.5"), slug="x"
    )
    session.add(town)
    session.flush()

    outcome = duplicate(session, town)
    session.flush()
    copy = outcome.edited

    assert (copy.name, copy.insee_code, copy.postal_code) == ("Valmont (copie)", "09401", "09901")
    assert (copy.latitude, copy.longitude, copy.slug) == (Decimal("42.5"), None, "valmont-copie")
    assert outcome.notice == "La commune a été dupliquée."


def test_towns_join_the_metropolis(session: Session) -> None:
    towns = [Municipality(name="A", intermunicipality="Ailleurs"), Municipality(name="B")]

    assert join_metropolis(session, towns) == "2 commune(s) rattachée(s) à Valmont Métropole."
    assert {town.intermunicipality for town in towns} == {"Valmont Métropole"}


def test_a_cleared_description_is_an_empty_text(session: Session) -> None:
    districts = [District(name="A", description="x"), District(name="B", description=None)]

    assert clear_descriptions(session, districts) == "2 description(s) effacée(s)."
    assert [district.description for district in districts] == ["", ""]


@pytest.mark.parametrize(
    "declare, status", [(declare_public, "public"), (declare_private, "prive")]
)
def test_schools_are_declared(session: Session, declare, status: str) -> None:
    school = School(name="A", status="?")

    assert declare(session, [school]) == f"1 établissement(s) : statut « {status} »."
    assert school.status == status


def test_backlinks_are_recorded(session: Session) -> None:
    partner = Partner(name="A", has_backlink=None)

    assert record_backlinks(session, [partner]) == "1 lien(s) réciproque(s) obtenu(s)."
    assert partner.has_backlink is True


@pytest.mark.parametrize(
    "moved, order",
    [
        pytest.param("C", ["A", "C", "B", "D"], id="past the one before"),
        pytest.param("A", ["A", "B", "C", "D"], id="the first stays"),
        pytest.param("D", ["A", "B", "C", "D"], id="one without a rank stays"),
    ],
)
def test_a_kind_moves_up_by_one(session: Session, moved: str, order: list[str]) -> None:
    ranks = {"A": 1, "B": 2, "C": 5, "D": None}
    kinds = {
        name: ProcedureKind(label=name, category="sante", rank=rank) for name, rank in ranks.items()
    }
    session.add_all(kinds.values())
    session.flush()

    outcome = move_up(session, kinds[moved])
    found = sorted(kinds, key=lambda name: (kinds[name].rank is None, kinds[name].rank))

    assert found == order
    assert outcome.edited is None
