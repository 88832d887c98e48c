"""What frames every page of a site: its layout and its menu."""

from collections.abc import Mapping
from dataclasses import dataclass

from modules.kernel.ports import Credentials


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One line of the menu, seen by those who hold its credentials."""

    label: str
    address: str
    credentials: Credentials = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """A site's layout template, and the menu it draws."""

    layout: str
    menu: tuple[MenuEntry, ...] = ()


#: gestion's menu, in the order of the legacy's. Its entries stay here when their lot moves:
#: the menu is on every page, whichever side makes it.
_GESTION = (
    MenuEntry("Communes", "/communes", ("referentiels",)),
    MenuEntry("Quartiers", "/quartiers", ("referentiels",)),
    MenuEntry("Établissements", "/etablissements", ("referentiels",)),
    MenuEntry("Modes de garde", "/modes_garde", ("referentiels",)),
    MenuEntry("Types de démarche", "/demarche_types", ("referentiels",)),
    MenuEntry("Partenaires", "/partenaires", ("referentiels",)),
    MenuEntry("Demandes", "/demandes", ("demandes",)),
    MenuEntry("Arrivants", "/arrivants", ("arrivants",)),
    MenuEntry("Entreprises", "/entreprises", ("entreprises",)),
    MenuEntry("Évènements", "/evenements", ("evenements",)),
    MenuEntry("Inscriptions", "/inscriptions", ("evenements",)),
    MenuEntry("Logements", "/logements", ("logements",)),
    MenuEntry("Recherches", "/recherches", ("logements",)),
    MenuEntry("Visites", "/visites", ("logements",)),
    MenuEntry("Offres", "/offres", ("emploi",)),
    MenuEntry("Candidatures", "/candidatures", ("emploi",)),
    MenuEntry("Accompagnements", "/accompagnements", ("accompagnements",)),
    MenuEntry("Démarches", "/demarches", ("accompagnements",)),
    MenuEntry("Implantations", "/implantations", ("implantations",)),
    MenuEntry("Statistiques", "/statistiques", ("statistiques",)),
    MenuEntry("Exports", "/exports", ("statistiques",)),
    MenuEntry("RGPD", "/rgpd", ("rgpd",)),
    MenuEntry("Utilisateurs", "/sf_guard_user", ("comptes",)),
    MenuEntry("Groupes", "/sf_guard_group", ("comptes",)),
    MenuEntry("Permissions", "/sf_guard_permission", ("comptes",)),
)

#: The frame of each site, named as its backend in routing.yaml.
FRAMES: Mapping[str, Frame] = {"gestion": Frame("gestion/layout.html", _GESTION)}
