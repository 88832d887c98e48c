"""French names and words from which the people, streets and companies are invented."""

_WOMEN = """Adèle Agathe Alice Amandine Anaïs Anne Aurélie Béatrice Camille Carole Caroline Cécile Céline Chantal Charlotte
Chloé Clara Claire Clémence Coralie Delphine Élise Élodie Éloïse Émilie Emma Estelle Fanny Fatou Florence Gaëlle Hélène Inès
Irène Isabelle Jade Jeanne Joëlle Julie Juliette Karine Laëtitia Laura Léa Léonie Louise Lucie Maëlle Manon Margaux Marie
Marine Marion Mathilde Mélanie Nadia Nathalie Noémie Océane Pauline Rachel Romane Sabrina Salomé Sandrine Sarah Solène
Sophie Stéphanie Valérie Véronique Virginie Yasmine Zoé"""
WOMEN = tuple(_WOMEN.split())

_MEN = """Adrien Alain Alexandre Amine Antoine Arnaud Aurélien Baptiste Benoît Bruno Cédric Christophe Clément Cyril Damien
Daniel David Denis Didier Édouard Émile Étienne Fabien Félix Florian François Frédéric Gaël Gaspard Gilles Grégoire
Guillaume Hugo Ismaël Jacques Jean-Baptiste Jérémy Jérôme Joël Julien Karim Kévin Laurent Léo Loïc Louis Lucas Ludovic Marc
Mathieu Maxime Mehdi Michaël Nathan Nicolas Noé Olivier Pascal Paul Philippe Pierre Quentin Raphaël Rémi Romain Samuel
Sébastien Simon Stéphane Théo Thibault Thomas Timothée Valentin Vincent Xavier Yann"""
MEN = tuple(_MEN.split())

_SURNAMES = """Allard Andrieu Arnaud Aubert Aubry Bailly Barbier Baron Barthélemy Baudry Benoît Bernard Berger Bertin Besnard
Blanchard Blin Bodin Boulanger Bourgeois Bouvier Brémond Breton Brun Brunet Caron Carpentier Charpentier Chevallier Clément
Colas Cordier Coulon Courtois Cousin Dacosta Daniel David Delacroix Delattre Delmas Denis Deschamps Diallo Didier Dubois
Dufour Dumas Dupont Dupuis Durand Étienne Faivre Faure Fernandez Ferrand Fischer Fleury Fontaine Fournier Gaillard Garnier
Gauthier Georges Gérard Gilbert Girard Gomez Grondin Guérin Guichard Guillot Hamel Hébert Henry Hernandez Hoarau Huet
Humbert Jacquet Joly Joubert Jourdan Klein Lacroix Lambert Laporte Lebrun Leclercq Lefèvre Lejeune Lemaître Leroux Lévêque
Lopez Lucas Mahé Maillard Mallet Marchand Maréchal Marques Masson Mathieu Ménard Mercier Meunier Michaud Millet Monnier
Moreau Moulin Muller Navarro Nguyen Noël Ollivier Pascal Pelletier Péron Perrot Petitjean Pichon Picard Poirier Poulain
Prévost Quéré Renard Renaud Rey Richard Rivière Robin Roche Rodriguez Rousseau Roussel Royer Sanchez Schmitt Simonet
Tessier Thévenot Thomas Vaillant Vasseur Verdier Vidal Vincent Voisin Weber"""
SURNAMES = tuple(_SURNAMES.split())

