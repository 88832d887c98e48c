"""Every statement says whose it is, and a lot that writes another's table is caught."""

import logging
import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask import Flask, current_app, has_request_context, request
from sqlalchemy import event
from sqlalchemy.engine import Engine

from modules.kernel.lot import Lot

log = logging.getLogger(__name__)

#: Where a site keeps the rules on the Flask application.
EXTENSION = "figuier.statements"

_NAME = r"(?:[`\"]?\w+[`\"]?\s*\.\s*)?[`\"]?(\w+)"
_HOW = r"(?:(?:LOW_PRIORITY|HIGH_PRIORITY|DELAYED|QUICK|IGNORE)\s+)*"
_BEFORE = r"(?:\s|/\*.*?\*/|--\s[^\n]*\n|#[^\n]*\n)*"
#: A statement that writes one table, or changes what the table is.
_WRITE = re.compile(
    rf"{_BEFORE}(?:(?:INSERT|REPLACE)\s+{_HOW}(?:INTO\s+)?|DELETE\s+{_HOW}FROM\s+|"
    r"TRUNCATE\s+(?:TABLE\s+)?|LOAD\s+DATA\s.*?\sINTO\s+TABLE\s+|"
    r"(?:ALTER|CREATE|DROP|RENAME)\s(?:\w+\s+)*?TABLE\s+(?:IF\s+(?:NOT\s+)?EXISTS\s+)?)"
    rf"{_NAME}",
    re.IGNORECASE | re.DOTALL,
)
#: Those that may write several; a WITH may stand before them.
_UPDATE = re.compile(
    rf"{_BEFORE}(?:WITH\s.*\)\s*)?UPDATE\s+{_HOW}(.*?)\sSET\s(.*)", re.IGNORECASE | re.DOTALL
)
_DELETE = re.compile(
    rf"{_BEFORE}DELETE\s+{_HOW}([\w`.,\s*]+?)\sFROM\s(.*)", re.IGNORECASE | re.DOTALL
)
_ALIASED = re.compile(rf"(?:^|,|JOIN)\s*{_NAME}[`\"]?(?:\s+(?:AS\s+)?[`\"]?(\w+))?", re.IGNORECASE)
_ASSIGNED = re.compile(r"(?:^|,)\s*[`\"]?(\w+)[`\"]?\s*\.\s*[`\"]?\w+[`\"]?\s*=")
_UNFIT = re.compile(r"[^\w/<>:.-]")


class ForeignWrites(StrEnum):
    """What becomes of a write outside its lot's tables."""

    ALARM = "alarm"
    REFUSE = "refuse"
    ALLOW = "allow"


class WriteOutsideLot(RuntimeError):
    """A lot writes a table that its manifest does not name."""


@dataclass(frozen=True, slots=True)
class StatementRules:
    """Who may write what.

    Shape: `shared` are tables that every lot writes through the kernel, such as remember keys.
    """

    foreign: ForeignWrites = ForeignWrites.ALARM
    shared: frozenset[str] = frozenset()


class Manifests:
    """The lots of a site by their blueprints, with what was alarmed about already."""

    def __init__(self, rules: StatementRules) -> None:
        """No lot is known yet."""
        self.rules = rules
        self.lots: dict[str, Lot] = {}
        self._alarmed: set[tuple[str, str, str]] = set()

    def check(self, lot: Lot, table: str, route: str) -> None:
        """Let the write pass, alarm about it once, or refuse it.

        Errors: WriteOutsideLot.
        """
        if self.rules.foreign is ForeignWrites.ALLOW or may_write(lot, table, self.rules.shared):
            return
        text = f"lot {lot.name} writes {table}, which its manifest does not name (route {route})"
        if self.rules.foreign is ForeignWrites.REFUSE:
            raise WriteOutsideLot(text)
        if (lot.name, table, route) not in self._alarmed:
            self._alarmed.add((lot.name, table, route))
            log.error("alarm: %s", text)


def may_write(lot: Lot, table: str, shared: Collection[str] = ()) -> bool:
    """Whether the manifest names the table, or a column of it, among what the lot writes."""
    written = {name.partition(".")[0].lower() for name in (*lot.tables, *lot.writes)}
    return table.lower() in written or table.lower() in shared


def written_tables(statement: str) -> tuple[str, ...]:
    """The tables that a statement writes, in MariaDB's words for it; none for a read."""
    if update := _UPDATE.match(statement):
        known = {alias or name: name for name, alias in _ALIASED.findall(update[1])}
        named = [known.get(one, one) for one in _ASSIGNED.findall(update[2])]
        return tuple(dict.fromkeys(named or list(known.values())[:1]))
    if write := _WRITE.match(statement):
        return (write[1],)
    if delete := _DELETE.match(statement):
        known = {alias or name: name for name, alias in _ALIASED.findall(delete[2])}
        names = (one.strip("` \n\t").removesuffix(".*").strip("`") for one in delete[1].split(","))
        return tuple(known.get(name, name) for name in names)
    return ()


def know_lots(app: Flask, rules: StatementRules) -> Manifests:
    """The manifests of a site, to be filled as its blueprints are registered."""
    manifests = Manifests(rules)
    app.extensions[EXTENSION] = manifests
    return manifests


def watch(engine: Engine) -> None:
    """Tag every statement of an engine, and look at every write."""
    event.listen(engine, "before_cursor_execute", _tagged, retval=True)


def _tagged(
    _connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: object
) -> tuple[str, Any]:
    lot, route = _asking()
    for table in written_tables(statement) if lot is not None else ():
        current_app.extensions[EXTENSION].check(lot, table, route)
    told = {"side": "python", "lot": lot.name if lot else "", "route": route}
    pairs = ", ".join(f"{key}='{_UNFIT.sub('_', value)}'" for key, value in told.items() if value)
    return f"{statement} /* {pairs} */", parameters


def _asking() -> tuple[Lot | None, str]:
    """The lot and the route of the request that runs, if one does."""
    if not has_request_context() or EXTENSION not in current_app.extensions:
        return None, ""
    route = request.url_rule.rule if request.url_rule is not None else ""
    lots = current_app.extensions[EXTENSION].lots
    return next((lots[name] for name in request.blueprints if name in lots), None), route
