"""Whether the Symfony 4 site's sign-in page is the one that pages of Python lead strangers to."""

from collections.abc import Iterator
from pathlib import Path

from legacy_bridge.checks.doctor import Finding, Level
from legacy_bridge.symfony1.places import NotUnderstood
from legacy_bridge.symfony4.routing.files import is_project, read_routes
from legacy_bridge.symfony4.security import AccessUnreadable, login_path
from proxy.config import Settings

_ADVICE = "set FIGUIER_SYMFONY4_SIGN_IN_PAGE to the path of its sign-in page"


def sign_in_findings(settings: Settings) -> Iterator[Finding]:
    """What security.yaml says of it; nothing where that file is not named or cannot be read.

    Shape: a route's name is looked up in the projects of FIGUIER_PROJECT_<BACKEND>.
    """
    file, ours = settings.symfony4_security_file, settings.symfony4_sign_in_page
    try:
        said = None if file is None else login_path(file, settings.symfony4_firewall)
    except AccessUnreadable:
        return  # said of access_control already
    if file is None:
        return
    path = said if said is None or said.startswith("/") else _path_of(settings, said)
    if path is None or "{" in path:
        place = "names no page" if said is None else f"names the route {said}"
        what = f"security.yaml {place} to sign in; pages of Python lead to {ours}"
        yield Finding(Level.RISK, what, _ADVICE)
    elif path != ours:
        what = f"people sign in at {path}, pages of Python lead to {ours}"
        yield Finding(Level.FAULT, what, _ADVICE)
    else:
        yield Finding(Level.FINE, f"both sides sign people in at {ours}")


def _path_of(settings: Settings, route: str) -> str | None:
    for folder in map(Path, settings.legacy_projects.values()):
        try:
            if is_project(folder):
                for one in read_routes(folder).routes:
                    if one.name == route:
                        return one.path
        except (NotUnderstood, OSError):
            continue  # the inventory says so
    return None
