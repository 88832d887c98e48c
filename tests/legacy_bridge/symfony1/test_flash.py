"""Flash messages between two sides."""

from legacy_bridge.php.formats import SessionFormat
from legacy_bridge.php.session import PhpSession
from legacy_bridge.symfony1.flash import Flash
from legacy_bridge.symfony1.keys import ATTRIBUTES, FLASH, FLASH_REMOVE
from tests.fakes.sessions import php_draft, sf_session

WAITING = b'a:1:{s:25:"symfony/user/sfUser/flash";a:1:{s:6:"notice";s:2:"ok";}}'


def flash_of(data: bytes) -> Flash:
    return Flash(php_draft(data))


def stored(flash: Flash, data: bytes) -> PhpSession:
    return PhpSession.parse(flash.draft.rewritten(data), SessionFormat.PHP)


def test_ses_45_what_php_left_is_shown_once_and_goes() -> None:
    data = sf_session(WAITING)
    flash = flash_of(data)

    assert flash.get("notice") == "ok"
    assert flash.left == {"notice": "ok"}
    flash.expire()
    after = stored(flash, data)
    assert after.get((ATTRIBUTES, FLASH)) == {}
    assert flash_of(after.data).get("notice") is None


def test_what_was_not_shown_goes_as_well() -> None:
    flash = flash_of(sf_session(WAITING))
    flash.expire()

    assert stored(flash, sf_session(WAITING)).get((ATTRIBUTES, FLASH)) == {}


def test_ses_45_what_is_left_for_php_is_where_php_looks() -> None:
    marked = WAITING[:-1].replace(b"a:1:", b"a:2:", 1) + (
        b's:32:"symfony/user/sfUser/flash/remove";a:1:{s:6:"notice";b:1;}}'
    )
    data = sf_session(marked)
    flash = flash_of(data)
    flash.put("notice", "Enregistré")
    flash.expire()

    after = stored(flash, data)
    assert after.get((ATTRIBUTES, FLASH)) == {"notice": "Enregistré"}
    assert after.get((ATTRIBUTES, FLASH_REMOVE)) == {}


def test_a_message_of_another_request_meanwhile_stays() -> None:
    flash = flash_of(sf_session(WAITING))
    flash.expire()
    newer = sf_session(WAITING.replace(b'"ok"', b'"ko"'))

    assert stored(flash, newer).get((ATTRIBUTES, FLASH, "notice")) == "ko"


def test_a_brief_message_is_never_stored() -> None:
    flash = flash_of(sf_session())
    flash.put_briefly("error", "non")

    assert flash.get("error") == "non"
    flash.expire()
    assert flash.draft.changes == []


def test_a_message_replaces_a_brief_one() -> None:
    flash = flash_of(sf_session())
    flash.put_briefly("error", "non")
    flash.put("error", "oui")

    assert flash.get("error") == "oui"


def test_recorded_messages_are_seen(captured: dict[str, bytes]) -> None:
    flash = flash_of(captured["php/02-flash-set.sess"])

    assert flash.get("notice") == "Bienvenue à la Maison de l’accueil"
    flash.expire()
    consumed = flash_of(captured["php/03-flash-consumed.sess"])
    assert consumed.left == {}
