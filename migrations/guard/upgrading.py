"""Migrations run statement by statement, each written down: stopped anywhere, they go on."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import BigInteger, Column, DateTime, MetaData, String, Table, func, select
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from migrations.guard.operations import ROWS
from migrations.guard.revisions import Migration
from migrations.guard.statements import operations_of

_METADATA = MetaData()

#: As Alembic's own: its commands and ours understand one another.
VERSIONS = Table(
    "figuier_alembic_version",
    _METADATA,
    Column("version_num", String(32), primary_key=True),
)

#: One row a statement; `done_at` is empty while it runs, and stays so when it was cut short.
STEPS = Table(
    "figuier_migration_step",
    _METADATA,
    Column("revision", String(32), primary_key=True),
    Column("step", BigInteger, primary_key=True, autoincrement=False),
    Column("digest", String(64), nullable=False),
    Column("begun_at", DateTime, nullable=False),
    Column("done_at", DateTime),
)

#: What MariaDB says of a definition that is there, or gone, already: table exists, column exists,
#: key exists, cannot drop what is not there, constraint exists. Source: MariaDB error codes.
_ALREADY = {1050, 1060, 1061, 1091, 1826, 1051, 1022}


@dataclass(frozen=True, slots=True)
class StepDone:
    """One statement that ran, or that had run before a stop and was only written down now."""

    migration: Migration
    number: int
    statement: str
    was_there: bool = False


class UpgradeStopped(Exception):
    """A statement failed: what was done, what failed, what was not tried."""

    def __init__(
        self, migration: Migration, number: int, why: str, earlier: Sequence[StepDone]
    ) -> None:
        """Everything an operator needs to go on."""
        self.migration, self.number, self.why, self.earlier = migration, number, why, earlier
        count = len(migration.statements)
        rest = f"statements {number + 1} to {count} were not tried" if number < count else ""
        done = f"statements 1 to {number - 1} of {count} are done" if number > 1 else "none is done"
        parts = (
            f"{migration.path.name}: {done}", f"statement {number} failed: {why}", rest,
            "mend the cause and run `figuier db upgrade` again: it goes on with that statement",
        )  # fmt: skip
        super().__init__("; ".join(part for part in parts if part))


def pending(engine: Engine, migrations: Sequence[Migration]) -> tuple[Migration, ...]:
    """The migrations that this database has not seen to their end; makes no table.

    Errors: SQLAlchemyError.
    """
    with engine.connect() as connection:
        current = _current(connection)
    names = [one.name for one in migrations]
    return tuple(migrations[names.index(current) + 1 :] if current in names else migrations)


def upgrade(
    engine: Engine, migrations: Sequence[Migration], tell: Callable[[StepDone], None]
) -> tuple[StepDone, ...]:
    """Run what is pending, telling of each statement.

    Errors: UpgradeStopped, SQLAlchemyError when the database is away.
    """
    done: list[StepDone] = []
    waiting = pending(engine, migrations)
    if not waiting:
        return ()
    _METADATA.create_all(engine)
    for migration in waiting:
        for number, statement in enumerate(migration.statements, 1):
            try:
                step = _step(engine, migration, number, statement)
            except SQLAlchemyError as error:
                raise UpgradeStopped(migration, number, _first_line(error), done) from error
            if step is not None:
                done.append(step)
                tell(step)
        with engine.begin() as connection:
            connection.execute(VERSIONS.delete())
            connection.execute(VERSIONS.insert().values(version_num=migration.name))
    return tuple(done)


def _step(engine: Engine, migration: Migration, number: int, statement: str) -> StepDone | None:
    """One statement; None when it was done in an earlier run.

    Errors: SQLAlchemyError, ValueError.
    """
    digest = hashlib.sha256(statement.encode()).hexdigest()
    place = (STEPS.c.revision == migration.name) & (STEPS.c.step == number)
    with engine.connect() as connection:
        row = connection.execute(select(STEPS.c.digest, STEPS.c.done_at).where(place)).first()
    if row is not None and row[1] is not None:
        if row[0] == digest:
            return None
        why = "the file was changed after this statement ran; write a new migration instead"
        raise UpgradeStopped(migration, number, why, ())
    changes_rows = any(one.act in ROWS for one in operations_of(statement))
    with engine.begin() as connection:
        if row is None:
            values = {"revision": migration.name, "step": number, "digest": digest}
            connection.execute(STEPS.insert().values(begun_at=func.now(), **values))
        if changes_rows:
            # Rows and their note are one transaction: after a stop, both are there or neither.
            connection.exec_driver_sql(statement.replace("%", "%%"))
            connection.execute(STEPS.update().where(place).values(done_at=func.now()))
            return StepDone(migration, number, statement)
    was_there = _defined(engine, statement, is_resumed=row is not None)
    with engine.begin() as connection:
        connection.execute(STEPS.update().where(place).values(done_at=func.now(), digest=digest))
    return StepDone(migration, number, statement, was_there)


def _defined(engine: Engine, statement: str, *, is_resumed: bool) -> bool:
    """Run a statement that defines; True when a run cut short had done it already."""
    with engine.connect() as connection:
        try:
            connection.exec_driver_sql(statement.replace("%", "%%"))
            connection.commit()
        except DBAPIError as error:
            code = error.orig.args[0] if error.orig is not None and error.orig.args else 0
            if is_resumed and code in _ALREADY:
                return True
            raise
    return False


def _current(connection: Connection) -> str:
    if not connection.dialect.has_table(connection, VERSIONS.name):
        return ""
    return str(connection.execute(select(VERSIONS.c.version_num)).scalar() or "")


def _first_line(error: SQLAlchemyError) -> str:
    return str(getattr(error, "orig", None) or error).splitlines()[0]
