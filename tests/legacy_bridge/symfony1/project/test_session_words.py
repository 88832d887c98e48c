"""What settings.yml, factories.yml and app.yml say of sessions."""

from pathlib import Path

from legacy_bridge.symfony1.project.layout import read_project
from legacy_bridge.symfony1.project.session_words import session_words


def test_words_are_read_as_production_has_them(tmp_path: Path) -> None:
    config = tmp_path / "apps/a/config"
    config.mkdir(parents=True)
    (config / "settings.yml").write_text(
        "prod:\n  .settings:\n    csrf_secret: real\nall:\n  .settings:\n    csrf_secret: dev\n"
    )
    (config / "factories.yml").write_text("all:\n  user:\n    param: { timeout: false }\n")
    (config / "app.yml").write_text(
        "all:\n  sf_guard_plugin: { remember_cookie_name: %SF_NAME% }\n"
    )

    words = session_words(read_project(tmp_path), "a")
    assert words == {"csrf_secret": "real", "timeout": "false"}
