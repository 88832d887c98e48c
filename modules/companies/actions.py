"""What can be done to companies beyond writing their rows."""

from collections.abc import Collection, Sequence

from sqlalchemy import update
from sqlalchemy.orm import Session

from modules.companies.models import FOLLOWERS, Company
from modules.companies.queries import others_of
from modules.kernel.behaviours import delete
from modules.kernel.database import transaction


def declare_partners(_: Session, companies: Sequence[Company]) -> str:
    """Companies declared partners of the service."""
    for company in companies:
        company.is_partner = True
    return f"{len(companies)} entreprise(s) déclarée(s) partenaires."


def merge(session: Session, kept: Company, ids: Collection[str]) -> int:
    """Companies that go into another one, with every row that hangs on them; gives how many."""
    with transaction(session):
        others = others_of(session, kept, ids)
        for other in others:
            for follower in FOLLOWERS:
                moved = update(follower.table).where(follower.company_id == other.id)
                session.execute(moved.values({follower.company_id: kept.id}))
            delete(session, other)
    return len(others)
