from sqlalchemy.orm import Session

from modules.reference_lists.models import Municipality, ProcedureKind
from modules.reference_lists.queries import kind_before, municipality_choices


def test_towns_to_choose_from_are_in_alphabetical_order(session: Session) -> None:
    session.add_all(
        [
            Municipality(id=1, name="Montclar"),
            Municipality(id=2, name="Albe"),
            Municipality(id=3, name=""),
        ]
    )
    session.flush()

    assert municipality_choices(session) == [("3", "n° 3"), ("2", "Albe"), ("1", "Montclar")]


def test_the_kind_before_is_the_nearest_lower_rank(session: Session) -> None:
    kinds = [ProcedureKind(label=str(n), category="sante", rank=n) for n in (1, 3, 7)]
    session.add_all(kinds)
    session.flush()

    assert kind_before(session, kinds[2]) is kinds[1]
    assert kind_before(session, kinds[0]) is None
