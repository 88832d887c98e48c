"""French for what the program writes in English: journal, sentinels, refusals, Flask-Admin."""

import re
from collections.abc import Iterator
from functools import cache

from proxy import errors
from proxy.console.phrases import PHRASES
from proxy.errors import FiguierError
from proxy.flips.gates import GateName

_SENTENCES = {
    "Record was successfully created.": "Enregistré.",
    "Record was successfully saved.": "Modification enregistrée.",
    "Record does not exist.": "Cet enregistrement n’existe pas, ou n’est plus ouvert.",
    "the journal begins": "le journal commence",
    "the file is gone, empty, or cannot be read": "le fichier a disparu, est vide ou illisible",
}
_PHRASES = (
    ("the file was edited by hand: ", "fichier modifié à la main : "),
    ("the file was edited by hand, and cannot be used", "fichier modifié à la main, inutilisable"),
    ("the file was edited by hand", "fichier modifié à la main"),
    ("no stage changed", "aucune étape changée"),
    ("; noticed by ", " ; constaté par "),
)
_SIGNS = {
    "answered by an error (5xx)": "en erreur (5xx)",
    "refused (401, 403)": "refusées (401, 403)",
    "not found (404, 410)": "introuvables (404, 410)",
    "sent round in circles": "renvoyées en boucle",
    "asked to sign in again": "renvoyées à la connexion",
    "forms refused for their token": "formulaires refusés pour leur jeton",
    "slower than usual": "plus lentes que d’ordinaire",
}
_BREACH = re.compile(
    r"(\d+) of (\d+) (" + "|".join(map(re.escape, _SIGNS)) + r"), (?:(\d+) of (\d+)|nothing) before"
)
#: What each gate is called.
GATES: dict[str, str] = {
    GateName.CODE: "Code",
    GateName.NEEDS: "Dépendances",
    GateName.EVIDENCE: "Comptage",
    GateName.TRAFFIC: "Trafic",
    GateName.ROUTES: "Routes",
    GateName.ERRORS: "Erreurs",
    GateName.LATENCY: "Durées",
    GateName.LEGACY: "PHP silencieux",
    GateName.PARITY: "Parité",
    GateName.INCIDENTS: "Incidents",
}
_GATE = re.compile(rf"(?m)(^|; |refusé : )({'|'.join(GATES)}): ")
_HITS = re.compile(r"\b(\d+) of (\d+)\b")
#: The nearest class of an error has the word; the program's own words follow.
_REFUSALS: dict[type[FiguierError], str] = {
    errors.LotUnknown: "Aucun lot de la table n’a ce nom : rien n’a changé.",
    errors.MoveForbidden: "Ce lot ne peut pas passer de son étape à celle-là : rien n’a changé.",
    errors.ApprovalMissing: "Il faut l’accord d’une seconde personne : rien n’a changé.",
    errors.GateClosed: "Une condition n’est pas remplie : rien n’a changé.",
    errors.ReasonMissing: "Dites pourquoi, en une ligne : rien n’a changé.",
    errors.TableMoved: "La table a bougé entre-temps, revoyez le plan : rien n’a changé.",
    errors.FlipUnderWay: "Une autre bascule est en cours, réessayez : rien n’a changé.",
    errors.FlipRefused: "La bascule est refusée : rien n’a changé.",
    errors.LabelRefused: "Cette fiche ne peut pas être enregistrée : rien n’a changé.",
    errors.AccountRefused: "Ce compte ne peut pas être enregistré ainsi : rien n’a changé.",
    errors.IncidentUnknown: "Aucun incident ouvert n’a ce numéro.",
    errors.StateUnwritable: "Le dossier d’état ou routing.yaml ne peut pas être écrit ou lu.",
    errors.StateDatabaseUnavailable: "La base d’état ne répond pas ; le trafic n’en dépend pas.",
    errors.RoutingFileRefused: "routing.yaml est refusé.",
    errors.JournalBroken: "La chaîne du journal des bascules est rompue.",
}


def in_french(text: str) -> str:
    """A text of the program in French; what it does not know stays as it is."""
    if text in _SENTENCES:
        return _SENTENCES[text]
    if text.startswith("sentinel: "):
        text = "sentinelle : " + text.removeprefix("sentinel: ")
        return _BREACH.sub(_breach, text)
    for english, french in _PHRASES:
        text = text.replace(english, french)
    return text


def told(text: str) -> str:
    """A text that the program wrote, whole sentences of it in French; not for what people wrote."""
    text = _BREACH.sub(_breach, in_french(text)).replace("sentinel: ", "sentinelle : ")
    for pattern, french in _known_sentences():
        text = pattern.sub(french, text)
    text = _GATE.sub(lambda found: f"{found[1]}{GATES[found[2]]} : ", text)
    return _HITS.sub(r"\1 sur \2", text).replace("; ", " ; ").replace("  ; ", " ; ")


@cache
def _known_sentences() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (_pattern(english), re.sub(r"\{(\d)\}", r"\\g<p\1>", french)) for english, french in PHRASES
    )


def _pattern(english: str) -> re.Pattern[str]:
    pieces = re.split(r"\{(\d)\}", english)
    known = [re.escape(piece) for piece in pieces[::2]]
    last = len(known) - 2
    for place, number in enumerate(pieces[1::2]):
        # What stands before a sentence's first word is one word; the rest ends with the sentence.
        kind = r"[^\s;]+" if not known[0] and place == 0 else r"[^;\n]+?"
        if place == last and not known[-1]:
            kind = r"[^;\n]+"
        known[place] += f"(?P<p{number}>{kind})"
    return re.compile("".join(known))


def explained(error: Exception) -> str:
    """What a refusal means, then what the program said of it."""
    known = next((_REFUSALS[each] for each in _classes(error) if each in _REFUSALS), "")
    return "\n".join(part for part in (known, told(str(error))) if part)


def _classes(error: Exception) -> Iterator[type[FiguierError]]:
    return (each for each in type(error).__mro__ if issubclass(each, FiguierError))


def _breach(found: re.Match[str]) -> str:
    before = f"{found[4]} sur {found[5]} avant" if found[4] else "rien avant"
    return f"{found[1]} sur {found[2]} {_SIGNS[found[3]]}, {before}"
