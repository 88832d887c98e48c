"""What the server itself says: its mode, its clock, its character sets."""

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import text

from migrations.guard.doctor.values import Finding, Patient, Severity

#: Units: seconds that two clocks may differ before time stamps of the two sides cross.
TOLERATED_S = 2


def strictness(patient: Patient) -> Iterator[Finding]:
    """PHP of that age ran with a lax mode; a strict server refuses what it used to cut."""
    mode = str(patient.connection.execute(text("SELECT @@GLOBAL.sql_mode")).scalar_one())
    if "STRICT_" in mode:
        yield Finding(
            Severity.RISK, f"new connections are strict ({mode})",
            "PHP of 1.4's age expects texts to be cut, not refused: set the mode PHP was written for",
        )  # fmt: skip
    else:
        yield Finding(
            Severity.FINE, f"new connections are lax, as PHP expects ({mode or 'no mode'})"
        )


def clock(patient: Patient) -> Iterator[Finding]:
    """Two clocks, and the zone in which the server writes NOW()."""
    row = patient.connection.execute(
        text("SELECT NOW(), @@GLOBAL.time_zone, @@system_time_zone, UTC_TIMESTAMP()")
    ).one()
    server, zone = row[0], row[1] if row[1] != "SYSTEM" else row[2]
    apart = abs((server - patient.now.replace(tzinfo=None, microsecond=0)).total_seconds())
    if apart <= TOLERATED_S:
        yield Finding(Severity.FINE, f"the server's NOW() is ours ({zone})")
    elif apart % 900 <= TOLERATED_S or 900 - apart % 900 <= TOLERATED_S:
        yield Finding(
            Severity.FAULT, f"the server writes NOW() in {zone}: {apart / 3600:.2f} h from ours",
            "set FIGUIER_TIME_ZONE, or the server's time_zone, to the zone PHP works in",
        )  # fmt: skip
    else:
        yield Finding(
            Severity.FAULT, f"the server's clock is {apart:.0f} s away from this machine's",
            "let both follow the same time server: sessions and locks compare times",
        )  # fmt: skip


def charsets(patient: Patient) -> Iterator[Finding]:
    """Tables whose letters differ from the others'."""
    found = Counter(table.charset for table in patient.tables.values() if table.charset)
    if len(found) > 1:
        usual = found.most_common(1)[0][0]
        odd = [
            f"{name} ({table.charset})"
            for name, table in sorted(patient.tables.items())
            if table.charset and table.charset != usual
        ]
        shown = ", ".join(odd[:8]) + (f" and {len(odd) - 8} more" if len(odd) > 8 else "")
        yield Finding(
            Severity.RISK, f"most tables are {usual}; not {shown}",
            "letters that they lack are stored as ?; the guard refuses backfills that write them",
        )  # fmt: skip
    short = [name for name, table in patient.tables.items() if table.charset in {"utf8", "utf8mb3"}]
    if short:
        yield Finding(
            Severity.RISK, f"{len(short)} tables hold no letter beyond three bytes, such as emoji",
            "Python's forms refuse them; convert a table once its PHP is retired",
        )  # fmt: skip
