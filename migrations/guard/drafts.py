"""A new migration file, after the last one, to be filled in."""

import re
import secrets
from pathlib import Path

from alembic.util.exc import CommandError

from migrations.guard.revisions import FOLDER, MigrationUnreadable, scripts_of


def new_migration(lot: str, phase: str, message: str, folder: Path | None = None) -> Path:
    """The file's path; its statements are for a person to write.

    Errors: MigrationUnreadable, when the migrations there have no single last one.
    """
    scripts = scripts_of(folder or FOLDER)
    name = f"{secrets.token_hex(6)}"
    try:
        script = scripts.generate_revision(
            name, re.sub(r'["\\\n]', " ", message).rstrip("."), lot=lot, phase=phase
        )
    except FileNotFoundError as error:
        why = f"{folder or FOLDER}: {error.filename} is missing; copy it from migrations/"
        raise MigrationUnreadable(why) from error
    except CommandError as error:
        raise MigrationUnreadable(str(error)) from error
    if script is None:
        raise MigrationUnreadable(f"{folder or FOLDER}: no file was made")
    return Path(script.path)
