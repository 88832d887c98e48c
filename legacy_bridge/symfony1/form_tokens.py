"""The token that protects a symfony 1 form, made and checked the legacy way."""

import hashlib
import hmac

#: The class whose token delete links, batches and other bare forms carry.
BASE_FORM = "BaseForm"
FIELD = "_csrf_token"


def form_token(secret: str, session_id: str, form_class: str) -> str:
    """The token of one form for one visitor.

    Shape: `secret` is the application's csrf_secret; `form_class` the concrete PHP class.
    Source: sfForm::getCSRFToken. Dies with the session id.
    """
    text = f"{secret}{session_id}{form_class}".encode()
    return hashlib.md5(text, usedforsecurity=False).hexdigest()


def is_form_token(token: str, secret: str, session_id: str, form_class: str) -> bool:
    """Whether `token` is the form's, compared in constant time; an empty secret accepts nothing."""
    expected = form_token(secret, session_id, form_class)
    return bool(secret and session_id) and hmac.compare_digest(
        token.encode("utf-8", "surrogateescape"), expected.encode()
    )
