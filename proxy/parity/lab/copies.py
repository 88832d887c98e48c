"""Private copies of the business database: made, watched, put back; the original is only read."""

import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, create_engine, make_url, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from proxy.errors import ParityRunImpossible

#: What the copies are called behind the name of the database they are made from.
BASE, CONTROL, CANDIDATE = "_parity_base", "_parity_php", "_parity_python"

#: Access denied to a database, to a table, for want of a privilege.
_DENIED = (1044, 1142, 1227)
_COUNTER = re.compile(r" AUTO_INCREMENT=\d+")

#: A row as the server quotes it, by column.
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class RowChange:
    """What became of one row. Shape: `kind` is inserted, updated or deleted; a column that did
    not change is not in the two rows of an update.
    """

    table: str
    kind: str
    key: tuple[str, ...]
    before: Row
    after: Row


class Copies:
    """Three copies beside a database: as it was, PHP's and Python's.

    Shape: `url` is the original's, as SQLAlchemy takes it; its user may make databases whose
           names begin with the original's.
    """

    def __init__(self, url: str) -> None:
        parsed = make_url(url)
        if not parsed.drivername.startswith(("mysql", "mariadb")) or not parsed.database:
            raise ParityRunImpossible(
                "FIGUIER_DATABASE_URL names no MySQL or MariaDB database to make copies of"
            )
        if parsed.drivername in {"mysql", "mariadb"}:
            parsed = parsed.set(drivername="mysql+mysqldb")
        self._url = parsed
        self.original = str(parsed.database)
        self._engine = create_engine(parsed, poolclass=NullPool, hide_parameters=True)
        self._made: tuple[str, ...] = ()
        self._held: ExitStack | None = None
        self._sums_before: dict[str, object] = {}
        self._base_sums: dict[str, object] | None = None

    def name(self, suffix: str) -> str:
        """The database of a copy."""
        return self.original + suffix

    def url(self, suffix: str) -> str:
        """A copy's address, with its password."""
        return self._url.set(database=self.name(suffix)).render_as_string(hide_password=False)

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        """A connection on which every statement counts at once.

        Errors: ParityRunImpossible.
        """
        try:
            with self._engine.connect() as plain:
                connection = plain.execution_options(isolation_level="AUTOCOMMIT")
                connection.execute(text("SET foreign_key_checks = 0"))
                connection.execute(text("SET sql_mode = 'NO_AUTO_VALUE_ON_ZERO'"))
                yield connection
        except SQLAlchemyError as error:
            cause = str(getattr(error, "orig", None) or error).splitlines()[0]
            told = f"the copies of {self.original} cannot be made or read ({cause})"
            if any(f"({code}," in cause for code in _DENIED):
                told += f": the user of FIGUIER_DATABASE_URL needs all rights on `{self.original}%`"
            raise ParityRunImpossible(told) from error

    def make(self, *wanted: str) -> None:
        """Those wanted, or all three, as the original is now. Triggers and views are not copied.

        Errors: ParityRunImpossible.
        """
        self._take()
        self._made = tuple(
            each for each in (BASE, CONTROL, CANDIDATE) if not wanted or each in wanted
        )
        with self._connected() as connection:
            self._sums_before = _sums(connection, self.original)
            for suffix in self._made:
                connection.execute(text(f"DROP DATABASE IF EXISTS `{self.name(suffix)}`"))
                connection.execute(text(f"CREATE DATABASE `{self.name(suffix)}`"))
                self._fill(connection, suffix)

    def _take(self) -> None:
        """Have the copies to ourselves until they are dropped, or this process ends.

        Errors: ParityRunImpossible, while another run works on them.
        """
        if self._held is not None:
            return
        held = ExitStack()
        connection = held.enter_context(self._connected())
        asked = text("SELECT GET_LOCK(:name, 0)")
        if not connection.execute(asked, {"name": self.name(BASE)}).scalar():
            held.close()
            raise ParityRunImpossible(
                f"another run works on copies of {self.original}: wait until it ends"
            )
        self._held = held

    def _fill(self, connection: Connection, suffix: str) -> None:
        names = _tables(connection, self.original)
        source = self.original if suffix == self._made[0] else self.name(self._made[0])
        for table in names:
            row = connection.execute(text(f"SHOW CREATE TABLE `{self.original}`.`{table}`")).one()
            connection.execute(text(f"USE `{self.name(suffix)}`"))
            connection.exec_driver_sql(_COUNTER.sub("", row[1]).replace("%", "%%"))
            _copy_rows(connection, table, source, self.name(suffix))
        connection.execute(text(f"USE `{self.original}`"))

    def drop(self) -> None:
        """None of them is left; those of another run stay.

        Errors: ParityRunImpossible.
        """
        if self._held is None:
            return
        with self._connected() as connection:
            for suffix in (BASE, CONTROL, CANDIDATE):
                connection.execute(text(f"DROP DATABASE IF EXISTS `{self.name(suffix)}`"))
        self._held.close()
        self._held = None

    def changed_outside(self) -> list[str]:
        """The tables of the original that changed since the copies were made.

        Errors: ParityRunImpossible.
        """
        with self._connected() as connection:
            now = _sums(connection, self.original)
        before = self._sums_before
        return sorted(name for name in {*before, *now} if before.get(name) != now.get(name))

    def changed_tables(self, suffix: str) -> list[str]:
        """The tables of a copy that are not as they were.

        Errors: ParityRunImpossible.
        """
        with self._connected() as connection:
            if self._base_sums is None:
                self._base_sums = _sums(connection, self.name(BASE))
            now, base = _sums(connection, self.name(suffix)), self._base_sums
            return sorted(name for name in {*base, *now} if base.get(name) != now.get(name))

    def put_back(self, suffix: str) -> None:
        """Make a copy what it was.

        Errors: ParityRunImpossible.
        """
        changed = self.changed_tables(suffix)
        if changed:
            with self._connected() as connection:
                for table in changed:
                    _copy_rows(connection, table, self.name(BASE), self.name(suffix))

    def take_over(self, suffix: str) -> None:
        """Let what a copy holds now be how all were: after sign-ins, before the first scene.

        Errors: ParityRunImpossible.
        """
        changed = self.changed_tables(suffix)
        self._base_sums = None
        if changed:
            with self._connected() as connection:
                for table in changed:
                    for other in {*self._made} - {suffix}:
                        _copy_rows(connection, table, self.name(suffix), self.name(other))

    def changes(self, suffix: str) -> list[RowChange]:
        """What became of the rows of a copy.

        Errors: ParityRunImpossible.
        """
        found: list[RowChange] = []
        for table in self.changed_tables(suffix):
            with self._connected() as connection:
                found += _changed_rows(connection, table, self.name(BASE), self.name(suffix))
        return found

    def age(self, suffix: str, table: str, key: Sequence[str]) -> None:
        """Let a row of a copy have been written a day earlier: a clock that moves is then seen.

        Errors: ParityRunImpossible.
        """
        with self._connected() as connection:
            _, keys = _columns(connection, self.name(suffix), table)
            is_it = " AND ".join(
                f"`{name}` = {value}" for name, value in zip(keys, key, strict=True)
            )
            for name in _clocks(connection, self.name(suffix), table):
                sql = (
                    f"UPDATE `{self.name(suffix)}`.`{table}`"  # noqa: S608 - our names
                    f" SET `{name}` = `{name}` - INTERVAL 1 DAY"
                    f" WHERE {is_it} AND ABS(TIMESTAMPDIFF(HOUR, `{name}`, NOW())) < 24"
                )
                connection.exec_driver_sql(sql.replace("%", "%%"))

    def widths(self, table: str) -> dict[str, int]:
        """How many letters each text column of a table holds.

        Errors: ParityRunImpossible.
        """
        sql = text(
            "SELECT COLUMN_NAME, CHARACTER_MAXIMUM_LENGTH FROM information_schema.COLUMNS"
            " WHERE TABLE_SCHEMA = :base AND TABLE_NAME = :name AND DATA_TYPE LIKE '%char'"
        )
        with self._connected() as connection:
            rows = connection.execute(sql, {"base": self.original, "name": table})
            return {str(name): int(length) for name, length in rows}


