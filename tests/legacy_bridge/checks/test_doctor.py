"""Sites set up well, and badly."""

import os
from pathlib import Path

import pytest

from legacy_bridge.checks.doctor import Finding, Level, Site, findings
from legacy_bridge.php.formats import SessionFormat
from legacy_bridge.stores.save_path import SavePath
from legacy_bridge.symfony1.rules import SessionRules
from tests.fakes.sessions import sf_session

NOW = 1_000_060
PHP = {
    "session.serialize_handler": "php",
    "session.name": "symfony",
    "session.save_handler": "files",
    "session.use_strict_mode": "1",
    "session.gc_maxlifetime": "1800",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("abc", "def"):
        file = tmp_path / f"sess_{name}"
        file.write_bytes(sf_session())
        file.chmod(0o600)
    return tmp_path


def site(folder: Path, **changes: object) -> Site:
    given = {
        "save_path": SavePath(folder),
        "rules": SessionRules(is_strict=True),
        "secrets": {"frontend": "s3cr3t"},
        "cookie_names": ("PHPSESSID",),
        "php_settings": PHP,
        **changes,
    }
    return Site(**given)  # type: ignore[arg-type]


def worst(found: list[Finding]) -> tuple[Level, str]:
    return found[0].level, found[0].what


def test_a_site_set_up_well_is_fine(folder: Path) -> None:
    found = findings(site(folder), NOW)

    assert {finding.level for finding in found} == {Level.FINE}
    assert len(found) == 4


@pytest.mark.parametrize(
    "changes, level, what",
    [
        ({"secrets": {"frontend": ""}}, Level.FAULT, "no csrf_secret for frontend"),
        ({"secrets": {"frontend": "CHANGEME"}}, Level.FAULT, "no csrf_secret for frontend"),
        ({"cookie_names": ("symfony",)}, Level.FAULT,
         "another application's cookie is called symfony"),
        ({"cookie_names": ("sfRemember", "PHPSESSID", "sfRemember")}, Level.FAULT,
         "another application's cookie is called sfRemember"),
        ({"php_settings": None}, Level.RISK, "PHP's own settings are not known"),
        ({"rules": SessionRules(SessionFormat.PHP_SERIALIZE), "php_settings": {}}, Level.FAULT,
         "0 of 2 sessions are of the format php_serialize"),
        ({"php_settings": {**PHP, "session.save_handler": "redis"}}, Level.FAULT,
         "session.save_handler is redis, the site says files"),
        ({"php_settings": {**PHP, "session.use_strict_mode": "0"}, "rules": SessionRules()},
         Level.RISK, "session.use_strict_mode is off"),
        ({"php_settings": {**PHP, "session.use_strict_mode": "0"}}, Level.FAULT,
         "session.use_strict_mode is 0, the site says yes"),
        ({"rules": SessionRules()}, Level.FAULT, "session.use_strict_mode is 1, the site says no"),
        ({"php_settings": {**PHP, "session.gc_maxlifetime": "1440"}}, Level.RISK,
         "session.gc_maxlifetime is 1440"),
        ({"rules": SessionRules(timeout_s=None, is_strict=True)}, Level.FINE, "user"),
    ],
)  # fmt: skip
def test_what_is_wrong_comes_first(
    folder: Path, changes: dict[str, object], level: Level, what: str
) -> None:
    found = findings(site(folder, **changes), NOW)

    assert found[0].level is level
    assert found[0].what.startswith(what)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    found = findings(site(tmp_path / "none"), NOW)

    assert worst(found) == (Level.FAULT, f"{tmp_path / 'none'} is no folder")


def test_without_a_session_little_can_be_said(tmp_path: Path) -> None:
    assert worst(findings(site(tmp_path), NOW)) == (Level.RISK, "no session yet")


def test_sessions_below_folders_are_found(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "sess_abc").write_bytes(b"")
    found = findings(site(tmp_path, save_path=SavePath(tmp_path, 1)), NOW)

    assert any(finding.what == "all 1 sessions looked at are ours" for finding in found)


def test_sessions_others_may_read_are_told(folder: Path) -> None:
    (folder / "sess_abc").chmod(0o644)

    assert worst(findings(site(folder), NOW)) == (Level.RISK, "others may read sessions")


def test_one_broken_session_is_a_risk_not_a_fault(folder: Path) -> None:
    (folder / "sess_def").write_bytes(b"x")

    assert worst(findings(site(folder), NOW)) == (
        Level.RISK, "1 of 2 sessions are of the format php",
    )  # fmt: skip


def test_a_clock_that_is_ahead_is_told(folder: Path) -> None:
    assert worst(findings(site(folder), NOW - 3660)) == (
        Level.FAULT, "PHP's clock is 3600 s ahead of ours",
    )  # fmt: skip


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else for a moment")
def test_another_user_is_told(folder: Path) -> None:
    os.chown(folder / "sess_abc", 12345, 12345)
    level, what = worst(findings(site(folder), NOW))
    assert (level, what) == (Level.FAULT, "sessions belong to users [12345] as well")

    for path in (folder, *folder.parents[:2]):
        path.chmod(0o711)
    os.seteuid(54321)
    try:
        found = findings(site(folder), NOW)
    finally:
        os.seteuid(0)
    assert any("may not write" in finding.what for finding in found)
    assert any("cannot be listed" in finding.what for finding in found)
