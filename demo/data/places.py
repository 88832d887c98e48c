"""The invented metropolis: its communes and their neighbourhoods."""

from decimal import Decimal

from demo.data.dice import Dice
from demo.data.slugs import Slugs
from demo.data.world import World

METROPOLE = "Valmont Métropole"
HILLS = "Communauté de communes des Hautes-Collines"

#: The first eight are towns with several neighbourhoods. INSEE and postal codes begin with 0 and are unused in France.
COMMUNES = (
    "Valmont", "Saint-Aubin-sur-Vale", "Montclar", "L'Isle-Rousse", "Bourg-Lévêque", "Fontvieille-les-Bains", "Rochebrune",
    "Sainte-Épine", "Aigues-Blanches", "Beaucastel", "Bellegarde-en-Valmont", "Castelmaur", "Cérisy-le-Haut", "Chantemerle",
    "Châtelneuf", "Combe-Noire", "Coudray-les-Vignes", "Crêtes-sur-Vale", "Entraygues", "Esparron-le-Vieux", "Ferrières",
    "Gorgevert", "Grand-Serre", "Hauterive-du-Lac", "Jonquières", "La Bâtie-Neuve", "La Roque-d'Œil", "Lanoue",
    "Le Pré-Saint-Jean", "Les Ormeaux", "Lavaldens", "Malbosc", "Mérigny", "Mirevent", "Molières-le-Bas", "Nôtre-Val",
    "Orcines-la-Forêt", "Peyrelongue", "Pontaubert", "Puymorin", "Quincieux", "Roquefeuil", "Saint-Cyr-la-Montagne",
    "Saint-Étienne-des-Prés", "Sauveterre", "Tournissan", "Ventenac", "Vèze", "Villeneuve-le-Comte", "Yvrac-sur-Vale",
    "Zoteux", "Écully-le-Lac",
)  # fmt: skip

QUARTIERS = (
    "Centre", "Gare", "Les Halles", "Cité-Jardin", "Faubourg Saint-Michel", "Les Tanneries", "Plateau", "Rive gauche",
    "Bords de Vale", "Université", "Hôpital", "Le Parc",
)  # fmt: skip

LOOKS = (
    "Rues piétonnes, commerces de bouche et marché le samedi.",
    "Petits immeubles des années 1970, proches des écoles.",
    "Maisons de ville avec jardin ; bus toutes les dix minutes.",
    "Quartier neuf, voie verte jusqu'au centre.\nStationnement facile.",
    "Anciens ateliers réhabilités, beaucoup de studios.",
)


def add_places(world: World) -> None:
    """52 communes and 64 neighbourhoods."""
    dice = world.dice("places")
    slugs = Slugs()
    for number, name in enumerate(COMMUNES, 1):
        inside = number <= 40
        world.add(
            "commune",
            nom=name,
            code_insee=f"09{400 + number}",
            code_postal=f"099{number:02d}" if inside else f"098{number // 5:02d}",
            epci=METROPOLE if inside else HILLS,
            latitude=Decimal(43_050_000 + dice.number(-180_000, 180_000)) / 1_000_000,
            longitude=Decimal(1_550_000 + dice.number(-240_000, 240_000)) / 1_000_000,
            slug=slugs.give(name),
        )
    add_neighbourhoods(world, dice)


def add_neighbourhoods(world: World, dice: Dice) -> None:
    slugs = Slugs()
    wanted = {1: 12, 2: 9, 3: 8, 4: 7, 5: 6, 6: 6, 7: 5, 8: 5, 9: 2, 10: 2, 11: 1, 12: 1}
    for commune, count in wanted.items():
        for name in QUARTIERS[:count]:
            world.add(
                "quartier",
                commune_id=commune,
                nom=name,
                description=dice.pick(LOOKS) if dice.chance(0.8) else None,
                slug=slugs.give(name),
            )