def _clocks(connection: Connection, database: str, table: str) -> list[str]:
    rows = connection.execute(text(f"SHOW COLUMNS FROM `{database}`.`{table}`"))
    return [row[0] for row in rows if row[1].startswith(("datetime", "timestamp"))]


def _tables(connection: Connection, database: str) -> list[str]:
    sql = f"SHOW FULL TABLES FROM `{database}` WHERE Table_type = 'BASE TABLE'"
    return [row[0] for row in connection.execute(text(sql))]


def _sums(connection: Connection, database: str) -> dict[str, object]:
    names = _tables(connection, database)
    if not names:
        return {}
    listed = ", ".join(f"`{database}`.`{name}`" for name in names)
    rows = connection.exec_driver_sql(f"CHECKSUM TABLE {listed}".replace("%", "%%"))
    return {str(row[0]).partition(".")[2]: row[1] for row in rows}


def _copy_rows(connection: Connection, table: str, source: str, target: str) -> None:
    connection.execute(text(f"DELETE FROM `{target}`.`{table}`"))  # noqa: S608 - our names
    connection.execute(text(f"INSERT INTO `{target}`.`{table}` SELECT * FROM `{source}`.`{table}`"))  # noqa: S608 - our names
    counter = connection.execute(
        text(
            "SELECT AUTO_INCREMENT FROM information_schema.TABLES"
            " WHERE TABLE_SCHEMA = :source AND TABLE_NAME = :name"
        ),
        {"source": source, "name": table},
    ).scalar()
    if counter:
        sql = f"ALTER TABLE `{target}`.`{table}` AUTO_INCREMENT = {int(counter)}"
        connection.execute(text(sql))


