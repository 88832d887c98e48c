"""The sign-in page of a Symfony 4 site, as its files name it."""

from pathlib import Path

import pytest

from legacy_bridge.checks.doctor import Level
from proxy.config import read_settings
from proxy.wiring.sign_in_findings import sign_in_findings

VITRINE = Path(__file__).resolve().parents[3] / "demo/vitrine"
SECURITY = VITRINE / "config/packages/security.yaml"


def found(security: Path | None, page: str, project: Path | None) -> list[tuple[Level, str]]:
    given = {
        "FIGUIER_SYMFONY4_SECURITY_FILE": security,
        "FIGUIER_SYMFONY4_SIGN_IN_PAGE": page,
        "FIGUIER_PROJECT_VITRINE": project,
    }
    settings = read_settings({name: str(value) for name, value in given.items() if value})
    return [(one.level, one.what) for one in sign_in_findings(settings)]


@pytest.mark.parametrize(
    "page, project, level, what",
    [
        ("/espace/connexion", VITRINE, Level.FINE, "both sides sign people in at /espace/connexion"),
        ("/login", VITRINE, Level.FAULT, "sign in at /espace/connexion, pages of Python lead to /login"),
        ("/login", None, Level.RISK, "names the route partner_sign_in to sign in"),
        ("/login", VITRINE.parent, Level.RISK, "names the route partner_sign_in to sign in"),
    ],
    ids=["the same", "another", "no project", "none there"],
)  # fmt: skip
def test_the_demos_sign_in_is_found_by_its_route(
    page: str, project: Path | None, level: Level, what: str
) -> None:
    ((said, sentence),) = found(SECURITY, page, project)

    assert said is level
    assert what in sentence


@pytest.mark.parametrize(
    "firewalls, level",
    [
        ("{main: {form_login: {login_path: /entree}}}", Level.FINE),
        ("{other: {context: main, form_login: {login_path: /entree}}}", Level.FINE),
        ("{main: {form_login: ~}}", Level.FAULT),
        ("{main: {form_login: {login_path: '/{_locale}/in'}}}", Level.RISK),
        ("{main: {guard: {}}}", Level.RISK),
        ("{dev: {security: false}, api: {form_login: {login_path: /entree}}}", Level.RISK),
        ("~", Level.RISK),
    ],
)
def test_other_sites_say_it_in_other_ways(tmp_path: Path, firewalls: str, level: Level) -> None:
    (tmp_path / "security.yaml").write_text(f"security: {{firewalls: {firewalls}}}")

    assert [one for one, _ in found(tmp_path / "security.yaml", "/entree", None)] == [level]


def test_nothing_is_said_without_a_file_that_can_be_read(tmp_path: Path) -> None:
    assert found(None, "/login", None) == []
    assert found(tmp_path / "none.yaml", "/login", None) == []
