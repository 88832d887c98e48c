"""Events of the first year, and who comes."""

from bisect import bisect_right
from datetime import date, datetime, timedelta

from demo.data.dice import Dice
from demo.data.slugs import Slugs
from demo.data.staff import ADVISERS
from demo.data.world import World, at, stamps

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
    "novembre", "décembre",
)  # fmt: skip

TITLES = {
    "accueil": (
        "Petit-déjeuner d'accueil",
        "Matinée des nouveaux arrivants",
        "Accueil des familles",
    ),
    "visite": (
        "Visite guidée de la vieille ville",
        "Découverte des bords de Vale",
        "Visite de la Fonderie",
    ),
    "atelier": ("Atelier CV du conjoint", "Atelier « impôts, mode d'emploi »", "Café linguistique"),
    "dejeuner": ("Déjeuner des conjoints", "Pique-nique au parc", "Déjeuner interentreprises"),
    "soiree": ("Soirée jeux de société", "Soirée des nouveaux Valmontois", "Concert à la Fonderie"),
}

#: Kind → (first hour, length in hours).
HOURS = {
    "accueil": (9, 2),
    "visite": (14, 3),
    "atelier": (10, 2),
    "dejeuner": (12, 2),
    "soiree": (19, 3),
}

#: Six places of Valmont itself, then one that every town has.
PLACES = (
    "Hôtel consulaire, salle des Actes", "Office de tourisme", "Théâtre de la Fonderie", "Médiathèque Simone-Veil",
    "Parc des Cerisiers", "Maison de l'emploi", "Salle des fêtes",
)  # fmt: skip


def add_events(world: World) -> None:
    dice = world.dice("events")
    slugs = Slugs()
    coming = max(6, world.size.evenements // 60)
    days = sorted(
        [
            dice.day(world.first_day, world.today - timedelta(days=1))
            for _ in range(world.size.evenements - coming)
        ]
        + [
            dice.day(world.today + timedelta(days=3), world.today + timedelta(days=120))
            for _ in range(coming)
        ]
    )
    for number, day in enumerate(days, 1):
        is_next = number == len(days) - coming + 1
        add_event(world, dice, slugs, day, must_be_public=is_next)
    add_registrations(world, world.dice("registrations"))


def add_event(world: World, dice: Dice, slugs: Slugs, day: date, *, must_be_public: bool) -> None:
    kind = dice.pick(tuple(TITLES))
    first_hour, length = HOURS[kind]
    begins = at(day, first_hour, dice.pick((0, 30)))
    title = f"{dice.pick(TITLES[kind])} de {MONTHS[day.month - 1]} {day.year}".replace(
        " de a", " d'a"
    ).replace(" de o", " d'o")
    place = dice.pick(PLACES)
    made = dice.moment(min(day - timedelta(days=40), world.today - timedelta(days=1)))
    world.add(
        "evenement",
        titre=title,
        type=kind,
        description=f"Rendez-vous à {begins:%H h %M}. Venez comme vous êtes, en famille ou non.\r\nInscription gratuite.",
        debut=begins,
        fin=begins + timedelta(hours=length),
        lieu=place,
        commune_id=dice.number(2, 8) if place == PLACES[-1] else 1,
        capacite=dice.pick((40, 50, 60, 80, 120)),
        ouvert_conjoint=dice.chance(0.8),
        ouvert_enfants=dice.chance(0.4),
        publie=must_be_public or dice.chance(0.9),
        inscription_limite=at(day - timedelta(days=2), 18),
        organisateur_id=dice.pick(ADVISERS),
        media_id=None,
        **stamps(made),
        slug=slugs.give(title),
    )


def add_registrations(world: World, dice: Dice) -> None:
    """People register for events of the year that follows the opening of their file, when there are any."""
    homes = range(1, world.count("arrivant") + 1)
    opened = [world.moment("arrivant", newcomer, "created_at") for newcomer in homes]
    taken: set[tuple[int, int]] = set()
    found: list[tuple[datetime, int, int]] = []
    while len(found) < world.size.inscriptions:
        event = world.any_id("evenement", dice)
        begins = world.moment("evenement", event, "debut")
        newcomer = invited(dice, opened, begins)
        if (event, newcomer) in taken:
            newcomer = world.any_id("arrivant", dice)
        if (event, newcomer) not in taken:
            taken.add((event, newcomer))
            latest = min(begins, at(world.today, 0))
            found.append(
                (
                    latest - timedelta(days=dice.number(1, 30), minutes=dice.number(0, 700)),
                    event,
                    newcomer,
                )
            )
    for when, event, newcomer in sorted(found):
        add_registration(world, dice, when, event, newcomer)


def invited(dice: Dice, opened: list[datetime], begins: datetime) -> int:
    """One whose file was opened in the 400 days before the event, or the nearest before it."""
    last = bisect_right(opened, begins)
    first = bisect_right(opened, begins - timedelta(days=400))
    return dice.number(min(first + 1, max(last, 1)), max(last, 1))


def add_registration(world: World, dice: Dice, when: datetime, event: int, newcomer: int) -> None:
    row = world.rows("evenement")[event - 1]
    begins = world.moment("evenement", event, "debut")
    is_past = begins.date() < world.today
    world.add(
        "inscription",
        evenement_id=event,
        arrivant_id=newcomer,
        conjoint=bool(row["ouvert_conjoint"]) and dice.chance(0.4),
        nb_enfants=dice.number(0, 3) if row["ouvert_enfants"] else 0,
        statut=dice.weighted(
            {"present": 6, "absent": 2, "annule": 1}
            if is_past
            else {"inscrit": 6, "invite": 2, "liste_attente": 1}
        ),
        commentaire=dice.pick(("Végétarien", "Arrivera en retard", "Poussette"))
        if dice.chance(0.08)
        else None,
        **stamps(when, begins if is_past else None),
    )