def _changed_rows(connection: Connection, table: str, base: str, copy: str) -> Iterator[RowChange]:
    columns, keys = _columns(connection, copy, table)
    one, other = (_digests(connection, name, table, columns, keys) for name in (base, copy))
    changed = sorted(key for key in {*one, *other} if one.get(key) != other.get(key))
    if not changed:
        return
    before = _rows(connection, base, table, columns, keys)
    after = _rows(connection, copy, table, columns, keys)
    for key in changed:
        old, new = before.get(key), after.get(key)
        if old is None or new is None:
            kind = "inserted" if old is None else "deleted"
            yield RowChange(table, kind, key, old or {}, new or {})
            continue
        names = [name for name in columns if old.get(name) != new.get(name)]
        yield RowChange(
            table, "updated", key, {n: old.get(n, "") for n in names}, {n: new[n] for n in names}
        )


def _columns(connection: Connection, database: str, table: str) -> tuple[list[str], list[str]]:
    rows = connection.execute(text(f"SHOW COLUMNS FROM `{database}`.`{table}`")).all()
    columns = [row[0] for row in rows]
    return columns, [row[0] for row in rows if row[3] == "PRI"] or columns


def _digests(
    connection: Connection, database: str, table: str, columns: Sequence[str], keys: Sequence[str]
) -> dict[tuple[str, ...], object]:
    key = ", ".join(f"QUOTE(`{name}`)" for name in keys)
    whole = ", ".join(f"QUOTE(`{name}`)" for name in columns)
    sql = f"SELECT {key}, MD5(CONCAT_WS(',', {whole})) FROM `{database}`.`{table}`"  # noqa: S608 - our names
    return {tuple(map(_said, row[:-1])): row[-1] for row in connection.execute(text(sql))}


def _rows(
    connection: Connection, database: str, table: str, columns: Sequence[str], keys: Sequence[str]
) -> dict[tuple[str, ...], Row]:
    quoted = ", ".join(f"QUOTE(`{name}`)" for name in columns)
    sql = f"SELECT {quoted} FROM `{database}`.`{table}`"  # noqa: S608 - our names
    found: dict[tuple[str, ...], Row] = {}
    for row in connection.execute(text(sql)):
        values = dict(zip(columns, map(_said, row), strict=True))
        found[tuple(values[name] for name in keys)] = values
    return found


def _said(value: object) -> str:
    return value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else str(value)
