"""Support files with their steps, and companies' projects of settling."""

from datetime import datetime, timedelta

from demo.data.dice import Dice
from demo.data.staff import ADVISERS
from demo.data.world import World, stamps


def add_support(world: World) -> None:
    add_files(world, world.dice("support"))
    add_projects(world, world.dice("projects"))


def add_files(world: World, dice: Dice) -> None:
    """Most are newcomers'; one in fifteen is a company's."""
    everyone = range(1, world.size.arrivants + 1)
    wanted = world.size.accompagnements
    for newcomer in sorted(dice.some(everyone, wanted, wanted)):
        row = world.rows("arrivant")[newcomer - 1]
        created = world.moment("arrivant", newcomer, "created_at")
        is_company = dice.chance(0.07)
        kind = "implantation" if is_company else ("expatrie" if row["est_expatrie"] else "standard")
        closes = created.date() + timedelta(days=dice.number(60, 360))
        is_closed = closes < world.today and dice.chance(0.9)
        adviser = dice.pick(ADVISERS)
        file = world.add(
            "accompagnement",
            arrivant_id=None if is_company else newcomer,
            entreprise_id=world.any_id("entreprise", dice) if is_company else None,
            type=kind,
            ouvert_le=created.date(),
            clos_le=closes if is_closed else None,
            referent_id=adviser,
            bilan="Installation réussie, famille autonome." if is_closed else None,
            **stamps(created),
        )
        if not is_company:
            add_steps(world, dice, file, created, adviser)


def add_steps(world: World, dice: Dice, file: int, opened: datetime, adviser: int) -> None:
    kinds = world.rows("demarche_type")
    for kind in sorted(dice.some(range(1, len(kinds) + 1), 2, 6)):
        delay = kinds[kind - 1]["delai_jours"]
        due = opened.date() + timedelta(days=int(str(delay)))
        is_done = due < world.today and dice.chance(0.85)
        world.add(
            "demarche",
            accompagnement_id=file,
            demarche_type_id=kind,
            statut="faite" if is_done else dice.pick(("a_faire", "en_cours", "sans_objet")),
            echeance=due,
            faite_le=dice.day(opened.date(), due) if is_done else None,
            par_id=adviser if is_done else None,
            commentaire=dice.pick(("Pièce manquante", "Fait en ligne"))
            if dice.chance(0.15)
            else None,
            piece_media_id=None,
            **stamps(opened),
        )


def add_projects(world: World, dice: Dice) -> None:
    stages = ("prospect", "presentation", "decision", "transfert", "cloturee", "abandonnee")
    for _ in range(world.size.implantations):
        made = dice.moment(dice.day(world.first_day, world.today - timedelta(days=10)))
        stage = dice.pick(stages)
        is_decided = stage in {"decision", "transfert", "cloturee"}
        project = world.add(
            "implantation",
            entreprise_id=world.any_id("entreprise", dice),
            nature=dice.pick(("creation", "developpement", "transfert", "delocalisation")),
            etape=stage,
            effectif_prevu=dice.number(5, 400),
            date_decision=made.date() + timedelta(days=dice.number(5, 90)) if is_decided else None,
            site_origine=dice.pick(
                ("Lyon", "Évry", "Besançon", "Saint-Étienne", "Turin", "Genève", None)
            ),
            referent_id=dice.pick(ADVISERS),
            notes=None,
            **stamps(made),
        )
        for _ in range(dice.number(1, 3) if is_decided else 0):
            begins = dice.moment(made.date() + timedelta(days=dice.number(90, 200)), 9, 16)
            is_past = begins.date() < world.today
            world.add(
                "implantation_session",
                implantation_id=project,
                type=dice.pick(("presentation_site", "visite_groupe")),
                debut=begins.replace(minute=0, second=0),
                lieu=dice.pick(("Site actuel de l'entreprise", "Hôtel consulaire")),
                participants=dice.number(4, 60) if is_past else None,
                compte_rendu="Beaucoup de questions sur les écoles." if is_past else None,
                **stamps(made),
            )
