"""Traps of newcomers, their partners and their children."""

from datetime import timedelta

from demo.data.traps.trap import Deck, Trap, mojibake, setting


def garbled(deck: Deck) -> None:
    names = (
        ("Émilie", "Lefèvre"),
        ("François", "Béchu"),
        ("Zoë", "Gérard"),
        ("Éléonore", "Çağlar"),
    )
    for number, row in enumerate(deck.deal("arrivant", share=0.01, least=2)):
        first_name, name = names[number % len(names)]
        row.update(
            prenom=mojibake(first_name),
            nom=mojibake(name),
            adresse_actuelle=mojibake("3, rue de l'Évêché"),
        )


def zero_dates(deck: Deck) -> None:
    for row in deck.deal("arrivant", share=0.01, least=2):
        row["date_naissance"] = "0000-00-00"
    for row in deck.deal("arrivant", share=0.005):
        row["date_arrivee"] = f"{deck.world.today.year}-00-00"
    for row in deck.deal("arrivant", share=0.005):
        row["consentement_date"] = "0000-00-00 00:00:00"


def same_address(deck: Deck) -> None:
    rows = deck.deal("arrivant", share=0.02, least=4)
    for kept, copy in zip(rows[::2], rows[1::2], strict=False):
        copy["email"] = str(kept["email"]).title()


def same_person(deck: Deck) -> None:
    """Entered twice, the second time without accents."""
    rows = deck.deal("arrivant", share=0.005, least=2)
    for kept, copy in zip(rows[::2], rows[1::2], strict=False):
        kept.update(nom="Lévêque", prenom="Éloïse")
        copy.update(nom="LEVEQUE", prenom="Eloise", date_naissance=kept["date_naissance"])


def deleted(deck: Deck) -> None:
    for row in deck.deal("arrivant", share=0.01, least=2):
        updated = deck.world.moment("arrivant", int(str(row["id"])), "updated_at")
        row["deleted_at"] = updated + timedelta(hours=3)


def impossible_order(deck: Deck) -> None:
    for row in deck.deal("arrivant", share=0.003):
        arrival = deck.world.moment("arrivant", int(str(row["id"])), "created_at").date()
        row.update(date_arrivee=arrival, date_installation=arrival - timedelta(days=31))


def old_notes(deck: Deck) -> None:
    notes = 'Vu l\'\\oncle\tà "Paris" &eacute;t&eacute; 2009\r\n<b>Urgent</b>\n-- \nSigné C:\\temp'
    for row in deck.deal("arrivant", share=0.002):
        row["notes"] = notes


def broken_lists(deck: Deck) -> None:
    """Byte lengths that were right in latin1, an empty text, keys with a gap, a NULL."""
    values = (
        'a:2:{i:0;s:5:"sant\u00e9";i:1;s:6:"banque";}',
        "",
        'a:2:{i:0;s:6:"banque";i:3;s:8:"commerce";}',
        None,
    )
    for value, row in zip(values, deck.deal("conjoint", least=4), strict=True):
        row["secteurs"] = value


def to_be_born(deck: Deck) -> None:
    for row in deck.deal("enfant", share=0.002):
        row.update(
            date_naissance=deck.world.today + timedelta(days=120),
            besoin="garde",
            etablissement_id=None,
        )


HOUSEHOLDS = (
    Trap(
        "zero dates",
        "`arrivant.date_naissance` 0000-00-00, `date_arrivee` with month and day 00, `consentement_date` all zero.",
        "SELECT (SELECT COUNT(*) FROM arrivant WHERE CAST(date_naissance AS CHAR) = '0000-00-00')"
        " * (SELECT COUNT(*) FROM arrivant WHERE CAST(date_arrivee AS CHAR) LIKE '%-00-00')"
        " * (SELECT COUNT(*) FROM arrivant WHERE CAST(consentement_date AS CHAR) LIKE '0000%')",
        (zero_dates,),
    ),
    Trap(
        "mojibake",
        "Names and addresses saved through a latin1 connection read `Ã‰milie`.",
        "SELECT COUNT(*) FROM arrivant WHERE prenom LIKE BINARY '%Ã%'",
        (garbled,),
    ),
    Trap(
        "same e-mail but for case",
        "Two newcomers share an address written with and without capitals.",
        "SELECT COUNT(*) FROM (SELECT 1 FROM arrivant WHERE email <> '' GROUP BY email"
        " HAVING COUNT(DISTINCT BINARY email) > 1) d",
        (same_address,),
    ),
    Trap(
        "same person twice",
        "Same name, first name and birth date, the second time in capitals without accents.",
        "SELECT COUNT(*) FROM arrivant a JOIN arrivant b ON a.nom = b.nom AND a.prenom = b.prenom"
        " AND a.date_naissance = b.date_naissance AND a.id < b.id AND BINARY a.nom <> BINARY b.nom",
        (same_person,),
    ),
    Trap(
        "soft deletes",
        "Newcomers with `deleted_at` set; their partners, children and registrations are still there.",
        "SELECT COUNT(*) FROM arrivant WHERE deleted_at IS NOT NULL",
        (deleted,),
    ),
    Trap(
        "settled before arriving",
        "`date_installation` comes before `date_arrivee`.",
        "SELECT COUNT(*) FROM arrivant WHERE date_installation < date_arrivee AND date_installation > '1990-01-01'",
        (impossible_order,),
    ),
    Trap(
        "notes of another age",
        "Notes with entities, tags, tabs, backslashes and both kinds of line ends.",
        "SELECT COUNT(*) FROM arrivant WHERE notes LIKE '%&eacute;%' AND LOCATE(CHAR(92), notes) > 0",
        (old_notes,),
    ),
    Trap(
        "enum of a newcomer with no value",
        "`arrivant.source` holds ''.",
        "SELECT COUNT(*) FROM arrivant WHERE source = ''",
        (setting("arrivant", share=0.005, source=""),),
    ),
    Trap(
        "broken serialized lists",
        "`conjoint.secteurs` with a wrong byte length, '', keys that skip, and NULL.",
        "SELECT (SELECT COUNT(*) FROM conjoint WHERE secteurs LIKE '%s:5:\"santé\"%')"
        " * (SELECT COUNT(*) FROM conjoint WHERE secteurs = '') * (SELECT COUNT(*) FROM conjoint WHERE secteurs LIKE '%i:3;%')"
        " * (SELECT COUNT(*) FROM conjoint WHERE secteurs IS NULL)",
        (broken_lists,),
    ),
    Trap(
        "child to be born",
        "A child's birth date lies in the future.",
        "SELECT COUNT(*) FROM enfant e WHERE date_naissance > (SELECT MAX(created_at) FROM journal)",
        (to_be_born,),
    ),
)
