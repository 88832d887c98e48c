"""${message}."""

from alembic import op

revision = "${up_revision}"
down_revision = ${f'"{down_revision}"' if down_revision else None}

#: The lot that owns what changes, and the step: expand, backfill or contract.
LOT = "${lot}"
PHASE = "${phase}"


def upgrade() -> None:
    """One statement a line: each is a step that can be resumed."""
    op.execute("")
