"""What an application's own files say of sessions, forms and remember cookies."""

from collections.abc import Mapping

from legacy_bridge.symfony1.places import Doubt
from legacy_bridge.symfony1.project.layout import Project
from legacy_bridge.symfony1.project.settings import configured
from legacy_bridge.symfony1.sfyaml.files import holds_php
from legacy_bridge.symfony1.sfyaml.inline import Value

#: The word, its file, and where it stands there.
_PLACES = (
    ("csrf_secret", "settings.yml", (".settings", "csrf_secret")),
    ("timeout", "factories.yml", ("user", "param", "timeout")),
    ("session_name", "factories.yml", ("storage", "param", "session_name")),
    ("remember_cookie_name", "app.yml", ("sf_guard_plugin", "remember_cookie_name")),
    ("remember_key_expiration_age", "app.yml", ("sf_guard_plugin", "remember_key_expiration_age")),
)


def session_words(project: Project, application: str) -> Mapping[str, str]:
    """Those words that are said, as text; `false` for false.

    Shape: a word that is not there has symfony's default, and what only running PHP or a
        constant (%SF_…%) tells is left out.
    """
    doubts: list[Doubt] = []
    found = {}
    for word, file, path in _PLACES:
        value: Value = dict(configured(project, application, file, doubts))
        for key in path:
            value = value.get(key) if isinstance(value, dict) else None
        if isinstance(value, str | int) and not holds_php(value) and "%" not in str(value):
            found[word] = str(value).lower() if isinstance(value, bool) else str(value)
    return found
