"""Newcomers and their households: the person, the partner, the children."""

from datetime import date, datetime, timedelta

from demo.data.dice import Dice
from demo.data.people import Person, address, birth, email, mobile, person, surname
from demo.data.serialized import serialize
from demo.data.sql import Row
from demo.data.staff import ADVISERS, USER_IDS
from demo.data.vocabulary import JOBS, MEN, SECTORS, WOMEN
from demo.data.world import World, at, stamps

#: Age of the file in days, at most → how its status is likely to stand.
STATUSES = {
    60: {"contact": 60, "en_cours": 35, "abandonne": 5},
    180: {"contact": 10, "en_cours": 55, "installe": 30, "abandonne": 5},
    545: {"en_cours": 10, "installe": 75, "clos": 8, "abandonne": 7},
    99_999: {"installe": 6, "clos": 84, "abandonne": 10},
}

NOTES = (
    "Appelé deux fois, rappeler le soir.",
    "Cherche un logement près de la gare.\r\nN'a pas le permis.",
    "Très contente de l'accueil ; veut participer aux soirées.",
    "Vu au salon de l'emploi : attend la réponse de l'école.",
    "Dossier transmis par l'entreprise le jour même.",
)


def add_newcomers(world: World) -> None:
    dice = world.dice("newcomers")
    moments = sorted(
        dice.moment(dice.day(world.first_day, world.today - timedelta(days=2)))
        for _ in range(world.size.arrivants)
    )
    numbers: dict[int, int] = {}
    for created in moments:
        year = created.year
        numbers[year] = numbers.get(year, 0) + 1
        add_newcomer(world, dice, created, f"{year}-{numbers[year]:04d}")
    add_partners_of(world, world.dice("partners"))
    add_children(world, world.dice("children"))


def status(dice: Dice, world: World, created: datetime) -> str:
    age = (world.today - created.date()).days
    return dice.weighted(next(weights for limit, weights in STATUSES.items() if age <= limit))


def add_newcomer(world: World, dice: Dice, created: datetime, number: str) -> None:
    someone = person(dice, abroad=0.18)
    standing = status(dice, world, created)
    hired = dice.day(created.date(), created.date() + timedelta(days=60))
    arrival = dice.day(created.date() + timedelta(days=10), created.date() + timedelta(days=90))
    settled = dice.day(arrival, arrival + timedelta(days=40))
    if standing in {"installe", "clos"} and settled >= world.today:
        standing = "en_cours"
    is_settled = standing in {"installe", "clos"}
    consents = dice.chance(0.85)
    world.add(
        "arrivant",
        numero_dossier=number,
        **identity(dice, someone, created.date()),
        entreprise_id=employer(world, dice),
        poste=dice.pick(JOBS),
        type_contrat=dice.weighted({"CDI": 6, "CDD": 2, "Interim": 1, "Alternance": 1}),
        date_embauche=hired,
        date_arrivee=arrival if is_settled or dice.chance(0.8) else None,
        date_installation=settled if is_settled else None,
        adresse_actuelle=address(dice),
        commune_id=dice.number(1, 45) if is_settled or dice.chance(0.3) else None,
        est_expatrie=someone.is_foreign,
        origine_region=someone.region,
        origine_pays=someone.country,
        statut=standing,
        conseiller_id=adviser(dice, created, standing),
        source=dice.weighted({"formulaire": 5, "entreprise": 3, "telephone": 1, "salon": 1}),
        consentement_rgpd=consents,
        consentement_date=created if consents else None,
        archive_le=archived(world, created, standing),
        notes=dice.pick(NOTES) if dice.chance(0.4) else None,
        **stamps(created, dice.moment(dice.day(created.date(), min(settled, world.today)))),
        deleted_at=None,
    )


def identity(dice: Dice, someone: Person, on: date) -> Row:
    return {
        "civilite": someone.civilite,
        "nom": someone.nom,
        "nom_usage": surname(dice) if someone.civilite == "Mme" and dice.chance(0.15) else None,
        "prenom": someone.prenom,
        "date_naissance": birth(dice, on, 22, 58),
        "nationalite": someone.country,
        "email": email(dice, someone.prenom, someone.nom),
        "telephone": mobile(dice) if dice.chance(0.95) else "",
        "langue": someone.language,
    }


