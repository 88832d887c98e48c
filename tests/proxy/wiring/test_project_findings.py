"""The demo's own project files, held against settings that agree and that do not."""

from pathlib import Path

import pytest

from legacy_bridge.checks.doctor import Level
from proxy.config import read_settings
from proxy.wiring.project_findings import project_findings

GESTION = Path(__file__).resolve().parents[3] / "demo/gestion"
RIGHT = {
    "FIGUIER_PROJECT_GESTION": str(GESTION),
    "FIGUIER_SYMFONY1_CSRF_SECRET_FRONTEND": "valmont-frontend-secret",
    "FIGUIER_SYMFONY1_CSRF_SECRET_BACKEND": "valmont-backend-secret",
}


def found(**changes: str) -> set[tuple[Level, str]]:
    settings = read_settings(RIGHT | {f"FIGUIER_{name}": value for name, value in changes.items()})
    return {(finding.level, finding.what) for finding in project_findings(settings)}


def test_a_project_that_agrees_is_fine() -> None:
    assert found() == {
        (Level.FINE, f"the files of {name} say of sessions what we say")
        for name in ("frontend", "backend")
    }


@pytest.mark.parametrize(
    ("name", "value", "what"),
    [
        ("SYMFONY1_CSRF_SECRET_FRONTEND", "wrong", "csrf_secret of frontend is another"),
        ("SYMFONY1_SESSION_COOKIE", "sf", "session_name of frontend is symfony, Python's is sf"),
        ("SYMFONY1_REMEMBER_COOKIE", "rm", "remember_cookie_name of frontend is sfRemember"),
        ("SYMFONY1_REMEMBER_AGE_S", "60", "remember_key_expiration_age of frontend is 1296000"),
        ("SYMFONY1_SESSION_TIMEOUT_S", "60", "timeout of frontend is 1800, Python's is 60"),
        ("SYMFONY1_SESSION_TIMEOUT_S", "false", "timeout of frontend is 1800, Python's is false"),
    ],
)
def test_what_differs_is_told_without_its_secret(name: str, value: str, what: str) -> None:
    faults = [said for level, said in found(**{name: value}) if level is Level.FAULT]

    assert any(said.startswith(what) for said in faults)
    assert not any("valmont" in said for said in faults)


def test_a_folder_that_is_no_project_says_nothing(tmp_path: Path) -> None:
    assert found(PROJECT_GESTION=str(tmp_path)) == set()


def test_a_file_that_cannot_be_read_is_left_out(tmp_path: Path) -> None:
    config = tmp_path / "apps/frontend/config"
    config.mkdir(parents=True)
    (config / "settings.yml").write_text("all:\n  .settings:\n csrf_secret: [\n")
    (config / "factories.yml").write_text("all:\n  user: { param: { timeout: %SF_TIMEOUT% } }\n")

    assert found(PROJECT_GESTION=str(tmp_path)) == set()
