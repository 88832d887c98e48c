"""Alembic's environment: our own version table, nothing compared, nothing else touched."""

from alembic import context
from sqlalchemy.engine import Connection

#: Where the database remembers which migrations ran; no name that Doctrine or Symfony uses.
VERSION_TABLE = "figuier_alembic_version"


def run(connection: Connection) -> None:
    """What `alembic` itself would do; `figuier db upgrade` does the same one step at a time."""
    context.configure(connection=connection, version_table=VERSION_TABLE)
    context.run_migrations()


run(context.config.attributes["connection"])
