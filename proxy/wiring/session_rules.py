"""What both sides must agree on about symfony 1's sessions, from the settings."""

from legacy_bridge.php.formats import SessionFormat
from legacy_bridge.symfony1.cookies import SessionCookie
from legacy_bridge.symfony1.rules import SessionRules
from proxy.config import Settings


def session_rules(settings: Settings) -> SessionRules:
    """What both sides must agree on about sessions.

    Shape: symfony's own cache keeps one serialised array, whatever session.serialize_handler says.
    """
    is_cache = settings.symfony1_session_store.startswith("cache:")
    layout = (
        SessionFormat.PHP_SERIALIZE if is_cache else SessionFormat(settings.symfony1_session_format)
    )
    return SessionRules(
        layout=layout,
        cookie=_cookie(settings),
        timeout_s=timeout_s(settings),
        default_culture=settings.symfony1_default_culture,
        dropped_at_sign_out=settings.symfony1_dropped_at_sign_out,
        is_strict=settings.symfony1_strict_ids,
    )


def timeout_s(settings: Settings) -> int | None:
    """How long a visitor may be idle; None for ever."""
    said = settings.symfony1_session_timeout_s
    return None if said is None else int(said)


def _cookie(settings: Settings) -> SessionCookie:
    parts = [each.partition("=") for each in settings.symfony1_session_cookie_attributes.split(";")]
    said = {name.strip().lower(): value.strip() for name, _, value in parts}
    return SessionCookie(
        settings.symfony1_session_cookie,
        path=said.get("path", ""),
        domain=said.get("domain", ""),
        is_secure="secure" in said,
        is_http_only="httponly" in said,
        same_site=said.get("samesite", ""),
        lifetime_s=int(said.get("max-age") or 0),
        signing_secret=settings.symfony1_session_cookie_secret,
    )
