"""What the program says in English is told in French; what people wrote stays theirs."""

import pytest

from proxy.console.translation import explained, in_french
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
    assert details == str(error).splitlines()


def test_a_refusal_without_a_sentence_keeps_its_own() -> None:
    assert explained(ConfigurationRefused(["x"])) == "x"
