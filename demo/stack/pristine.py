"""A second copy of the tables, from which changed ones are put back in milliseconds."""

import re

from MySQLdb.cursors import Cursor

from demo.stack.database import PRISTINE, Database
from demo.stack.mariadb import DATABASE


def tables(cursor: Cursor, database: str) -> list[str]:
    """The names of a database's tables, views apart."""
    cursor.execute(f"SHOW FULL TABLES FROM `{database}` WHERE Table_type = 'BASE TABLE'")
    return [row[0] for row in cursor.fetchall()]


def definition(cursor: Cursor, database: str, table: str) -> str:
    """The statement that makes a table, without its next identifier."""
    cursor.execute(f"SHOW CREATE TABLE `{database}`.`{table}`")
    row = cursor.fetchone()
    return re.sub(r" AUTO_INCREMENT=\d+", "", row[1]) if row else ""


def keep_pristine(database: Database) -> None:
    """Copy every table as it is now, for `restore`."""
    database.recreate(PRISTINE)
    connection = database.connect()
    try:
        cursor = connection.cursor()
        cursor.execute(f"USE `{PRISTINE}`")
        cursor.execute("SET foreign_key_checks = 0, sql_mode = 'NO_AUTO_VALUE_ON_ZERO'")
        for table in tables(cursor, DATABASE):
            cursor.execute(definition(cursor, DATABASE, table))
            copy(cursor, table, PRISTINE, DATABASE)
    finally:
        connection.close()


def copy(cursor: Cursor, table: str, target: str, source: str) -> None:
    """Put the rows of one table, and its next identifier, in place of another's."""
    cursor.execute(f"DELETE FROM `{target}`.`{table}`")  # noqa: S608 - our names
    cursor.execute(f"INSERT INTO `{target}`.`{table}` SELECT * FROM `{source}`.`{table}`")  # noqa: S608 - our names
    cursor.execute(
        "SELECT AUTO_INCREMENT FROM information_schema.TABLES"
        " WHERE TABLE_SCHEMA = %s AND TABLE_NAME = %s",
        (source, table),
    )
    following = cursor.fetchone()
    if following and following[0]:
        cursor.execute(f"ALTER TABLE `{target}`.`{table}` AUTO_INCREMENT = {following[0]}")


def fingerprints(cursor: Cursor, database: str, names: list[str]) -> dict[str, tuple[object, ...]]:
    """What changes when a table's rows or its next identifier change."""
    if not names:
        return {}
    cursor.execute(f"CHECKSUM TABLE {', '.join(f'`{database}`.`{name}`' for name in names)}")
    sums = {row[0].partition(".")[2]: row[1] for row in cursor.fetchall()}
    cursor.execute(
        "SELECT TABLE_NAME, AUTO_INCREMENT FROM information_schema.TABLES WHERE TABLE_SCHEMA = %s",
        (database,),
    )
    following = dict(cursor.fetchall())
    return {name: (sums.get(name), following.get(name)) for name in names}


def is_whole(cursor: Cursor, table: str, current: list[str]) -> bool:
    """Whether a table is there with the columns and keys it had."""
    return table in current and definition(cursor, DATABASE, table) == definition(
        cursor, PRISTINE, table
    )


def restore(database: Database) -> list[str]:
    """Put back every table that differs from its kept copy; gives the names of those.

    Tables made since then are dropped. A table whose columns changed is made again.
    """
    connection = database.connect()
    try:
        cursor = connection.cursor()
        cursor.execute("SET foreign_key_checks = 0, sql_mode = 'NO_AUTO_VALUE_ON_ZERO'")
        kept, current = tables(cursor, PRISTINE), tables(cursor, DATABASE)
        for table in set(current) - set(kept):
            cursor.execute(f"DROP TABLE `{DATABASE}`.`{table}`")
        remade = [table for table in kept if not is_whole(cursor, table, current)]
        for table in remade:
            cursor.execute(f"DROP TABLE IF EXISTS `{DATABASE}`.`{table}`")
            cursor.execute(definition(cursor, PRISTINE, table))
        now, then = (fingerprints(cursor, name, kept) for name in (DATABASE, PRISTINE))
        changed = [table for table in kept if table in remade or now[table] != then[table]]
        for table in changed:
            copy(cursor, table, DATABASE, PRISTINE)
    finally:
        connection.close()
    return changed
