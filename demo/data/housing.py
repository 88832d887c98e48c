"""Housing: what newcomers look for, what is offered, and the visits."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from demo.data.dice import Dice
from demo.data.people import address
from demo.data.serialized import serialize
from demo.data.staff import ADVISERS
from demo.data.world import World, at, stamps

NATURES = ("maison", "appartement", "meuble")

REPORTS = (
    "Logement lumineux, la famille réfléchit.",
    "Trop loin de l'école ; revoir le secteur.",
    "Dossier déposé à l'agence dans la foulée.\r\nRéponse attendue lundi.",
)


def add_housing(world: World) -> None:
    add_searches(world, world.dice("searches"))
    add_homes(world, world.dice("homes"))
    add_visits(world, world.dice("visits"))


def add_searches(world: World, dice: Dice) -> None:
    everyone = range(1, world.size.arrivants + 1)
    for newcomer in sorted(dice.some(everyone, world.size.recherches, world.size.recherches)):
        created = world.moment("arrivant", newcomer, "created_at")
        is_recent = (world.today - created.date()).days < 200
        kind = dice.weighted({"location": 8, "achat": 2})
        budget = dice.number(40, 180) * 10
        world.add(
            "recherche_logement",
            arrivant_id=newcomer,
            type=kind,
            nature=dice.pick(NATURES),
            surface_min=dice.number(2, 14) * 10,
            pieces_min=dice.number(1, 5),
            budget_max=Decimal(budget * (250 if kind == "achat" else 1)),
            communes=serialize(dice.some(range(1, 41), 1, 5)),
            date_souhaitee=created.date() + timedelta(days=dice.number(20, 120)),
            animaux=dice.chance(0.2),
            meuble=dice.chance(0.15),
            statut=dice.pick(
                ("active", "active", "suspendue") if is_recent else ("aboutie", "abandonnee")
            ),
            **stamps(created),
        )


def add_homes(world: World, dice: Dice) -> None:
    agencies = [
        i for i, row in enumerate(world.rows("partenaire"), 1) if row["categorie"] == "logement"
    ]
    for number in range(1, world.size.logements + 1):
        made = dice.moment(dice.day(world.first_day, world.today - timedelta(days=3)))
        is_recent = (world.today - made.date()).days < 150
        surface = dice.number(18, 160)
        district = world.any_id("quartier", dice) if dice.chance(0.7) else None
        town = (
            world.rows("quartier")[district - 1]["commune_id"] if district else dice.number(1, 40)
        )
        rent = Decimal(surface * dice.number(80, 140)) / 10
        is_for_sale = dice.chance(0.1)
        by_agency = dice.chance(0.6)
        world.add(
            "logement",
            reference=f"L{made.year}-{number:04d}",
            type="achat" if is_for_sale else "location",
            nature=dice.pick(NATURES),
            surface=Decimal(surface) + Decimal(dice.number(0, 3)) / 4,
            pieces=max(1, surface // 24),
            loyer=rent * 220 if is_for_sale else rent,
            charges=None if is_for_sale else Decimal(dice.number(2, 15) * 10),
            depot=None if is_for_sale else rent,
            dpe=dice.pick((*"ABCDEFG", None)),
            adresse=address(dice),
            commune_id=town,
            quartier_id=district,
            proprietaire_type="agence"
            if by_agency
            else dice.pick(("particulier", "bailleur social", "entreprise")),
            agence_id=dice.pick(agencies) if by_agency else None,
            disponible_le=made.date() + timedelta(days=dice.number(0, 60)),
            statut=dice.pick(
                ("disponible", "disponible", "option") if is_recent else ("loue", "loue", "retire")
            ),
            description=dice.pick(
                ("Séjour avec balcon, cave, proche bus.", "Rez-de-jardin, cuisine équipée.", None)
            ),
            media=serialize(dice.some(range(1, 400), 0, 4)),
            **stamps(made),
            deleted_at=None,
        )


def add_visits(world: World, dice: Dice) -> None:
    """Past visits are done or cancelled; those of the coming three weeks are planned."""
    slots: set[tuple[int, datetime]] = set()
    while world.count("visite") < world.size.visites:
        newcomer = world.any_id("arrivant", dice)
        created = world.moment("arrivant", newcomer, "created_at")
        day = visit_day(world, dice, created.date())
        begins = at(day, dice.number(9, 17), dice.pick((0, 30)))
        companion = dice.pick(ADVISERS)
        if (companion, begins) in slots:
            continue
        slots.add((companion, begins))
        is_done = day < world.today and dice.chance(0.85)
        world.add(
            "visite",
            logement_id=world.any_id("logement", dice),
            arrivant_id=newcomer,
            accompagnateur_id=companion,
            debut=begins,
            fin=begins + timedelta(minutes=30),
            statut="faite" if is_done else ("annulee" if day < world.today else "planifiee"),
            compte_rendu=dice.pick(REPORTS) if is_done else None,
            note=dice.number(1, 5) if is_done and dice.chance(0.7) else None,
            **stamps(min(created, begins)),
        )


def visit_day(world: World, dice: Dice, opened: date) -> date:
    if dice.chance(0.004 if world.size.arrivants > 1000 else 0.25):
        return dice.day(world.today, world.today + timedelta(days=21))
    return dice.day(opened, opened + timedelta(days=80))
