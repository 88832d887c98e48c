"""What the legacy project's own files say of sessions, held against our settings."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from legacy_bridge.checks.doctor import Finding, Level
from legacy_bridge.symfony1.places import NotUnderstood
from legacy_bridge.symfony1.project.layout import is_project, read_project
from legacy_bridge.symfony1.project.session_words import session_words
from proxy.config import Settings
from proxy.wiring.session_rules import timeout_s


def project_findings(settings: Settings) -> Iterator[Finding]:
    """Where settings.yml, factories.yml and app.yml say the same as we do, and where they do not.

    Shape: without the project's folder (FIGUIER_PROJECT_<BACKEND>) nothing; no secret is shown.
    """
    for folder in map(Path, settings.legacy_projects.values()):
        if not is_project(folder):
            continue
        try:
            project = read_project(folder)
            for application in project.applications:
                yield from _held_against(settings, application, session_words(project, application))
        except (NotUnderstood, OSError) as error:
            yield Finding(Level.RISK, f"the project's files cannot be read: {error}")


def _held_against(
    settings: Settings, application: str, said: Mapping[str, str]
) -> Iterator[Finding]:
    timeout = timeout_s(settings)
    ours = {
        "timeout": ("SESSION_TIMEOUT_S", "false" if timeout is None else str(timeout)),
        "session_name": ("SESSION_COOKIE", settings.symfony1_session_cookie),
        "remember_cookie_name": ("REMEMBER_COOKIE", settings.symfony1_remember_cookie),
        "remember_key_expiration_age": ("REMEMBER_AGE_S", str(settings.symfony1_remember_age_s)),
    }
    differing = [word for word in ours if word in said and said[word] != ours[word][1]]
    for word in differing:
        setting, value = ours[word]
        yield Finding(
            Level.FAULT,
            f"{word} of {application} is {said[word]}, Python's is {value}",
            f"set FIGUIER_SYMFONY1_{setting} to the same",
        )
    secret = settings.symfony1_csrf_secrets.get(application)
    if secret and "csrf_secret" in said and said["csrf_secret"] != secret:
        differing.append("csrf_secret")
        yield Finding(
            Level.FAULT,
            f"csrf_secret of {application} is another than Python's",
            f"set FIGUIER_SYMFONY1_CSRF_SECRET_{application.upper()} to settings.yml's",
        )
    if said and not differing:
        yield Finding(Level.FINE, f"the files of {application} say of sessions what we say")
