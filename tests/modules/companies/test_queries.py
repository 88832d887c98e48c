import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from modules.companies.models import Company
from modules.companies.queries import named_like, others_of, own_companies, role_of
from tests.fakes.visits import FakeVisit


@pytest.mark.parametrize(
    "account, role",
    [(1, "administrateur"), (2, "referent_entreprise"), (3, None), (99, None), (None, None)],
)
def test_a_visitors_role_is_that_of_their_profile(session: Session, account, role) -> None:
    assert role_of(session, account) == role


@pytest.mark.parametrize("account, seen", [(1, [1, 2, 3]), (2, [1]), (3, [1, 2, 3])])
def test_a_referent_sees_their_own_companies(
    session: Session, account: int, seen: list[int]
) -> None:
    scope = own_companies(FakeVisit({"*"}, name="x", user_id=account), session)
    found = select(Company.id).order_by(Company.id)

    assert session.scalars(found if scope is None else found.where(scope)).all() == seen


@pytest.mark.parametrize(
    "typed, names",
    [("ly", ["Lyre 50%", "Lys"]), ("Lyre 50%", []), ("%", []), ("", ["Aulne", "Lyre 50%", "Lys"])],
)
def test_completion_takes_what_was_typed_as_it_is(
    session: Session, typed: str, names: list[str]
) -> None:
    """SQLite has no escape of its own: a wildcard that was typed finds nothing there."""
    assert [one.name for one in named_like(session, typed, ())] == names


def test_the_one_that_is_kept_is_no_other(session: Session) -> None:
    kept = session.get(Company, 1)
    assert kept

    assert [one.id for one in others_of(session, kept, {"1", "2", "99"})] == [2]
