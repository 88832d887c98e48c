"""Migration files of a test's own, and the name of the database they change."""

from collections.abc import Callable
from pathlib import Path

from proxy.wiring.database_desk import DatabaseDesk

NAME = "gestion_guard"

MakeDesk = Callable[..., DatabaseDesk]

MIGRATION = '''\
"""{message}."""

from alembic import op

revision = "{name}"
down_revision = {before!r}

LOT = "{lot}"
PHASE = "{phase}"


def upgrade() -> None:
    for statement in {statements!r}:
        op.execute(statement)
'''


def write_migration(
    folder: Path, *statements: str, phase: str = "contract", lot: str = "rooms", number: int = 1
) -> Path:
    """One file of a folder of migrations."""
    versions = folder / "versions"
    versions.mkdir(parents=True, exist_ok=True)
    (folder / "env.py").touch()
    path = versions / f"{number:03}_change.py"
    before = f"{number - 1:03}" if number > 1 else None
    path.write_text(
        MIGRATION.format(
            message="A change", name=f"{number:03}", before=before, lot=lot, phase=phase,
            statements=list(statements),
        )
    )  # fmt: skip
    return path
