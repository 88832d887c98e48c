"""Migration files read without a database: lot, phase, and the statements they would run."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from alembic.config import Config
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy.dialects import mysql

from migrations.guard.findings import Phase
from migrations.guard.operations import Act, Operation
from migrations.guard.statements import operations_of
from migrations.guard.verdicts import Revision

#: Where the project's own migrations are.
FOLDER = Path(__file__).resolve().parents[1]


class MigrationUnreadable(ValueError):
    """A migration file, or the order of them, cannot be used; the message says why and where."""


@dataclass(frozen=True, slots=True)
class Migration:
    """A migration with its statements, in the order they would run."""

    name: str
    path: Path
    lot: str
    phase: Phase | None
    message: str
    statements: tuple[str, ...]
    trouble: str = ""

    def revision(self, shown_from: Path) -> Revision:
        """The same as the guard judges it."""
        try:
            path = self.path.relative_to(shown_from).as_posix()
        except ValueError:
            path = str(self.path)
        operations = [one for sql in self.statements for one in operations_of(sql)]
        if self.trouble:
            operations.append(Operation(Act.NOT_UNDERSTOOD, "", self.trouble))
        return Revision(self.name, path, self.lot, self.phase, tuple(operations))


def scripts_of(folder: Path) -> ScriptDirectory:
    """Alembic's view of a folder of migrations."""
    config = Config()
    config.set_main_option("script_location", str(folder))
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config)
    scripts.messaging_opts = {"quiet": True}
    return scripts


def migrations_in(folder: Path = FOLDER) -> tuple[Migration, ...]:
    """Every migration, the first to run first.

    Errors: MigrationUnreadable, for two heads, a gap, or a file that is no Python.
    """
    if not (folder / "versions").is_dir():
        raise MigrationUnreadable(f"{folder}: no folder of migrations, since it has no versions/")
    try:
        with warnings.catch_warnings():
            # A migration that names one that is not there: a warning of Alembic's, a gap to us.
            warnings.simplefilter("error", UserWarning)
            scripts = list(scripts_of(folder).walk_revisions())
    except (
        CommandError, SyntaxError, ImportError, KeyError, ValueError, AttributeError, UserWarning,
    ) as error:  # fmt: skip
        raise MigrationUnreadable(f"{folder / 'versions'}: {error}") from error
    heads = [one.revision for one in scripts if one.is_head]
    if len(heads) > 1:
        both = ", ".join(sorted(heads))
        text = f"two migrations come last: {both}; let one name the other as its down_revision"
        raise MigrationUnreadable(f"{folder / 'versions'}: {text}")
    return tuple(_migration(script) for script in reversed(scripts))


def _migration(script: Script) -> Migration:
    module = cast("Any", script.module)
    statements: list[str] = []
    trouble = ""
    try:
        statements = list(_statements(module))
    except Exception as error:  # noqa: BLE001, whatever a migration does wrong is a finding
        trouble = f"upgrade() fails without a database: {type(error).__name__}: {error}"
    lot, phase = getattr(module, "LOT", ""), getattr(module, "PHASE", "")
    known = {one.value: one for one in Phase}
    if not lot or phase not in known:
        trouble = trouble or (
            f"LOT is {lot!r} and PHASE {phase!r}; say the lot, and one of {', '.join(known)}"
        )
    return Migration(
        script.revision, Path(script.path), str(lot), known.get(phase), script.doc.strip(),
        tuple(statements), trouble,
    )  # fmt: skip


class _Kept:
    """What Alembic would print, one statement for each call."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    def write(self, text: str) -> None:
        """Keep a statement, without its end."""
        if statement := text.strip().rstrip(";").strip():
            self.statements.append(statement)

    def flush(self) -> None:
        """Nothing waits."""


def _statements(module: Any) -> Sequence[str]:
    kept = _Kept()
    # A named style doubles no percent sign: what is read here is what runs.
    context = MigrationContext.configure(
        dialect=mysql.dialect(paramstyle="named"),
        opts={"as_sql": True, "output_buffer": kept, "literal_binds": True},
    )
    with Operations.context(context):
        module.upgrade()
    return kept.statements