def employer(world: World, dice: Dice) -> int | None:
    """Mécavalis recruits more than the others; one newcomer in twelve has no employer yet."""
    if dice.chance(0.08):
        return None
    return 1 if dice.chance(0.06) else world.any_id("entreprise", dice)


def adviser(dice: Dice, created: datetime, standing: str) -> int | None:
    """Nobody for many first contacts; the colleague who left has no file after 2019."""
    if standing == "contact" and dice.chance(0.5):
        return None
    left = USER_IDS["ancien.agent"]
    return dice.pick([a for a in ADVISERS if a != left or created.year < 2019])


def archived(world: World, created: datetime, standing: str) -> datetime | None:
    if standing in {"clos", "abandonne"} and created.year <= world.today.year - 6:
        return at(date(created.year + 5, 1, 15), 3)
    return None


def add_partners_of(world: World, dice: Dice) -> None:
    homes = dice.some(
        range(1, world.size.arrivants + 1), world.size.conjoints, world.size.conjoints
    )
    for home in sorted(homes):
        newcomer = world.rows("arrivant")[home - 1]
        created = world.moment("arrivant", home, "created_at")
        someone = person(dice, abroad=0.8 if newcomer["est_expatrie"] else 0.05)
        seeks = dice.chance(0.6)
        world.add(
            "conjoint",
            arrivant_id=home,
            civilite=someone.civilite,
            nom=newcomer["nom"] if dice.chance(0.6) else someone.nom,
            prenom=someone.prenom,
            date_naissance=birth(dice, created.date(), 22, 58),
            email=email(dice, someone.prenom, someone.nom) if dice.chance(0.8) else None,
            telephone=mobile(dice) if dice.chance(0.7) else None,
            profession=dice.pick(JOBS),
            niveau_etude=dice.pick(("Bac", "Bac +2", "Bac +3", "Bac +5", "Doctorat", None)),
            recherche_emploi=seeks,
            secteurs=serialize(dice.some(SECTORS, 1, 3)) if seeks else serialize([]),
            cv_media_id=dice.number(1, 900) if seeks and dice.chance(0.3) else None,
            **stamps(created),
        )


def add_children(world: World, dice: Dice) -> None:
    schools = schools_by_kind(world)
    left = world.size.enfants
    while left:
        home = dice.number(1, world.size.arrivants)
        for _ in range(min(left, dice.weighted({1: 4, 2: 5, 3: 2}))):
            add_child(world, dice, home, schools)
            left -= 1


def schools_by_kind(world: World) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for number, row in enumerate(world.rows("etablissement_scolaire"), 1):
        found.setdefault(str(row["type"]), []).append(number)
    return found


def need_at(age: int, dice: Dice) -> str:
    if dice.chance(0.1):
        return "aucun"
    limits = {3: "garde", 11: "ecole", 15: "college", 18: "lycee"}
    return next((need for limit, need in limits.items() if age < limit), "superieur")


def add_child(world: World, dice: Dice, home: int, schools: dict[str, list[int]]) -> None:
    created = world.moment("arrivant", home, "created_at")
    sex = dice.pick("FM")
    born = birth(dice, created.date(), 0, 20)
    need = need_at((created.date() - born).days // 365, dice)
    kind = dice.pick(("maternelle", "elementaire")) if need == "ecole" else need
    placed = dice.chance(0.6)
    world.add(
        "enfant",
        arrivant_id=home,
        prenom=dice.pick(WOMEN if sex == "F" else MEN),
        date_naissance=born,
        sexe=sex,
        besoin=need,
        etablissement_id=dice.pick(schools[kind]) if placed and kind in schools else None,
        mode_garde_id=world.any_id("mode_garde", dice) if placed and need == "garde" else None,
        rentree_annee=created.year + (created.month > 6)
        if need not in {"aucun", "garde"}
        else None,
        statut_inscription=None
        if need == "aucun"
        else dice.pick(("inscrit", "liste_attente") if placed else ("a_faire", "demandee")),
        **stamps(created),
    )
