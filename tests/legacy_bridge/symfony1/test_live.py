"""One session during one request."""

from legacy_bridge.symfony1.live import LiveSession
from legacy_bridge.symfony1.rules import SessionRules
from tests.fakes.sessions import php_draft, sf_session


def live(data: bytes) -> LiveSession:
    return LiveSession("old", "old", php_draft(data), SessionRules(), 1_000_000)


def test_ses_20_a_sign_in_changes_the_id_at_once() -> None:
    session = live(sf_session())
    token = session.form_token("secret", "CommuneForm")
    session.sign_in(3, ["referentiels"])

    assert session.has_new_id
    assert session.user.user_id == 3
    assert not session.accepts_token(token, "secret", "CommuneForm")
    new_token = session.form_token("secret", "CommuneForm")
    assert session.accepts_token(new_token, "secret", "CommuneForm")


def test_ses_22_a_sign_out_changes_the_id_once() -> None:
    session = live(sf_session(signed_in=True))
    session.sign_out()
    first = session.session_id
    session.regenerate()

    assert session.session_id == first != "old"
    assert not session.user.is_authenticated


def test_credentials_change_the_id_only_when_they_change() -> None:
    session = live(sf_session(signed_in=True, credentials=b'a:1:{i:0;s:1:"a";}'))
    session.grant(["a"])
    assert not session.has_new_id

    session.grant(["a", "b"])
    assert session.has_new_id
    assert session.user.credentials == ("a", "b")


def test_a_form_is_outdated_by_the_request_that_changed_the_id() -> None:
    session = live(sf_session(signed_in=True))
    token = session.form_token("secret", "CommuneForm")
    assert not session.is_outdated(token, "secret", "CommuneForm")

    session.sign_out()
    assert session.is_outdated(token, "secret", "CommuneForm")
    assert not session.is_outdated(token, "secret", "QuartierForm")
    assert not session.is_outdated(
        session.form_token("secret", "CommuneForm"), "secret", "CommuneForm"
    )
