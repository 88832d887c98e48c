"""Traps of companies and their contacts."""

from datetime import timedelta

from demo.data.traps.trap import Deck, Trap, setting
from demo.data.world import at

#: Ids of companies deleted by hand before the tool had soft deletes.
LOST_COMPANY = 900_001


def spaced_siret(deck: Deck) -> None:
    for row in deck.deal("entreprise", share=0.03, least=2):
        digits = str(row["siret"])
        row["siret"] = f"{digits[:3]} {digits[3:6]} {digits[6:9]} {digits[9:]}"


def duplicate_companies(deck: Deck) -> None:
    """The copy has the same SIRET and name, in capitals and without accents half of the time."""
    rows = deck.deal("entreprise", share=0.02, least=4)
    for kept, copy in zip(rows[::2], rows[1::2], strict=False):
        name = str(kept["raison_sociale"])
        copy["siret"] = kept["siret"]
        copy["raison_sociale"] = name.upper() if deck.dice.chance(0.5) else name


def deleted_but_used(deck: Deck) -> None:
    """Soft-deleted companies, each still the employer of somebody."""
    for row in deck.deal("entreprise", share=0.02, least=2):
        row["deleted_at"] = at(deck.world.today - timedelta(days=260), 11, 4)
        for newcomer in deck.deal("arrivant"):
            newcomer["entreprise_id"] = row["id"]


def formula_names(deck: Deck) -> None:
    names = ("=Égalité Conseil", "+Compétences", "@Home Valmont", "-20 Degrés")
    for name, row in zip(names, deck.deal("entreprise", least=4), strict=True):
        row["raison_sociale"] = name


def orphans(deck: Deck) -> None:
    for number, row in enumerate(deck.deal("entreprise_contact", share=0.01, least=2)):
        row["entreprise_id"] = LOST_COMPANY + number


def principals(deck: Deck) -> None:
    """One company with no principal contact, one with several."""
    by_company: dict[object, list[object]] = {}
    contacts = deck.world.rows("entreprise_contact")
    for row in contacts:
        by_company.setdefault(row["entreprise_id"], []).append(row)
    none = next(row for row in deck.deal("entreprise_contact", least=8) if row["principal"])
    none["principal"] = False
    several = next(
        c for c, rows in by_company.items() if len(rows) > 1 and c != none["entreprise_id"]
    )
    for row in contacts:
        if row["entreprise_id"] == several:
            row["principal"] = True


COMPANIES = (
    Trap(
        "SIRET with spaces",
        "`entreprise.siret` is written `012 345 678 00012` in places; the column is wider than the 14 digits for that.",
        "SELECT COUNT(*) FROM entreprise WHERE siret LIKE '% %'",
        (spaced_siret,),
    ),
    Trap(
        "no SIRET",
        "`entreprise.siret` is NULL or ''.",
        "SELECT (SELECT COUNT(*) FROM entreprise WHERE siret IS NULL) * (SELECT COUNT(*) FROM entreprise WHERE siret = '')",
        (
            setting("entreprise", share=0.05, siret=None),
            setting("entreprise", share=0.01, siret=""),
        ),
    ),
    Trap(
        "duplicate companies",
        "Companies entered twice: same SIRET, same name, sometimes in capitals.",
        "SELECT COUNT(*) FROM entreprise a JOIN entreprise b ON a.siret = b.siret AND a.id < b.id WHERE a.siret <> ''",
        (duplicate_companies,),
    ),
    Trap(
        "soft-deleted employer",
        "A company with `deleted_at` set is still the employer of newcomers.",
        "SELECT COUNT(*) FROM arrivant a JOIN entreprise e ON e.id = a.entreprise_id WHERE e.deleted_at IS NOT NULL",
        (deleted_but_used,),
    ),
    Trap(
        "formulas for spreadsheets",
        "Company names begin with =, +, - and @.",
        "SELECT COUNT(DISTINCT LEFT(raison_sociale, 1)) = 4 FROM entreprise WHERE raison_sociale REGEXP '^[-=+@]'",
        (formula_names,),
    ),
    Trap(
        "principal contacts",
        "A company has no principal contact, another several.",
        "SELECT (SELECT COUNT(*) FROM (SELECT 1 FROM entreprise_contact GROUP BY entreprise_id HAVING SUM(principal) = 0) z)"
        " * (SELECT COUNT(*) FROM (SELECT 1 FROM entreprise_contact GROUP BY entreprise_id HAVING SUM(principal) > 1) s)",
        (principals,),
    ),
    Trap(
        "orphan contacts",
        "`entreprise_contact.entreprise_id` (never a foreign key) points to companies that are gone.",
        "SELECT COUNT(*) FROM entreprise_contact c LEFT JOIN entreprise e ON e.id = c.entreprise_id WHERE e.id IS NULL",
        (orphans,),
    ),
)
