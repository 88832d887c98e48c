"""`figuier db` as an operator types it, over an invented project; without a database where it can."""

import json
import re
import shlex
from pathlib import Path

import pytest

from tests.fakes.migration_files import write_migration
from tests.proxy.cli.conftest import Run


@pytest.fixture
def php(tmp_path: Path) -> str:
    """A project whose template reads one column, as --project wants it."""
    project = tmp_path / "php"
    (project / "config/doctrine").mkdir(parents=True)
    (project / "config/doctrine/schema.yml").write_text("Salle:\n  columns: { note: clob }\n")
    templates = project / "apps/frontend/modules/salle/templates"
    templates.mkdir(parents=True)
    (templates / "showSuccess.php").write_text("<?php echo $salle->getNote() ?>\n")
    return f"gestion={project}"


def test_usage_says_who_where_and_how(figuier: Run, php: str) -> None:
    result = figuier("db", "usage", "salle.note", "--project", php)

    assert result.exit_code == 0
    assert "php/apps/frontend/modules/salle/templates/showSuccess.php:1" in result.output
    assert "Warning: the live tables were not looked at" in result.stderr


def test_usage_as_json_is_for_programs(figuier: Run, php: str) -> None:
    result = figuier("db", "usage", "salle.note", "--project", php, "--json")

    usages = json.loads(result.stdout)["usages"]
    assert {usage["mode"] for usage in usages} == {"declares", "reads"}


def test_what_nobody_uses_ends_with_1(figuier: Run, php: str) -> None:
    result = figuier("db", "usage", "salle.gone", "--project", php)

    assert result.exit_code == 1
    assert "Nobody uses salle.gone" in result.stdout


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("db", "usage", "a.b.c"), "neither TABLE nor TABLE.COLUMN"),
        (("db", "check", "--project", "gestion"), "say BACKEND=FOLDER"),
        (("db", "check", "--project", "gestion=/nowhere"), "/nowhere is not a folder"),
        (("db", "check", "--project", "elsewhere=/"), "elsewhere: no backend"),
        (("db", "new", "nobody", "expand", "x"), "'nobody' is not a lot"),
        (("db", "new", "lists", "later", "x"), "'later' is not one of"),
        (("db", "upgrade"), "FIGUIER_DATABASE_URL: not set"),
        (("db", "doctor"), "FIGUIER_DATABASE_URL: not set"),
        (("db", "check", "--migrations", "/nowhere"), "/nowhere"),
    ],
    ids=lambda case: case if isinstance(case, str) else "-".join(case[1:3]),
)
def test_wrong_words_say_what_to_do_and_end_with_2(
    figuier: Run, words: tuple[str, ...], why: str
) -> None:
    result = figuier(*words)

    assert result.exit_code == 2
    assert why in result.stderr


def test_a_migration_is_begun_filled_in_and_refused(figuier: Run, php: str, tmp_path: Path) -> None:
    folder = tmp_path / "changes"
    write_migration(folder, "ALTER TABLE salle ADD COLUMN x INT", lot="lists")
    (folder / "script.py.mako").write_text(Path("migrations/script.py.mako").read_text())

    begun = figuier("db", "new", "lists", "contract", 'Drop "note"', "--migrations", str(folder))
    path = Path(begun.stdout.strip())
    path.write_text(path.read_text().replace('op.execute("")', 'op.drop_column("salle", "note")'))
    result = figuier("db", "check", "--project", php, "--migrations", str(folder))

    assert begun.exit_code == 0
    assert result.exit_code == 3
    assert "refused" in result.stdout
    assert "showSuccess.php:1 reads it" in result.stdout
    assert "[column-in-use]" in result.stdout


def test_a_check_as_json_names_the_rule(figuier: Run, php: str, tmp_path: Path) -> None:
    write_migration(tmp_path / "changes", "ALTER TABLE salle DROP COLUMN note", lot="lists")
    result = figuier(
        "db", "check", "--project", php, "--migrations", str(tmp_path / "changes"), "--json"
    )

    (migration,) = json.loads(result.stdout)["migrations"]
    assert migration["is_refused"]
    assert "column-in-use" in {finding["rule"] for finding in migration["findings"]}


def test_no_migration_is_nothing_to_refuse(figuier: Run) -> None:
    result = figuier("db", "check")

    assert (result.exit_code, result.stdout) == (0, "No migration waits.\n")


ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs/how-to/change-a-shared-table.md").read_text(encoding="utf-8")
IN_CI = shlex.split(next(re.finditer(r"^\$ figuier (db check --all .*)", PAGE, re.MULTILINE))[1])


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("ALTER TABLE commune DROP COLUMN epci", 3),
        ("SET NAMES utf8mb4; ALTER TABLE commune DROP COLUMN epci", 3),
        ("ALTER TABLE commune ADD COLUMN vallee INT NULL", 0),
    ],
    ids=["what PHP reads", "the same behind something harmless", "what nobody minds"],
)
def test_the_check_of_the_how_to_needs_sources_alone(
    figuier: Run, tmp_path: Path, statement: str, code: int
) -> None:
    phase = "contract" if code else "expand"
    folder = tmp_path / "migrations"
    write_migration(folder, statement, phase=phase, lot="reference_lists")

    routing = str(ROOT / "routing.yaml")
    result = figuier(*IN_CI, "--migrations", str(folder), FIGUIER_ROUTING_FILE=routing)

    assert result.exit_code == code, result.output
    assert "the live tables were not looked at" in result.stderr
    assert ("column-in-use" in result.output) is bool(code)
