"""Form tokens."""

import pytest

from legacy_bridge.symfony1.form_tokens import form_token, is_form_token

SECRET, ID = "c5rf-s3cr3t-frontend", "0123456789abcdef"


def test_ses_36_a_token_is_md5_of_secret_id_and_class() -> None:
    # php -r 'echo md5("c5rf-s3cr3t-frontend"."0123456789abcdef"."BaseForm");'
    assert form_token(SECRET, ID, "BaseForm") == "ecf4d5f25f71efdbe0cd4fbf5201b465"
    assert is_form_token(form_token(SECRET, ID, "BaseForm"), SECRET, ID, "BaseForm")


@pytest.mark.parametrize(
    "secret, session_id, form_class",
    [
        pytest.param("c5rf-s3cr3t-backend", ID, "BaseForm", id="another application"),
        pytest.param(SECRET, "fedcba9876543210", "BaseForm", id="another visitor, or the old id"),
        pytest.param(SECRET, ID, "CommuneForm", id="another form"),
    ],
)
def test_ses_36_a_token_of_something_else_is_refused(
    secret: str, session_id: str, form_class: str
) -> None:
    token = form_token(secret, session_id, form_class)

    assert not is_form_token(token, SECRET, ID, "BaseForm")


@pytest.mark.parametrize("token", ["", "é\udcff", "0" * 32, "A" * 65536])
def test_ses_36_what_is_no_token_is_refused(token: str) -> None:
    assert not is_form_token(token, SECRET, ID, "BaseForm")


@pytest.mark.parametrize("secret, session_id", [("", ID), (SECRET, "")])
def test_without_a_secret_or_a_session_nothing_is_accepted(secret: str, session_id: str) -> None:
    assert not is_form_token(form_token(secret, session_id, "X"), secret, session_id, "X")
