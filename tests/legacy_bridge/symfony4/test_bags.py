"""The bags of recorded Symfony sessions."""

from legacy_bridge.symfony4.bags import ATTRIBUTES, FLASHES, META, SymfonyBags
from tests.fakes.sessions import php_draft

ANONYMOUS = "symfony54/php.anonymous.sess"


def bags_of(data: bytes, threshold: int = 0) -> SymfonyBags:
    return SymfonyBags(php_draft(data), threshold)


def test_recorded_bags_are_read(captured: dict[str, bytes]) -> None:
    bags = bags_of(captured["symfony54/php.signed-in.sess"])

    assert bags.locale == "fr"
    assert bags.attribute("_security.last_username") == "claude"
    assert bags.last_used == 1795432958
    assert set(bags.attributes()) >= {"_security_main", "_locale"}


def test_messages_are_shown_once_and_all_of_a_kind(captured: dict[str, bytes]) -> None:
    bags = bags_of(captured[ANONYMOUS])

    assert bags.messages("success") == ("Fiche enregistrée", "Deuxième")
    assert bags.messages("success") == ()
    assert bags.messages("none") == ()
    bags.say("notice", "Un")
    bags.say("notice", "Deux")
    assert bags.messages("notice") == ("Un", "Deux")


def test_what_is_kept_is_written_beside_the_rest(captured: dict[str, bytes]) -> None:
    bags = bags_of(captured[ANONYMOUS])
    bags.put_attribute("panier", [1])
    bags.remove_attribute("visites")
    bags.used_at(1795433000)

    written = bags_of(bags.draft.rewritten(captured[ANONYMOUS]))
    assert written.attribute("panier") == {0: 1}
    assert written.attribute("visites") is None
    assert written.attribute("_csrf/authenticate") == "jeton-csrf-brut"
    assert written.draft.get((META,)) == {"u": 1795433000, "c": 1795432958, "l": 0}
    assert written.draft.has((FLASHES, "success"))


def test_the_use_is_noted_no_more_often_than_the_site_says(captured: dict[str, bytes]) -> None:
    bags = bags_of(captured[ANONYMOUS], threshold=60)
    bags.used_at(1795432958 + 59)
    assert bags.draft.changes == []

    bags.used_at(1795432958 + 60)
    assert bags.last_used == 1795432958 + 60


def test_damaged_bags_are_empty_ones() -> None:
    bags = bags_of(f'{ATTRIBUTES}|N;{META}|a:1:{{s:1:"u";b:1;}}{FLASHES}|i:5;'.encode())

    assert (bags.locale, bags.last_used, bags.messages("x")) == (None, None, ())
    bags.used_at(5)
    assert bags.last_used == 5
