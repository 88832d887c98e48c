"""Traps of events, housing, support, requests and what they leave behind."""

from datetime import date, timedelta

from demo.data.records import FIRST_LOST_USER
from demo.data.traps.trap import Deck, Trap, setting
from demo.data.world import at


def registered_twice(deck: Deck) -> None:
    rows = deck.deal("inscription", share=0.01, least=4)
    for kept, copy in zip(rows[::2], rows[1::2], strict=False):
        copy.update(evenement_id=kept["evenement_id"], arrivant_id=kept["arrivant_id"])


def too_many(deck: Deck) -> None:
    """An event whose capacity was lowered after people had registered."""
    event = deck.world.rows("inscription")[0]["evenement_id"]
    deck.world.rows("evenement")[int(str(event)) - 1]["capacite"] = 1
    others = [row for row in deck.world.rows("inscription")[1:6] if row["evenement_id"] != event]
    pairs = {(row["evenement_id"], row["arrivant_id"]) for row in deck.world.rows("inscription")}
    for row in others:
        if (event, row["arrivant_id"]) not in pairs:
            row["evenement_id"] = event
            pairs.add((event, row["arrivant_id"]))


def overlapping_visits(deck: Deck) -> None:
    first, second = deck.deal("visite", least=2)
    begins = deck.world.moment("visite", int(str(first["id"])), "debut")
    second.update(
        accompagnateur_id=first["accompagnateur_id"],
        debut=begins + timedelta(minutes=10),
        fin=begins + timedelta(minutes=40),
    )


def nobody_and_two(deck: Deck) -> None:
    nobody, two = deck.deal("accompagnement", least=2)
    nobody.update(arrivant_id=None, entreprise_id=None)
    two.update(arrivant_id=2, entreprise_id=2)


def formula_request(deck: Deck) -> None:
    for row in deck.deal("demande", share=0.001):
        row.update(
            nom='=HYPERLINK("http://piege.example";"cliquez")', telephone="+33 6 39 98 00 01"
        )


def spam(deck: Deck) -> None:
    for row in deck.deal("demande", share=0.01):
        row.update(
            origine="vitrine",
            statut="spam",
            nom="<script>alert('x')</script>",
            message="Cheap loans <a href=http://piege.example>here</a> ????",
            affectee_a=None,
            arrivant_id=None,
            entreprise_id=None,
            traitee_le=None,
        )


ACTIVITY = (
    Trap(
        "registered twice",
        "`inscription` has no unique key on (evenement_id, arrivant_id), and pairs exist twice.",
        "SELECT COUNT(*) FROM (SELECT 1 FROM inscription GROUP BY evenement_id, arrivant_id HAVING COUNT(*) > 1) d",
        (registered_twice,),
    ),
    Trap(
        "over capacity",
        "An event has more registrations than places.",
        "SELECT COUNT(*) FROM evenement e WHERE capacite < (SELECT COUNT(*) FROM inscription i WHERE i.evenement_id = e.id)",
        (too_many,),
    ),
    Trap(
        "overlapping visits",
        "One companion has two visits at once.",
        "SELECT COUNT(*) FROM (SELECT debut, LAG(fin) OVER (PARTITION BY accompagnateur_id ORDER BY debut) AS last_end"
        " FROM visite) v WHERE debut < last_end",
        (overlapping_visits,),
    ),
    Trap(
        "support of nobody, or of two",
        "`accompagnement` rows with neither newcomer nor company, and with both.",
        "SELECT (SELECT COUNT(*) FROM accompagnement WHERE arrivant_id IS NULL AND entreprise_id IS NULL)"
        " * (SELECT COUNT(*) FROM accompagnement WHERE arrivant_id IS NOT NULL AND entreprise_id IS NOT NULL)",
        (nobody_and_two,),
    ),
    Trap(
        "lists of ids that are gone",
        "`recherche_logement.communes` names commune 9999.",
        "SELECT COUNT(*) FROM recherche_logement WHERE communes LIKE '%i:9999;%'",
        (setting("recherche_logement", communes="a:2:{i:0;i:3;i:1;i:9999;}"),),
    ),
    Trap(
        "energy class with no value",
        "`logement.dpe` holds ''.",
        "SELECT COUNT(*) FROM logement WHERE dpe = ''",
        (setting("logement", share=0.01, dpe=""),),
    ),
    Trap(
        "withdrawn homes",
        "`logement` and `offre_emploi` rows with `deleted_at` set.",
        "SELECT (SELECT COUNT(*) FROM logement WHERE deleted_at IS NOT NULL)"
        " * (SELECT COUNT(*) FROM offre_emploi WHERE deleted_at IS NOT NULL)",
        (
            setting("logement", share=0.03, deleted_at=at(date(2025, 2, 3), 10)),
            setting("offre_emploi", share=0.03, deleted_at=at(date(2025, 2, 3), 10)),
        ),
    ),
    Trap(
        "audit of lost accounts",
        "`journal.user_id` (never a foreign key) names accounts that were deleted.",
        "SELECT COUNT(*) FROM journal j LEFT JOIN sf_guard_user u ON u.id = j.user_id WHERE u.id IS NULL",
        (setting("journal", share=0.05, user_id=FIRST_LOST_USER),),
    ),
    Trap(
        "attachments of nothing",
        "`document` rows whose (modele, modele_id) is gone.",
        "SELECT COUNT(*) FROM document d LEFT JOIN arrivant a ON a.id = d.modele_id WHERE d.modele = 'Arrivant' AND a.id IS NULL",
        (setting("document", share=0.005, modele="Arrivant", modele_id=800_001),),
    ),
    Trap(
        "formula in a request",
        "A request's name is a spreadsheet formula, its telephone an honest +33.",
        "SELECT COUNT(*) FROM demande WHERE nom LIKE '=HYPERLINK%' AND telephone LIKE '+33%'",
        (formula_request,),
    ),
    Trap(
        "spam with markup",
        "A request carries a script; its emoji became question marks in utf8mb3.",
        "SELECT COUNT(*) FROM demande WHERE nom LIKE '<script>%' AND message LIKE '%????'",
        (spam,),
    ),
    Trap(
        "setting that is not serialized",
        "`parametre` ouvert_en_aout was typed by hand: `oui`.",
        "SELECT COUNT(*) FROM parametre WHERE valeur = 'oui'",
        (setting("parametre", valeur="oui"),),
    ),
)
