"""One scene played on PHP, then on Python from the same start, and all it left compared."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from demo.stack.database import Database
from demo.stack.pristine import restore
from legacy_bridge.php.formats import SessionFormat
from legacy_bridge.php.session import PhpSession
from legacy_bridge.symfony1.keys import ADMIN, ATTRIBUTES, FLASH
from tests.fakes.pages import Browser, Page
from tests.fakes.twins import Twins

TABLES = (
    "commune", "quartier", "etablissement_scolaire", "mode_garde", "partenaire", "demarche_type",
    "offre_emploi", "evenement", "inscription", "entreprise", "entreprise_contact", "arrivant",
    "candidature_conjoint", "accompagnement", "implantation", "demande",
)  # fmt: skip
DATED = ("created_at", "updated_at", "deleted_at")
WRITE = re.compile(
    r"\s*(INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+`?(\w+)`?(.*)", re.IGNORECASE | re.DOTALL
)
SET = re.compile(r"`?(\w+)`?\s*=")

Scene = Callable[[Browser], list[Page]]
Rows = dict[str, dict[str, str]]


@dataclass
class Left:
    """What a scene left behind on one side."""

    pages: list[Page] = field(default_factory=list)
    rows: Rows = field(default_factory=dict)
    writes: list[tuple[str, ...]] = field(default_factory=list)
    session: object = None


def rows_of(database: Database) -> Rows:
    """Every row of the lot, each column quoted as the server does it."""
    found: Rows = {}
    for table in TABLES:
        names = [row[0] for row in database.run(f"SHOW COLUMNS FROM {table}")]
        quoted = ", ".join(f"QUOTE(`{name}`)" for name in names)
        for row in database.run(f"SELECT {quoted} FROM {table}"):
            values = dict(zip(names, row, strict=True))
            found[f"{table} {values['id']}"] = values
    return found


def dated(before: Rows, after: Rows) -> Rows:
    """The rows with new dates replaced by NOW; a date that is not now stays as it is."""
    now = datetime.now(ZoneInfo("Europe/Paris")).replace(tzinfo=None)
    for key, row in after.items():
        for name in DATED:
            value = row.get(name)
            if value in (None, "NULL") or value == before.get(key, {}).get(name):
                continue
            if abs(datetime.fromisoformat(value.strip("'")) - now) < timedelta(seconds=90):
                row[name] = "NOW"
    return after


def start_log(database: Database) -> None:
    for sql in ("SET GLOBAL log_output = 'TABLE'", "SET GLOBAL general_log = ON"):
        _as_root(database, sql)
    _as_root(database, "TRUNCATE mysql.general_log")


def written(database: Database) -> list[tuple[str, ...]]:
    """What was written since start_log: the table, and for an UPDATE the columns it names."""
    for sql in ("SET GLOBAL general_log = OFF", "SET GLOBAL log_output = 'FILE'"):
        _as_root(database, sql)
    sql = "SELECT command_type, CONVERT(argument USING utf8mb4) FROM mysql.general_log"
    found = []
    for kind, text in _as_root(database, f"{sql} ORDER BY event_time"):
        match = WRITE.match(text) if kind in {"Query", "Execute"} else None
        if match:
            verb, table, rest = match[1].split()[0].upper(), match[2], match[3]
            columns = SET.findall(rest.rpartition("WHERE")[0]) if verb == "UPDATE" else []
            found.append((verb, table, *sorted(columns)))
    return found


def _as_root(database: Database, sql: str) -> list[tuple[str, ...]]:
    connection = database.connect(user="root", database="mysql")
    try:
        cursor = connection.cursor()
        cursor.execute(sql)
        return list(cursor.fetchall())
    finally:
        connection.close()


def play(twins: Twins, side: str, scene: Scene, user: str, prepare: Sequence[str] = ()) -> Left:
    restore(twins.database)
    for sql in prepare:
        twins.database.run(sql)
    php, python = twins.visitor(user)
    before = rows_of(twins.database)
    start_log(twins.database)
    pages = scene(php if side == "php" else python)
    writes = written(twins.database)
    path = twins.session_file(php)
    data = PhpSession.parse(path.read_bytes(), SessionFormat.PHP) if path.exists() else None
    kept = [data and data.get((ATTRIBUTES, name)) for name in (ADMIN, FLASH, ATTRIBUTES)]
    return Left(pages, dated(before, rows_of(twins.database)), writes, kept)


def duet(twins: Twins, scene: Scene, user: str = "admin") -> Left:
    """What the scene left on PHP's side, once Python's is known to be the same."""
    return duets(twins, {"scene": scene}, user)


def duets(
    twins: Twins, scenes: Mapping[str, Scene], user: str = "admin", prepare: Sequence[str] = ()
) -> Left:
    """As duet, for scenes played one after the other by one visitor; a name leads each fault.

    `prepare` is SQL run on both sides before the visitor signs in.
    """
    names: list[str] = []

    def all_scenes(browser: Browser) -> list[Page]:
        names.clear()
        pages = []
        for name, scene in scenes.items():
            shown = scene(browser)
            names.extend([name] * len(shown))
            pages += shown
        return pages

    php = play(twins, "php", all_scenes, user, prepare)
    python = play(twins, "python", all_scenes, user, prepare)
    for name, theirs, ours in zip(names, php.pages, python.pages, strict=True):
        for told in ("Location", "Cache-Control", "Expires", "Pragma"):
            assert (name, ours.status, told, ours.header(told)) == (
                name, theirs.status, told, theirs.header(told),
            )  # fmt: skip
        assert [name, *ours.lines] == [name, *theirs.lines]
    assert python.rows == php.rows
    assert _only_changes(python) == _only_changes(php)
    assert _plain(python.session) == _plain(php.session)
    return php


def _only_changes(left: Left) -> list[tuple[str, ...]]:
    """Writes in no order: a unit of work sorts them by key."""
    return sorted(left.writes)


def _plain(value: object) -> object:
    """PHP's empty namespaces count as none, whichever side left them."""
    if isinstance(value, list):
        return [_plain(item) or None for item in value]
    return value
