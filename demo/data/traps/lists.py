"""Traps of the reference lists, which the first lot meets."""

from demo.data.traps.trap import Deck, Trap, mojibake, setting

ZERO = "0000-00-00 00:00:00"


def same_but_for_accents(deck: Deck) -> None:
    districts = [row for row in deck.world.rows("quartier") if row["nom"] == "Cité-Jardin"]
    districts[-1]["nom"] = "CITE-JARDIN"


def no_coordinates(deck: Deck) -> None:
    unknown, null_island = deck.world.rows("commune")[-2:]
    unknown.update(latitude=None, longitude=None)
    null_island.update(latitude=0, longitude=0)


def garbled_school(deck: Deck) -> None:
    for row in deck.deal("etablissement_scolaire", least=2):
        row["adresse"] = mojibake("12, rue de l'Église")


def outside_latin1(deck: Deck) -> None:
    """The server replaces each of these letters by a question mark when it stores them."""
    for row in deck.deal("partenaire"):
        row["contact"] = "Zofia Wójcik-Łaska"


LISTS = (
    Trap(
        "leading zeros",
        "`commune.code_insee` and `code_postal` begin with 0.",
        "SELECT COUNT(*) FROM commune WHERE code_insee LIKE '0%' AND code_postal LIKE '0%'",
    ),
    Trap(
        "equal but for accents and case",
        "A neighbourhood is called `CITE-JARDIN` beside `Cité-Jardin`: equal for utf8mb3_general_ci, not for PHP or Python.",
        "SELECT COUNT(*) FROM quartier a JOIN quartier b ON a.nom = b.nom AND BINARY a.nom <> BINARY b.nom",
        (same_but_for_accents,),
    ),
    Trap(
        "no slug",
        "A neighbourhood entered by hand has `slug` NULL.",
        "SELECT COUNT(*) FROM quartier WHERE slug IS NULL",
        (setting("quartier", slug=None),),
    ),
    Trap(
        "no coordinates",
        "One commune has NULL coordinates, another 0, 0.",
        "SELECT COUNT(*) FROM commune WHERE latitude IS NULL OR latitude = 0",
        (no_coordinates,),
    ),
    Trap(
        "zero date-times",
        "Schools taken over from the previous tool have `created_at` 0000-00-00 00:00:00, childcare `updated_at`.",
        "SELECT (SELECT COUNT(*) FROM etablissement_scolaire WHERE CAST(created_at AS CHAR) LIKE '0000%') *"
        " (SELECT COUNT(*) FROM mode_garde WHERE CAST(updated_at AS CHAR) LIKE '0000%')",
        (
            setting("etablissement_scolaire", least=3, created_at=ZERO),
            setting("mode_garde", least=2, updated_at=ZERO),
        ),
    ),
    Trap(
        "mojibake in a list",
        "Addresses of schools saved through a latin1 connection read `rue de l'Ã‰glise`.",
        "SELECT COUNT(*) FROM etablissement_scolaire WHERE adresse LIKE BINARY '%Ã‰%'",
        (garbled_school,),
    ),
    Trap(
        "trailing space",
        "A school's name ends with a space, which the collation ignores.",
        "SELECT COUNT(*) FROM etablissement_scolaire WHERE nom LIKE '% '",
        (setting("etablissement_scolaire", nom="Collège Sainte-Thérèse "),),
    ),
    Trap(
        "markup in a name",
        'A childcare place is called `Crèche "Les P\'tits <Loups>" & Cie`.',
        "SELECT COUNT(*) FROM mode_garde WHERE nom LIKE '%<Loups>%'",
        (setting("mode_garde", nom='Crèche "Les P\'tits <Loups>" & Cie'),),
    ),
    Trap(
        "enum with no value",
        "`mode_garde.type` holds '' where the lax server refused a value.",
        "SELECT COUNT(*) FROM mode_garde WHERE type = ''",
        (setting("mode_garde", type=""),),
    ),
    Trap(
        "latin1 table",
        "`partenaire` is stored in latin1 (windows-1252), so œ is in and Ł is not.",
        "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE()"
        " AND table_name = 'partenaire' AND table_collation = 'latin1_swedish_ci'",
    ),
    Trap(
        "letters lost",
        "A partner's contact reads `Zofia Wójcik-?aska`: the letter was not in latin1.",
        "SELECT COUNT(*) FROM partenaire WHERE contact LIKE '%?aska'",
        (outside_latin1,),
    ),
    Trap(
        "address without scheme",
        "A partner's `url` is `www.theatre-fonderie.example`.",
        "SELECT COUNT(*) FROM partenaire WHERE url LIKE 'www.%'",
        (setting("partenaire", url="www.theatre-fonderie.example"),),
    ),
    Trap(
        "commune that cannot be deleted",
        "Most communes have a school, whose foreign key has no ON DELETE (error 1451); the last ones have none.",
        "SELECT COUNT(DISTINCT commune_id) FROM etablissement_scolaire",
    ),
)
