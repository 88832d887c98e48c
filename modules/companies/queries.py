"""Reads of the lot beyond its own pages."""

import re
from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, func, select, text
from sqlalchemy.orm import Session

from modules.companies.models import Account, Company, Municipality, Profile
from modules.companies.rules import ADMINISTRATOR, REFERENT
from modules.kernel.labels import rows_of
from modules.kernel.ports import Visit

#: Rows of sf_guard_user to choose from, by name.
account_choices = rows_of(Account, Account.last_name, Account.first_name)

#: Rows of entreprise to choose from, by name.
company_choices = rows_of(Company, Company.name)

#: Rows of commune to choose from, by name.
municipality_choices = rows_of(Municipality, Municipality.name)


def own_companies(visit: Visit, session: Session) -> ColumnElement[bool] | None:
    """Company referents see the companies they are the referent of; all others see every one."""
    if role_of(session, visit.user_id) != REFERENT:
        return None
    return Company.referent_id == visit.user_id


def role_of(session: Session, account_id: int | None) -> str | None:
    """What the visitor's profile says they are; a super admin is an administrator."""
    if account_id is None:
        return None
    if session.scalar(select(Account.is_super_admin).where(Account.id == account_id)):
        return ADMINISTRATOR
    return session.scalar(select(Profile.role).where(Profile.account_id == account_id))


def named_like(
    session: Session, typed: str, scope: Sequence[ColumnElement[bool]]
) -> Sequence[Company]:
    """Ten companies at most whose name begins with what was typed, by name."""
    plain = re.sub(r"([%_\\])", r"\\\1", typed)
    found = select(Company).where(*scope, Company.name.like(f"{plain}%"))
    return session.scalars(found.order_by(Company.name).limit(10)).all()


def duplicates(session: Session) -> list[list[Company]]:
    """Companies entered twice: with the same SIRET but for spaces, or the same name.

    Shape: names are compared as the database does, case and accents aside.
    """
    # The server cuts a GROUP_CONCAT at 1024 bytes otherwise, in the middle of a number.
    session.execute(text("SET SESSION group_concat_max_len = 1000000"))
    numbers = func.group_concat(Company.id.op("ORDER BY")(Company.id))
    siret = func.replace(Company.siret, " ", "")
    there = Company.deleted_at.is_(None)
    several = func.count() > 1
    same_siret = select(numbers).where(there, siret != "").group_by(siret).having(several)
    same_name = select(numbers).where(there).group_by(Company.name).having(several)
    groups = [
        [int(number) for number in row.split(",")]
        for row in session.scalars(same_siret.union(same_name))
    ]
    wanted = {number for group in groups for number in group}
    found = {one.id: one for one in session.scalars(select(Company).where(Company.id.in_(wanted)))}
    return [[found[number] for number in group if number in found] for group in groups]


def others_of(session: Session, kept: Company, ids: Collection[str]) -> Sequence[Company]:
    """The companies of these numbers, but for the one that is kept."""
    numbers = sorted(set(ids) - {str(kept.id)})
    return session.scalars(select(Company).where(Company.id.in_(numbers))).all()
