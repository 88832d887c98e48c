from sqlalchemy import select, text
from sqlalchemy.orm import Session

from modules.companies.actions import declare_partners, merge
from modules.companies.models import FOLLOWERS, Company, CompanyContact


def test_companies_are_declared_partners(session: Session) -> None:
    companies = session.scalars(select(Company)).all()

    assert declare_partners(session, companies) == "3 entreprise(s) déclarée(s) partenaires."
    assert all(company.is_partner for company in companies)


def test_everything_of_a_merged_company_goes_to_the_one_that_is_kept(session: Session) -> None:
    session.add(CompanyContact(id=7, company_id=2, name="Ada"))
    session.execute(text("INSERT INTO arrivant (id, entreprise_id) VALUES (1, 2), (2, 3)"))
    session.commit()
    kept = session.get(Company, 1)
    assert kept

    assert merge(session, kept, {"1", "2", "99"}) == 1
    assert session.scalars(select(Company.id).order_by(Company.id)).all() == [1, 3]
    assert list(session.execute(text("SELECT id, entreprise_id FROM arrivant"))) == [(1, 1), (2, 3)]
    assert session.scalars(text("SELECT entreprise_id FROM entreprise_contact")).all() == [1]


def test_every_table_that_names_a_company_follows() -> None:
    assert {one.table.name for one in FOLLOWERS} == {
        "arrivant", "entreprise_contact", "offre_emploi", "candidature_conjoint", "accompagnement",
        "implantation", "demande",
    }  # fmt: skip
