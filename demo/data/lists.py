"""The other reference lists: schools, childcare, partners and kinds of administrative step."""

from datetime import date, timedelta

from demo.data.dice import Dice
from demo.data.people import address, email, landline, person
from demo.data.slugs import Slugs, slug
from demo.data.sql import Row
from demo.data.world import World, stamps

SCHOOLS = (
    "Jean-Moulin", "Les Tilleuls", "Marie-Curie", "Jules-Ferry", "Louise-Michel", "Sainte-Thérèse", "Victor-Hugo",
    "George-Sand", "Émile-Zola", "Paul-Éluard", "La Salle", "Simone-Veil", "Pasteur", "Les Cerisiers", "Notre-Dame",
)  # fmt: skip

KINDS_OF_SCHOOL = {
    "maternelle": "École maternelle",
    "elementaire": "École élémentaire",
    "college": "Collège",
    "lycee": "Lycée",
    "superieur": "Institut",
}

KINDS_OF_CHILDCARE = {
    "creche": "Crèche",
    "micro_creche": "Micro-crèche",
    "assistante_maternelle": "Relais d'assistantes maternelles",
    "halte": "Halte-garderie",
    "periscolaire": "Accueil périscolaire",
}

NESTS = (
    "Les Lutins",
    "Pomme d'Api",
    "Les P'tits Loups",
    "Arc-en-Ciel",
    "La Ribambelle",
    "Coccinelle",
    "Les Oursons",
)

PARTNERS = (
    ("Agence des Halles", "logement"), ("Immobilière de la Vale", "logement"), ("Foyer Valmontois", "logement"),
    ("Cabinet Péron & Associés", "logement"), ("Résidences du Parc", "logement"), ("Action Habitat", "logement"),
    ("L'Âtre immobilier", "logement"), ("Tremplin Emploi Valmont", "emploi"), ("Maison de l'emploi", "emploi"),
    ("Réseau Mobilité 09", "emploi"), ("Club des DRH", "emploi"), ("Cadres & Compétences", "emploi"),
    ("Intérim Hauts Plateaux", "emploi"), ("Rectorat, cellule accueil", "ecole"), ("Lycée international", "ecole"),
    ("Association des parents d'élèves", "ecole"), ("École de langues Babel", "ecole"), ("Mairie de Valmont", "administration"),
    ("Préfecture, bureau des étrangers", "administration"), ("Caisse d'allocations familiales", "administration"),
    ("Caisse primaire d'assurance maladie", "administration"), ("Centre des impôts", "administration"),
    ("Maison France Services", "administration"), ("Office de tourisme", "loisir"), ("Valmont Accueil", "loisir"),
    ("Théâtre de la Fonderie", "loisir"), ("Club alpin", "loisir"), ("Médiathèque Simone-Veil", "loisir"),
    ("Piscine des Bains", "loisir"), ("Aviron de la Vale", "loisir"), ("Chœur d'hommes de Valmont", "loisir"),
    ("Ciné-club L'Entracte", "loisir"),
)  # fmt: skip

STEPS = (
    ("Ouverture du compteur électrique", "Electricity meter", "energie", 5),
    ("Ouverture du compteur de gaz", "Gas meter", "energie", 5),
    ("Abonnement à l'eau", "Water supply contract", "energie", 7),
    ("Contrat d'entretien de chaudière", "Boiler maintenance", "energie", 30),
    ("Ouverture de ligne fixe", "Landline", "telecom", 10),
    ("Abonnement à internet", "Internet access", "telecom", 15),
    ("Téléphone mobile", "Mobile phone", "telecom", 3),
    ("Ouverture de compte bancaire", "Bank account", "banque", 10),
    ("Attestation d'assurance habitation", "Home insurance", "banque", 5),
    ("Immatriculation à la sécurité sociale", "Social security number", "sante", 60),
    ("Carte Vitale", "Health insurance card", "sante", 45),
    ("Choix du médecin traitant", "Family doctor", "sante", 30),
    ("Mutuelle complémentaire", "Complementary health cover", "sante", 30),
    ("Carnet de vaccination des enfants", "Children's vaccination record", "sante", 20),
    ("Visa long séjour", "Long-stay visa", "titre_sejour", 90),
    ("Validation du visa", "Visa validation", "titre_sejour", 90),
    ("Titre de séjour « passeport talent »", "Talent passport permit", "titre_sejour", 120),
    ("Renouvellement du titre de séjour", "Permit renewal", "titre_sejour", 60),
    ("Déclaration de revenus", "Income tax return", "impots", 60),
    ("Taxe d'habitation sur résidence secondaire", "Second home tax", "impots", 60),
    ("Changement d'adresse fiscale", None, "impots", 30),
    ("Échange du permis de conduire", "Driving licence exchange", "transport", 365),
    ("Carte grise", "Vehicle registration", "transport", 30),
    ("Abonnement aux transports", "Public transport pass", "transport", 7),
)  # fmt: skip


