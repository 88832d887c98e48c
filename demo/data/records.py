"""What the other tables leave behind: requests, audit lines, attachments and settings."""

from datetime import timedelta

from demo.data.dice import Dice
from demo.data.people import email, mobile, person
from demo.data.serialized import serialize
from demo.data.slugs import slug
from demo.data.staff import ADVISERS, USER_IDS
from demo.data.vocabulary import COMPANY_NAMES, NEEDS
from demo.data.world import World, stamps

MESSAGES = (
    "Bonjour,\r\nje prends mon poste en janvier et cherche un appartement pour quatre.",
    "Mon épouse cherche du travail dans la région, pouvez-vous nous aider ?",
    "Nous recrutons trois personnes venant de l'étranger.",
    "Hello, we are moving from Leeds with two children. Which school would you advise?",
    "Où trouver une crèche près de l'hôpital ?",
)

AGENTS = (
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Safari/604.1",
)

SETTINGS = {
    "lignes_par_page": 20,
    "jours_de_relance": [7, 15, 30],
    "expediteur": {"nom": "Service d'accueil de Valmont", "adresse": "accueil@cci-valmont.example"},
    "texte_consentement": "J'accepte que mes réponses soient enregistrées pour être rappelé·e.",
    "ouvert_en_aout": False,
}


def add_records(world: World) -> None:
    add_requests(world, world.dice("requests"))
    add_audit(world, world.dice("audit"))
    add_attachments(world, world.dice("attachments"))
    for key, value in SETTINGS.items():
        world.add("parametre", cle=key, valeur=serialize(value))  # type: ignore[arg-type]  # SETTINGS has no other
    for version in ("20200214093012", "20210608141530"):
        moment = f"{version[:4]}-{version[4:6]}-{version[6:8]} 10:00:00"
        world.rows("migration_versions").append({"version": version, "executed_at": moment})


def add_requests(world: World, dice: Dice) -> None:
    first = max(world.first_day, world.today - timedelta(days=365 * 8))
    waiting = min(40, world.size.demandes // 3)
    moments = sorted(
        dice.moment(dice.day(first, world.today - timedelta(days=1)), 0, 23)
        if number >= waiting
        else dice.moment(dice.day(world.today - timedelta(days=14), world.today), 0, 8)
        for number in range(world.size.demandes)
    )
    for made in moments:
        someone = person(dice, abroad=0.2)
        is_new = (world.today - made.date()).days < 20
        status = (
            dice.pick(("nouvelle", "nouvelle", "affectee"))
            if is_new
            else dice.weighted({"traitee": 9, "spam": 1})
        )
        is_company = dice.chance(0.2)
        is_done = status == "traitee"
        world.add(
            "demande",
            origine=dice.weighted({"vitrine": 7, "telephone": 2, "mail": 1}),
            type="entreprise" if is_company else "arrivant",
            civilite=someone.civilite,
            nom=someone.nom,
            prenom=someone.prenom,
            email=email(dice, someone.prenom, someone.nom),
            telephone=mobile(dice) if dice.chance(0.7) else "",
            societe=dice.pick(COMPANY_NAMES) if is_company else None,
            message=dice.pick(MESSAGES),
            besoins=serialize(dice.some(NEEDS, 0, 3)),
            ip=f"192.0.2.{dice.number(1, 254)}",
            user_agent=dice.pick(AGENTS),
            consentement=dice.chance(0.95),
            statut=status,
            affectee_a=dice.pick(ADVISERS) if status in {"affectee", "traitee"} else None,
            arrivant_id=world.any_id("arrivant", dice) if is_done and not is_company else None,
            entreprise_id=world.any_id("entreprise", dice) if is_done and is_company else None,
            traitee_le=made + timedelta(days=dice.number(1, 15)) if is_done else None,
            **stamps(made),
        )


def add_audit(world: World, dice: Dice) -> None:
    moments = sorted(
        dice.moment(dice.day(world.first_day, world.today - timedelta(days=1)))
        for _ in range(world.size.journal)
    )
    for made in moments:
        action = dice.weighted({"modification": 7, "creation": 2, "export": 1, "connexion": 3})
        table = dice.pick(("arrivant", "entreprise", "evenement"))
        changed = action == "modification" and dice.chance(0.5)
        has_object = action in {"modification", "creation"}
        world.add(
            "journal",
            user_id=dice.pick(ADVISERS),
            action=action,
            modele=table.capitalize() if has_object else None,
            modele_id=world.any_id(table, dice) if has_object else None,
            avant=serialize({"statut": "contact", "notes": None}) if changed else None,
            apres=serialize({"statut": "en_cours", "notes": "Rappelé, très intéressé"})
            if changed
            else None,
            ip=f"198.51.100.{dice.number(1, 60)}",
            created_at=made,
        )


def add_attachments(world: World, dice: Dice) -> None:
    kinds = (
        ("Contrat de travail", "pdf", "application/pdf"),
        ("Justificatif", "jpg", "image/jpeg"),
        ("CV", "pdf", "application/pdf"),
    )
    for number in range(1, world.size.documents + 1):
        model = dice.weighted({"Arrivant": 8, "Entreprise": 2})
        label, extension, mime = dice.pick(kinds)
        made = dice.moment(dice.day(world.first_day, world.today - timedelta(days=1)))
        world.add(
            "document",
            modele=model,
            modele_id=world.any_id(model.lower(), dice),
            media_id=None,
            fichier=f"{made.year}/{slug(label)}-{number}.{extension}",
            nom_original=f"{label} n° {number}.{extension}",
            mime=mime,
            taille=dice.number(8_000, 4_000_000),
            confidentiel=dice.chance(0.5),
            **stamps(made),
        )


#: Accounts that no longer exist are numbered from here.
FIRST_LOST_USER = len(USER_IDS) + 100
