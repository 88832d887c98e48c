"""Rows that the two sides read differently: zero dates, letters stored twice over, orphans, twins."""

from collections.abc import Iterator

from sqlalchemy import text

from migrations.guard.doctor.values import EXAMPLES, Finding, Patient, Severity

_DATES = {"date", "datetime", "timestamp"}
_TEXTS = {"char", "varchar", "tinytext", "text", "mediumtext", "longtext"}


def zero_dates(patient: Patient) -> Iterator[Finding]:
    """Dates that PHP shows as 0000-00-00 and Python's driver as nothing at all."""
    for table, column in _columns(patient, _DATES):
        yield from _counted(
            patient, table, f"YEAR({patient.quote(column)}) = 0 AND {patient.quote(column)} IS NOT NULL",
            f"{table}.{column} has zero dates", Severity.RISK,
            "Python keeps them as they are; a strict sql_mode refuses to write new ones",
        )  # fmt: skip


def double_encoding(patient: Patient) -> Iterator[Finding]:
    """UTF-8 that was stored as if it were latin1: Ã‰milie for Émilie."""
    for table, column in _columns(patient, _TEXTS):
        quoted = patient.quote(column)
        yield from _counted(
            patient, table,
            f"CONVERT({quoted} USING utf8mb4) COLLATE utf8mb4_bin REGEXP '[ÃÂ][\\u0080-\\u00BF€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ¡-¿]'",
            f"{table}.{column} seems encoded twice (as Ã‰ for É)", Severity.RISK,
            "look at the rows; repair column by column, never the whole database at once",
        )  # fmt: skip


def orphans(patient: Patient) -> Iterator[Finding]:
    """Rows that point at nothing, where no constraint keeps them from it."""
    for link in patient.links:
        live = patient.tables.get(link.table)
        other = patient.tables.get(link.other_table)
        if live is None or other is None or link.column not in live.columns:
            continue
        column, target = patient.quote(link.column), patient.quote(link.other_column)
        yield from _counted(
            patient, link.table,
            f"{column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {patient.quote(link.other_table)} o"  # noqa: S608, live names, quoted
            f" WHERE o.{target} = {patient.quote(link.table)}.{column})",
            f"{link.table}.{link.column} points at no {link.other_table}", Severity.FAULT,
            "PHP shows such a row as if it had none; clear the column or restore the row",
        )  # fmt: skip


def twins(patient: Patient) -> Iterator[Finding]:
    """What the code takes for unique and no key keeps so."""
    for table, columns in patient.unique:
        live = patient.tables.get(table)
        if live is None or any(column not in live.columns for column in columns):
            continue
        kept = {frozenset(names) for names in live.unique.values()}
        if any(names <= frozenset(columns) for names in kept):
            continue
        names = ", ".join(map(patient.quote, columns))
        present = " AND ".join(f"{patient.quote(one)} IS NOT NULL" for one in columns)
        statement = (
            f"SELECT {names}, COUNT(*) FROM {patient.quote(table)}"  # noqa: S608, live names, quoted
            f" WHERE {present} GROUP BY {names} HAVING COUNT(*) > 1 LIMIT {EXAMPLES}"
        )
        rows = patient.connection.execute(text(statement)).all()
        place = f"{table} ({', '.join(columns)})"
        if rows:
            examples = ", ".join(" / ".join(map(str, row[:-1])) for row in rows)
            yield Finding(
                Severity.FAULT, f"{place} should be unique, and is not: {examples}",
                "the code assumes one; merge the rows, then add the key",
            )  # fmt: skip
        else:
            yield Finding(
                Severity.RISK, f"{place} is unique by luck: no key keeps it so",
                "add a unique key once its PHP writers are retired; until then take a lock",
            )  # fmt: skip


def _columns(patient: Patient, families: set[str]) -> Iterator[tuple[str, str]]:
    for name, table in patient.tables.items():
        for column, kind in table.columns.items():
            if kind.family in families:
                yield name, column


def _counted(
    patient: Patient, table: str, condition: str, what: str, severity: Severity, remedy: str
) -> Iterator[Finding]:
    quoted, key = patient.quote(table), patient.quote(patient.key_of(table))
    count = patient.connection.execute(
        text(f"SELECT COUNT(*) FROM {quoted} WHERE {_bound(condition)}")  # noqa: S608, built above
    ).scalar_one()
    if not count:
        return
    found = patient.connection.execute(
        text(f"SELECT {key} FROM {quoted} WHERE {_bound(condition)} ORDER BY 1 LIMIT {EXAMPLES}")  # noqa: S608, as above
    ).scalars()
    ids = ", ".join(map(str, found))
    yield Finding(severity, f"{what}: {count} rows, such as {ids}", remedy)


def _bound(condition: str) -> str:
    """A condition in which no colon is taken for a parameter."""
    return condition.replace(":", "\\:")