#: Country → (nationality's first names, surnames, language) of people who come from abroad.
ABROAD = {
    "GB": (("Emily", "Oliver", "James", "Sophie"), ("Smith", "Brown", "O'Connor", "Taylor"), "en"),
    "US": (("Jessica", "Michael", "Ashley", "Ryan"), ("Johnson", "Miller", "Davis", "Moore"), "en"),
    "IN": (("Priya", "Rahul", "Ananya", "Vikram"), ("Sharma", "Patel", "Iyer", "Gupta"), "en"),
    "DE": (("Jürgen", "Anke", "Björn", "Käthe"), ("Müller", "Schäfer", "Groß", "Köhler"), "de"),
    "ES": (("Íñigo", "Lucía", "Sofía", "Andrés"), ("Núñez", "García", "Peña", "Muñoz"), "es"),
    "MX": (("José", "María", "Ángel", "Ximena"), ("Hernández", "López", "Ramírez", "Cruz"), "es"),
    "IT": (("Giulia", "Marco", "Chiara", "Niccolò"), ("Rossi", "Bianchi", "Conti", "Forlì"), "fr"),
    "PT": (("João", "Inês", "Tiago", "Conceição"), ("Gonçalves", "Araújo", "Simões", "Leão"), "fr"),
    "BR": (("Beatriz", "Thiago", "Luíza", "Caio"), ("Magalhães", "Assunção", "Brandão", "Reis"), "en"),
    "MA": (("Yassine", "Salma", "Othmane", "Hajar"), ("El Amrani", "Bennani", "Tazi", "Alaoui"), "fr"),
    "SN": (("Awa", "Mamadou", "Aïssatou", "Ousmane"), ("N'Diaye", "Sow", "Fall", "Sène"), "fr"),
    "PL": (("Agnieszka", "Paweł", "Zofia", "Łukasz"), ("Kowalczyk", "Wójcik", "Nowak", "Zając"), "en"),
    "RO": (("Ioana", "Ștefan", "Mădălina", "Andrei"), ("Popescu", "Ionescu", "Stănescu", "Dima"), "fr"),
    "JP": (("Haruka", "Kenji", "Yuki", "Daichi"), ("Tanaka", "Satō", "Kobayashi", "Itō"), "en"),
}  # fmt: skip

REGIONS = (
    "Auvergne-Rhône-Alpes", "Bourgogne-Franche-Comté", "Bretagne", "Centre-Val de Loire", "Corse",
    "Grand Est", "Hauts-de-France", "Île-de-France", "Normandie", "Nouvelle-Aquitaine", "Occitanie",
    "Pays de la Loire", "Provence-Alpes-Côte d'Azur", "La Réunion", "Martinique",
)  # fmt: skip

STREETS = (
    "rue de l'Église", "rue des Tanneurs", "avenue de la Gare", "place du Marché", "chemin des Vignes",
    "rue Haute", "rue du Moulin", "boulevard des Alliés", "allée des Tilleuls", "impasse du Lavoir",
    "quai de la Rivière", "rue Jules-Ferry", "rue Marie-Curie", "route de Saint-Aubin", "rue de la République",
    "cours Victor-Hugo", "rue des Écoles", "rue du Château", "avenue du Général-Leclerc", "rue des Frères-Lumière",
)  # fmt: skip

JOBS = (
    "Ingénieur·e méthodes", "Chargé·e d'affaires", "Technicien·ne de maintenance", "Comptable",
    "Responsable qualité", "Infirmier·ère", "Médecin hospitalier", "Enseignant·e-chercheur·e",
    "Chef·fe de projet informatique", "Acheteur·se", "Contrôleur·se de gestion", "Conducteur·rice de travaux",
    "Responsable logistique", "Développeur·se", "Juriste", "Assistant·e de direction", "Architecte",
    "Opérateur·rice régleur·se", "Responsable RH", "Directeur·rice de site",
)  # fmt: skip

SECTORS = (
    "administration", "banque", "batiment", "commerce", "communication", "education", "environnement",
    "hotellerie", "industrie", "informatique", "logistique", "recherche", "sante", "services à la personne",
)  # fmt: skip

NEEDS = ("logement", "ecole", "garde", "emploi_conjoint", "demarches", "reseau", "découverte")

COMPANY_NAMES = (
    "Mécavalis", "Aéro-Tech", "Fonderie du Val", "Laiterie des Cimes", "Bois & Charpente", "Précision Hydraulique",
    "Valmont Plastiques", "Électro-Mont", "Cartonnages Réunis", "Biosphère", "Optique Nouvelle", "Transports Bellevue",
    "Imprimerie Centrale", "Atelier Général", "Chaudronnerie Moderne", "Pharma-Source", "Verrerie du Lac", "Textiles Aurore",
    "Données & Réseaux", "Énergies du Sud", "Câblerie des Gorges", "Usinage Rapide", "Géo-Mesure", "Conserverie Paysanne",
)  # fmt: skip

COMPANY_FORMS = ("SA", "SAS", "SARL", "Groupe", "Industries", "Services", "France", "et Fils")

FUNCTIONS = (
    "Directrice des ressources humaines", "Responsable recrutement", "Gérant", "Assistante RH",
    "Directeur général", "Chargée de mobilité", "Responsable paie", "Secrétaire général",
)  # fmt: skip
