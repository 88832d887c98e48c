"""What a statement does to a table, as values."""

from dataclasses import dataclass
from enum import StrEnum


class Act(StrEnum):
    """The kinds of change."""

    CREATE_TABLE = "create table"
    DROP_TABLE = "drop table"
    RENAME_TABLE = "rename table"
    EMPTY_TABLE = "empty table"
    CONVERT_CHARSET = "convert character set"
    ADD_COLUMN = "add column"
    DROP_COLUMN = "drop column"
    RENAME_COLUMN = "rename column"
    MODIFY_COLUMN = "modify column"
    SET_DEFAULT = "set default"
    DROP_DEFAULT = "drop default"
    ADD_INDEX = "add index"
    ADD_UNIQUE = "add unique key"
    DROP_INDEX = "drop index"
    ADD_FOREIGN_KEY = "add foreign key"
    DROP_FOREIGN_KEY = "drop foreign key"
    DROP_PRIMARY_KEY = "drop primary key"
    ADD_PRIMARY_KEY = "add primary key"
    ADD_CHECK = "add check"
    ADD_TRIGGER = "add trigger"
    DROP_TRIGGER = "drop trigger"
    WRITE_ROWS = "write rows"
    DELETE_ROWS = "delete rows"
    NOTHING = "nothing to the tables"
    NOT_UNDERSTOOD = "not understood"


#: What takes away or narrows; only the contract phase may.
DESTRUCTIVE = frozenset(
    {
        Act.DROP_TABLE, Act.RENAME_TABLE, Act.EMPTY_TABLE, Act.DROP_COLUMN, Act.RENAME_COLUMN,
        Act.DROP_PRIMARY_KEY,
    }
)  # fmt: skip

#: What changes rows rather than tables; only the backfill phase may.
ROWS = frozenset({Act.WRITE_ROWS, Act.DELETE_ROWS})


@dataclass(frozen=True, slots=True)
class ColumnType:
    """A column as a statement or the live table defines it.

    Shape: `family` is MariaDB's name without its length, in lower case; `members` are an enum's
           or a set's; an empty `charset` is the table's own.
    """

    family: str
    length: int | None = None
    scale: int | None = None
    members: tuple[str, ...] = ()
    is_nullable: bool = True
    has_default: bool = False
    is_unsigned: bool = False
    charset: str = ""
    counts: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """What a statement puts in a column; `text` is None for what only the server can tell."""

    column: str
    text: str | None
    is_null: bool = False


@dataclass(frozen=True, slots=True)
class Operation:
    """One change of one table.

    Shape: `columns` are those it names; `renamed` the new name; `other_table` what a foreign key
           points to, `reaction` what it does to its rows when those of the other are deleted;
           `sql` the statement it was read from; `adds_rows` tells an INSERT from an UPDATE.
    """

    act: Act
    table: str
    sql: str
    columns: tuple[str, ...] = ()
    renamed: str = ""
    other_table: str = ""
    reaction: str = ""
    type: ColumnType | None = None
    values: tuple[Value, ...] = ()
    index: str = ""
    is_fulltext: bool = False
    adds_rows: bool = False

    @property
    def column(self) -> str:
        """The one column it is about; empty for a whole table."""
        return self.columns[0] if len(self.columns) == 1 else ""

    def __str__(self) -> str:
        """In words, as `drop column commune.epci`."""
        place = f"{self.table}.{self.column}" if self.column else self.table
        return f"{self.act} {place}".rstrip()
