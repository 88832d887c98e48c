"""Job offers for partners, and their applications."""

from datetime import timedelta

from demo.data.places import COMMUNES
from demo.data.vocabulary import JOBS, SECTORS
from demo.data.world import World, stamps


def add_employment(world: World) -> None:
    add_offers(world)
    add_applications(world)


def add_offers(world: World) -> None:
    dice = world.dice("offers")
    for _ in range(world.size.offres):
        published = dice.day(world.first_day, world.today - timedelta(days=1))
        expires = published + timedelta(days=dice.number(30, 120))
        is_over = expires < world.today
        world.add(
            "offre_emploi",
            entreprise_id=world.any_id("entreprise", dice),
            intitule=dice.pick(JOBS),
            secteur=dice.pick(SECTORS),
            contrat=dice.pick(("CDI", "CDD", "Interim")),
            lieu=dice.pick(COMMUNES[:12]),
            description="Poste à pourvoir rapidement.\r\nHoraires de journée, télétravail possible.",
            publiee_le=published,
            expire_le=expires,
            url=None,
            statut=dice.pick(("pourvue", "expiree")) if is_over else "ouverte",
            **stamps(dice.moment(published)),
            deleted_at=None,
        )


def add_applications(world: World) -> None:
    dice = world.dice("applications")
    for _ in range(world.size.candidatures):
        partner = world.any_id("conjoint", dice)
        made = world.moment("conjoint", partner, "created_at")
        day = dice.day(made.date(), min(made.date() + timedelta(days=200), world.today))
        to_offer = dice.chance(0.6)
        world.add(
            "candidature_conjoint",
            conjoint_id=partner,
            offre_emploi_id=world.any_id("offre_emploi", dice) if to_offer else None,
            entreprise_id=None if to_offer else world.any_id("entreprise", dice),
            date=day,
            statut=dice.pick(("envoyee", "relance", "entretien", "retenue", "refusee")),
            commentaire=dice.pick(
                (None, None, "Rappeler après les congés.", "Entretien « très positif ».")
            ),
            **stamps(dice.moment(day)),
        )
