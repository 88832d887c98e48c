from sqlalchemy.orm import Session

from modules.kernel.admin.binding import TOKEN, bind, token_fault
from modules.kernel.admin.fields import Text
from modules.kernel.admin.messages import said
from tests.fakes.gardens import Garden

NAME = Text(attribute=Garden.name, label="Nom", required=True)
NOTES = Text(attribute=Garden.notes, label="Notes")
HIDDEN = {"id": "7", TOKEN: "abc"}


def test_a_valid_form_gives_its_values_in_the_order_they_came(session: Session) -> None:
    bound = bind(
        [NAME, NOTES], {TOKEN: "abc", "notes": "n", "nom": "a", "id": "7"}, HIDDEN, session
    )

    assert bound.is_valid
    assert list(bound.values.items()) == [("notes", "n"), ("nom", "a")]


def test_a_field_that_was_not_sent_comes_last(session: Session) -> None:
    bound = bind([NOTES, NAME], {TOKEN: "abc", "nom": "a"}, HIDDEN, session)

    assert list(bound.values.items()) == [("nom", "a"), ("notes", "")]


def test_every_fault_is_told_at_once(session: Session) -> None:
    bound = bind([NAME, NOTES], {"intrus": "1", TOKEN: "x", "id": "8", "nom": ""}, HIDDEN, session)

    assert not bound.is_valid
    assert [said(one, "fr") for one in bound.general] == [
        "Champ supplémentaire inattendu « intrus »."
    ]
    assert {name: said(one, "fr") for name, one in bound.hidden} == {
        "id": "Valeur invalide.",
        TOKEN: "Attaque CSRF détectée.",
    }
    assert [said(one, "en") for one in bound.errors["nom"]] == ["Required."]


def test_a_hidden_number_may_be_left_out_but_the_token_may_not(session: Session) -> None:
    bound = bind([NOTES], {}, HIDDEN, session)

    assert [name for name, _ in bound.hidden] == [TOKEN]


def test_a_token_must_be_the_visitors_own_text() -> None:
    assert token_fault("abc", "abc") is None
    for given in ("", None, "ABC", "é", {"0": "abc"}):
        assert token_fault(given, "abc") is not None
