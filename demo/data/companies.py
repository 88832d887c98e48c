"""Companies and the persons to call there."""

from datetime import timedelta

from demo.data.dice import Dice
from demo.data.people import address, email, landline, person
from demo.data.slugs import Slugs, slug
from demo.data.staff import ADVISERS, USER_IDS
from demo.data.vocabulary import COMPANY_FORMS, COMPANY_NAMES, FUNCTIONS, SURNAMES
from demo.data.world import World, stamps

ACTIVITIES = (
    "2562B",
    "2511Z",
    "1051A",
    "1623Z",
    "6201Z",
    "7112B",
    "4941A",
    "8610Z",
    "6419Z",
    "4711F",
    "0113Z",
)


def add_companies(world: World) -> None:
    """The first is Mécavalis, whose referent has an account."""
    dice = world.dice("companies")
    slugs = Slugs()
    for number in range(world.size.entreprises):
        name = company_name(dice, number)
        found = slugs.give(name)
        made = dice.moment(dice.day(world.first_day, world.today - timedelta(days=30)))
        referent = USER_IDS["referent_entreprise"] if number == 0 else dice.pick(ADVISERS)
        company = world.add(
            "entreprise",
            raison_sociale=name,
            siret=siret(dice),
            naf=dice.pick(ACTIVITIES),
            effectif=dice.weighted(
                {dice.number(1, 9): 4, dice.number(10, 249): 5, dice.number(250, 3000): 1}
            ),
            adresse=address(dice),
            commune_id=world.any_id("commune", dice),
            telephone=landline(dice),
            site_web=f"https://www.{slug(name)}.example/" if dice.chance(0.7) else None,
            est_partenaire=dice.chance(0.15),
            referent_id=referent if number == 0 or dice.chance(0.8) else None,
            notes=dice.pick(
                (
                    None,
                    None,
                    "Préfère le téléphone.",
                    "Recrute chaque été.\r\nDemander Mme la directrice.",
                )
            ),
            **stamps(made, dice.moment(dice.day(made.date(), world.today))),
            slug=found,
            deleted_at=None,
        )
        add_contacts(world, dice, company, slug(name))


def company_name(dice: Dice, number: int) -> str:
    """The best-known names once, then families of them."""
    if number < len(COMPANY_NAMES):
        return COMPANY_NAMES[number]
    if dice.chance(0.5):
        return f"{dice.pick(COMPANY_NAMES)} {dice.pick(COMPANY_FORMS)}"
    return f"{dice.pick(('Établissements', 'Cabinet', 'Maison', 'Groupe', 'SARL'))} {dice.pick(SURNAMES)}"


def siret(dice: Dice) -> str:
    """Fourteen digits whose SIREN and SIRET both satisfy Luhn; it begins with 0, as no real one does."""
    siren = with_luhn_digit(f"0{dice.number(0, 9_999_999):07d}")
    return with_luhn_digit(f"{siren}{dice.number(1, 40):04d}")


def with_luhn_digit(digits: str) -> str:
    doubled = [int(d) * (2 - i % 2) for i, d in enumerate(reversed(digits))]
    return digits + str(-sum(d // 10 + d % 10 for d in doubled) % 10)


def add_contacts(world: World, dice: Dice, company: int, domain: str) -> None:
    for number in range(dice.weighted({1: 6, 2: 3, 3: 1})):
        someone = person(dice)
        made = dice.moment(dice.day(world.first_day, world.today))
        address_at = email(dice, someone.prenom, someone.nom).split("@")[0]
        world.add(
            "entreprise_contact",
            entreprise_id=company,
            civilite=someone.civilite,
            nom=someone.nom,
            prenom=someone.prenom,
            fonction=dice.pick(FUNCTIONS),
            email=f"{address_at}@{domain}.example",
            telephone=landline(dice),
            principal=number == 0,
            **stamps(made),
        )
