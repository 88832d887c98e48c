"""What the program says in English is told in French; what people wrote stays theirs."""

import ast
import re
from pathlib import Path

import pytest

import proxy
from proxy.console.phrases import PHRASES
from proxy.console.translation import explained, in_french, told
from proxy.errors import ApprovalMissing, ConfigurationRefused, StateUnwritable, TableMoved
from proxy.flips.sentinels import MARGINS, Breach, Sign


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("Record was successfully saved.", "Modification enregistrée."),
        ("the journal begins", "le journal commence"),
        (
            "the file was edited by hand: no stage changed",
            "fichier modifié à la main : aucune étape changée",
        ),
        (
            "sentinel: 16 of 267 answered by an error (5xx), 3 of 900 before",
            "sentinelle : 16 sur 267 en erreur (5xx), 3 sur 900 avant",
        ),
        ("sprint 3: 2 of 5 lots", "sprint 3: 2 of 5 lots"),
        ("", ""),
    ],
)
def test_what_the_program_wrote_is_told_in_french(english: str, french: str) -> None:
    assert in_french(english) == french


@pytest.mark.parametrize("sign", MARGINS)
def test_no_sign_of_a_sentinel_stays_english(sign: Sign) -> None:
    told = in_french(f"sentinel: {Breach(sign, (12, 50), (0, 0), 0.1)}")

    assert told.startswith("sentinelle : 12 sur 50 ")
    assert told.endswith(", rien avant")


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (TableMoved("changed"), "La table a bougé entre-temps, revoyez le plan : rien n’a changé."),
        (ApprovalMissing("a", "b"), "Il faut l’accord d’une seconde personne : rien n’a changé."),
        (StateUnwritable("full"), "Le dossier d’état ou routing.yaml ne peut pas être écrit"),
    ],
)
def test_a_refusal_says_in_french_what_it_means_before_its_details(
    error: Exception, told: str
) -> None:
    first, *details = explained(error).splitlines()

    assert first.startswith(told)
    assert len(details) == len(str(error).splitlines())


def test_a_refusal_without_a_sentence_keeps_its_own() -> None:
    assert explained(ConfigurationRefused(["x"])) == "x"


@pytest.mark.parametrize(
    ("english", "french"),
    [
        pytest.param(
            "refused: needs: events needs these lots on Python first: lists (at legacy); traffic:"
            " 7 requests on 1 days at legacy; at least 500 on 2 days",
            "refusé : Dépendances : il faut d’abord sur Python : lists (étape legacy) ; Trafic :"
            " 7 demandes en 1 jours à l’étape legacy, il en faut 500 en 2 jours",
            id="gates of a refusal, as the journal has them",
        ),
        pytest.param(
            "errors: Python 3 of 60, legacy 0 of 200 answered by an error (5xx): +1.0 to +9.0"
            " points, too few requests to tell (1 is allowed)",
            "Erreurs : erreurs (5xx), Python 3 sur 60, PHP 0 sur 200: +1.0 à +9.0"
            " points, trop peu de demandes pour conclure (1 est admis)",
            id="a share",
        ),
        pytest.param(
            "parity: never sampled: GET /a, POST /b; below 98.0%: GET /c (3 of 9)",
            "Parité : jamais comparées : GET /a, POST /b ; sous 98.0% : GET /c (3 sur 9)",
            id="parity",
        ),
        pytest.param(
            "incidents: open: #1 sentinel: 60 of 60 answered by an error (5xx), 0 of 200 before",
            "Incidents : ouverts : #1 sentinelle : 60 sur 60 en erreur (5xx), 0 sur 200 avant",
            id="an incident",
        ),
        pytest.param(
            "the state database mysql://x does not answer (database is locked): traffic does not"
            " need it; check FIGUIER_STATE_DATABASE_URL, its server and its disk",
            "la base d’état mysql://x ne répond pas (database is locked) : le trafic n’en dépend"
            " pas ; voyez FIGUIER_STATE_DATABASE_URL, son serveur et son disque",
            id="the state database",
        ),
        pytest.param("approved by nadia", "accord de nadia", id="an approval"),
        pytest.param("title: a of b → c; d", "title: a of b → c ; d", id="what is not known"),
    ],
)
def test_whole_sentences_of_the_program_are_told_in_french(english: str, french: str) -> None:
    assert told(english) == french
    assert told(french) == french


def sentences() -> str:
    """Every string of the program; an f-string with {} for what differs."""
    found = []
    for file in Path(proxy.__file__).parent.rglob("*.py"):
        if file.name == "phrases.py":
            continue
        for node in ast.walk(ast.parse(file.read_bytes())):
            if isinstance(node, ast.JoinedStr):
                found.append("".join(str(getattr(part, "value", "")) for part in node.values
                    if isinstance(part, ast.Constant)))  # fmt: skip
                found += [str(part.value) for part in node.values if isinstance(part, ast.Constant)]
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.append(node.value)
    return "\n".join(found)


def test_every_phrase_is_still_one_that_the_program_writes() -> None:
    written = sentences()
    for english, french in PHRASES:
        pieces = [piece.split(" ") for piece in re.split(r"\{\d\}", english)]
        # Some are composed of several strings: three words in a row are enough.
        rows = [" ".join(words[at : at + 3]) for words in pieces for at in range(len(words) - 2)]

        assert any(row in written for row in rows or [pieces[0][0]]), english
        assert set(re.findall(r"\{\d\}", french)) <= set(re.findall(r"\{\d\}", english))
