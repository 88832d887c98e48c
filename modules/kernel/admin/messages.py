"""What the admin pages say: the generator's English texts, and their French beside them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

#: Source: the sf_admin catalogue of gestion. A text without French is said as it is.
FRENCH: Mapping[str, str] = {
    "New": "Nouveau",
    "Edit": "Modifier",
    "Delete": "Supprimer",
    "Save": "Mettre à jour",
    "Save and add": "Mettre à jour et ajouter",
    "Choose an action": "Choisir une action",
    "go": "ok",
    "Back to list": "Retour à la liste",
    "Reset": "Effacer",
    "Filter": "Filtrer",
    "No result": "Aucun résultat.",
    "First page": "Première page",
    "Previous page": "Page précédente",
    "Next page": "Page suivante",
    "Last page": "Dernière page",
    "The item was created successfully.": "L'objet a été ajouté avec succès.",
    "The item was updated successfully.": "L'objet a été mis à jour avec succès.",
    "The item was created successfully. You can add another one below.": (
        "L'objet a été ajouté avec succès. Vous pouvez en ajouter un autre."
    ),
    "The item was updated successfully. You can add another one below.": (
        "L'objet a été mis à jour avec succès. Vous pouvez en ajouter un autre."
    ),
    "The item has not been saved due to some errors.": "L'objet n'a pu être mis à jour.",
    "The item was deleted successfully.": "L'objet a été supprimé avec succès.",
    "You must at least select one item.": "Vous devez au moins sélectionner un objet.",
    "You must select an action to execute on the selected items.": (
        "Vous devez sélectionner une action à exécuter sur les objets sélectionnés."
    ),
    "A problem occurs when deleting the selected items as some items do not exist anymore.": (
        "Un problème est survenu lors de la suppression des objets sélectionnés "
        "car certains objets n'existent plus."
    ),
    "The selected items have been deleted successfully.": (
        "Les objets sélectionnés ont été supprimés avec succès."
    ),
    "is empty": "est vide",
    "yes or no": "oui ou non",
    "yes": "oui",
    "no": "non",
    "from": "du",
    "to": "au",
    "Are you sure?": "Etes-vous sûr ?",
    "Checked": "Activé",
    "no result": "aucun résultat",
    "1 result": "1 résultat",
    "%1% results": "%1% résultats",
    "Required.": "Champ requis.",
    "Invalid.": "Valeur invalide.",
    '"%value%" is not an integer.': "« %value% » n'est pas un nombre entier.",
    '"%value%" is not a number.': "« %value% » n'est pas un nombre.",
    '"%value%" must be at least %min%.': "« %value% » doit être au moins %min%.",
    '"%value%" must be at most %max%.': "« %value% » doit être au plus %max%.",
    '"%value%" is too long (%max_length% characters max).': (
        "« %value% » est trop long (%max_length% caractères au plus)."
    ),
    '"%value%" is too short (%min_length% characters min).': (
        "« %value% » est trop court (%min_length% caractères au moins)."
    ),
    'An object with the same "%column%" already exist.': (
        "Un objet avec le même « %column% » existe déjà."
    ),
    "CSRF attack detected.": "Attaque CSRF détectée.",
    'Unexpected extra form field named "%field%".': "Champ supplémentaire inattendu « %field% ».",
    "The begin date must be before the end date.": (
        "La date de début doit précéder la date de fin."
    ),
    "The username and/or password is invalid.": "Identifiant ou mot de passe incorrect.",
    "Username or E-Mail": "Identifiant ou courriel",
    "Password": "Mot de passe",
    "Remember": "Se souvenir de moi",
    "Signin": "Se connecter",
    "Signout": "Se déconnecter",
    "Forgot your password?": "Mot de passe oublié ?",
}

CREATED = "The item was created successfully."
UPDATED = "The item was updated successfully."
ADD_ANOTHER = " You can add another one below."
NOT_SAVED = "The item has not been saved due to some errors."
DELETED = "The item was deleted successfully."
ALL_DELETED = "The selected items have been deleted successfully."
SOME_GONE = "A problem occurs when deleting the selected items as some items do not exist anymore."
NOTHING_SELECTED = "You must at least select one item."
NO_ACTION = "You must select an action to execute on the selected items."


@dataclass(frozen=True, slots=True)
class Message:
    """A text of the catalogue, with what fills its placeholders.

    Shape: `values` by placeholder without its percent signs: {"value": "abc"}.
    """

    text: str
    values: Mapping[str, str] = field(default_factory=dict)


def said(message: Message | str, culture: str) -> str:
    """The message in the visitor's language; another than French is the generator's English."""
    text = message if isinstance(message, str) else message.text
    words = FRENCH.get(text, text) if culture.startswith("fr") else text
    if isinstance(message, Message):
        for name, value in message.values.items():
            words = words.replace(f"%{name}%", value)
    return words


def result_count(count: int, culture: str) -> str:
    """How many rows a list found, in words."""
    if count < 2:
        return said("1 result" if count else "no result", culture)
    return said(Message("%1% results", {"1": str(count)}), culture)
