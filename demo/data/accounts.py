"""Who can sign in to the demo, with which password, in which groups, holding which permissions."""

import hashlib
from dataclasses import dataclass

#: Permission name → what it opens; a name is the credential of gestion's modules.
PERMISSIONS = {
    "referentiels": "Communes, quartiers, établissements, modes de garde, partenaires, démarches",
    "evenements": "Évènements, invitations et inscriptions",
    "demandes": "Demandes reçues par la vitrine, le téléphone et le courrier",
    "entreprises": "Entreprises et leurs contacts",
    "arrivants": "Dossiers des arrivants, conjoints et enfants",
    "logements": "Logements, recherches et visites",
    "emploi": "Offres et candidatures des conjoints",
    "accompagnements": "Accompagnements et démarches",
    "implantations": "Projets d'implantation et sessions",
    "statistiques": "Statistiques et exports chiffrés",
    "contenus": "Pages et médiathèque",
    "comptes": "Utilisateurs, groupes et permissions",
    "rgpd": "Durées de conservation et demandes des personnes",
}


@dataclass(frozen=True)
class Group:
    """A role of the service: its name in sf_guard_group and what it may open."""

    name: str
    description: str
    permissions: tuple[str, ...]


#: Only what a role may open as a whole; "name only", "public" and "anonymous" views need no credential.
GROUPS = (
    Group("administrateur", "Administrateurs", tuple(PERMISSIONS)),
    Group(
        "conseiller",
        "Conseillers",
        (
            "referentiels",
            "evenements",
            "demandes",
            "entreprises",
            "arrivants",
            "logements",
            "emploi",
            "accompagnements",
            "implantations",
            "statistiques",
        ),
    ),
    Group(
        "assistant",
        "Assistants",
        ("referentiels", "evenements", "demandes", "entreprises", "arrivants", "statistiques"),
    ),
    Group("partenaire_emploi", "Partenaires de l'emploi", ("emploi",)),
    Group("partenaire_logement", "Partenaires du logement", ("logements",)),
    Group(
        "referent_entreprise",
        "Référents des entreprises",
        ("entreprises", "arrivants", "statistiques"),
    ),
    Group("metropole_lecture", "Métropole, lecture seule", ("statistiques",)),
    Group("editeur_site", "Éditeurs du site", ("contenus",)),
)


@dataclass(frozen=True)
class Account:
    """One row of sf_guard_user and what hangs on it; a person's ids start at 1 in this order."""

    username: str
    password: str
    email: str
    first_name: str
    last_name: str
    groups: tuple[str, ...] = ()
    permissions: tuple[str, ...] = ()
    algorithm: str = "sha1"
    is_active: bool = True
    is_super_admin: bool = False
    organisme: str = "CCI de Valmont"

    @property
    def salt(self) -> str:
        """32 hexadecimal digits, the same at each run so that the data stay the same."""
        return hashlib.md5(f"sel {self.username}".encode(), usedforsecurity=False).hexdigest()

    @property
    def digest(self) -> str:
        """What sfGuard stores: algorithm(salt . password), in lower-case hexadecimal."""
        salted = (self.salt + self.password).encode()
        return hashlib.new(self.algorithm, salted, usedforsecurity=False).hexdigest()

    @property
    def role(self) -> str | None:
        """The role of the person's profile: the first group, none for an account without group."""
        return self.groups[0] if self.groups else None


METROPOLE = "Valmont Métropole"

ACCOUNTS = (
    Account(
        "admin",
        "admin-valmont",
        "admin@cci-valmont.example",
        "Agnès",
        "Fabre",
        ("administrateur",),
        is_super_admin=True,
    ),
    Account(
        "claire.martin",
        "claire-valmont",
        "claire.martin@cci-valmont.example",
        "Claire",
        "Martin",
        ("conseiller",),
    ),
    Account(
        "thomas.leroy",
        "thomas-valmont",
        "thomas.leroy@cci-valmont.example",
        "Thomas",
        "Leroy",
        ("conseiller",),
    ),
    Account(
        "assistant",
        "assistant-valmont",
        "julie.caron@cci-valmont.example",
        "Julie",
        "Caron",
        ("assistant",),
    ),
    Account(
        "partenaire_emploi",
        "emploi-valmont",
        "karim.benali@tremplin.example",
        "Karim",
        "Benali",
        ("partenaire_emploi",),
        organisme="Tremplin Emploi Valmont",
    ),
    Account(
        "partenaire_logement",
        "logement-valmont",
        "nadine.roux@agence-des-halles.example",
        "Nadine",
        "Roux",
        ("partenaire_logement",),
        organisme="Agence des Halles",
    ),
    Account(
        "referent_entreprise",
        "entreprise-valmont",
        "hugo.lambert@mecavalis.example",
        "Hugo",
        "Lambert",
        ("referent_entreprise",),
        organisme="Mécavalis",
    ),
    Account(
        "metropole_lecture",
        "metropole-valmont",
        "sylvie.noel@valmont-metropole.example",
        "Sylvie",
        "Noël",
        ("metropole_lecture",),
        organisme=METROPOLE,
    ),
    Account(
        "editeur_site",
        "editeur-valmont",
        "paul.giraud@cci-valmont.example",
        "Paul",
        "Giraud",
        ("editeur_site",),
    ),
    Account(
        "sophie.bernard",
        "sophie-valmont",
        "sophie.bernard@cci-valmont.example",
        "Sophie",
        "Bernard",
        ("administrateur",),
    ),
    Account(
        "élodie.noël",
        "élodie-valmont",
        "elodie.noel@cci-valmont.example",
        "Élodie",
        "Noël",
        ("conseiller",),
    ),
    # Left the service in 2019; still the adviser of old files.
    Account(
        "ancien.agent",
        "ancien-valmont",
        "ancien.agent@cci-valmont.example",
        "Alain",
        "Perrin",
        ("conseiller",),
        is_active=False,
    ),
    # Came with the previous tool, before sha1.
    Account(
        "marcel.vidal",
        "marcel-valmont",
        "marcel.vidal@cci-valmont.example",
        "Marcel",
        "Vidal",
        ("assistant",),
        algorithm="md5",
    ),
    # A direct permission beside the group's, as sfGuard allows.
    Account(
        "lea.morel",
        "lea-valmont",
        "lea.morel@cci-valmont.example",
        "Léa",
        "Morel",
        ("assistant",),
        ("rgpd",),
    ),
    Account(
        "pierre.gomez",
        "pierre-valmont",
        "pierre.gomez@valmont-metropole.example",
        "Pierre",
        "Gomez",
        ("conseiller", "editeur_site"),
        organisme=METROPOLE,
    ),
    # No group at all: signs in, and meets "credentials required" everywhere.
    Account(
        "stagiaire",
        "stagiaire-valmont",
        "stagiaire@cci-valmont.example",
        "Inès",
        "Colin",
    ),
)
