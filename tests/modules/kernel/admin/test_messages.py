from modules.kernel.admin import messages
from modules.kernel.admin.messages import FRENCH, Message, result_count, said


def test_a_message_is_said_in_the_visitors_language() -> None:
    assert said("Save", "fr") == "Mettre à jour"
    assert said("Save", "fr_FR") == "Mettre à jour"
    assert said("Save", "en") == "Save"


def test_a_text_without_french_is_said_as_it_is() -> None:
    assert said("La commune a été dupliquée.", "fr") == "La commune a été dupliquée."


def test_placeholders_are_filled_in_either_language() -> None:
    message = Message('"%value%" must be at most %max%.', {"value": "9", "max": "5"})

    assert said(message, "fr") == "« 9 » doit être au plus 5."
    assert said(message, "en") == '"9" must be at most 5.'


def test_results_are_counted_in_words() -> None:
    assert [result_count(n, "fr") for n in (0, 1, 2)] == [
        "aucun résultat",
        "1 résultat",
        "2 résultats",
    ]
    assert result_count(1500, "en") == "1500 results"


def test_every_flash_of_the_kit_has_its_french() -> None:
    names = ("CREATED", "UPDATED", "NOT_SAVED", "DELETED", "ALL_DELETED", "SOME_GONE")
    texts = [getattr(messages, name) for name in (*names, "NOTHING_SELECTED", "NO_ACTION")]
    texts += [messages.CREATED + messages.ADD_ANOTHER, messages.UPDATED + messages.ADD_ANOTHER]

    assert [text for text in texts if text not in FRENCH] == []
