"""What a symfony 1 site says of its sessions in php.ini, factories.yml and app.yml."""

from dataclasses import dataclass, field

from legacy_bridge.php.formats import SessionFormat
from legacy_bridge.php.limits import DEFAULT_LIMITS, Limits
from legacy_bridge.symfony1.cookies import SessionCookie


@dataclass(frozen=True, slots=True)
class SessionRules:
    """The settings that both sides must agree on.

    Shape: `layout` is session.serialize_handler; `timeout_s` factories.yml's user timeout, None
        when it is false; `dropped_at_sign_out` names namespaces that the site's own user class
        drops with the credentials; `is_strict` is session.use_strict_mode.
    """

    layout: SessionFormat = SessionFormat.PHP
    cookie: SessionCookie = field(default_factory=SessionCookie)
    timeout_s: int | None = 1800
    default_culture: str = "fr"
    dropped_at_sign_out: tuple[str, ...] = ()
    is_strict: bool = False
    limits: Limits = DEFAULT_LIMITS