def add_lists(world: World) -> None:
    dice = world.dice("lists")
    add_schools(world, dice)
    add_childcare(world, dice)
    add_partners(world, dice)
    slugs = Slugs()
    for order, (label, english, category, days) in enumerate(STEPS, 1):
        world.add(
            "demarche_type",
            libelle=label,
            libelle_en=english,
            categorie=category,
            delai_jours=days,
            ordre=order,
            slug=slugs.give(label),
        )


def old_stamps(world: World, dice: Dice) -> Row:
    """A row made when the tool was, changed once since."""
    made = dice.moment(dice.day(date(2008, 3, 1), date(2012, 6, 30)))
    changed = dice.moment(dice.day(date(2013, 1, 1), world.today - timedelta(days=20)))
    return stamps(made, changed if dice.chance(0.6) else None)


def add_schools(world: World, dice: Dice) -> None:
    """58 schools, in the first 32 communes: the others can be deleted."""
    slugs = Slugs()
    for number in range(58):
        kind = dice.weighted(
            {"maternelle": 4, "elementaire": 5, "college": 3, "lycee": 2, "superieur": 1}
        )
        name = f"{KINDS_OF_SCHOOL[kind]} {SCHOOLS[number % len(SCHOOLS)]}"
        found = slugs.give(name)
        world.add(
            "etablissement_scolaire",
            nom=name,
            type=kind,
            statut="prive" if dice.chance(0.2) else "public",
            uai=f"009{dice.number(1000, 9999)}{dice.pick('ABCDEFGHJK')}",
            adresse=address(dice),
            commune_id=number % 32 + 1,
            telephone=landline(dice),
            email=f"{found}@ecoles.example",
            url=f"https://{found}.ecoles.example/" if dice.chance(0.5) else None,
            langues=", ".join(dice.some(("anglais", "allemand", "espagnol", "occitan"), 1, 3)),
            **old_stamps(world, dice),
            slug=found,
        )


def add_childcare(world: World, dice: Dice) -> None:
    slugs = Slugs()
    for number in range(44):
        kind = dice.pick(tuple(KINDS_OF_CHILDCARE))
        name = f"{KINDS_OF_CHILDCARE[kind]} {NESTS[number % len(NESTS)]}"
        world.add(
            "mode_garde",
            nom=name,
            type=kind,
            capacite=dice.number(8, 60),
            adresse=address(dice),
            commune_id=dice.number(1, 40),
            telephone=landline(dice),
            horaires=dice.pick(
                ("7 h 30 – 18 h 30", "8 h – 18 h, fermé en août", "lun., mar., jeu. 9 h – 17 h")
            ),
            **old_stamps(world, dice),
            slug=slugs.give(name),
        )


def add_partners(world: World, dice: Dice) -> None:
    slugs = Slugs()
    for name, category in PARTNERS:
        someone = person(dice)
        world.add(
            "partenaire",
            nom=name,
            categorie=category,
            url=f"https://{slug(name)}.example/",
            contact=f"{someone.prenom} {someone.nom}",
            email=email(dice, someone.prenom, someone.nom),
            telephone=landline(dice),
            lien_reciproque=dice.chance(0.4),
            **old_stamps(world, dice),
            slug=slugs.give(name),
        )
