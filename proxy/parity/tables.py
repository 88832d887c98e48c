"""The tables of what was compared; values in them are redacted before they come here."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)

from proxy.state_database import METADATA, MYSQL

_SERIAL = BigInteger().with_variant(Integer, "sqlite")

#: Answers compared by route, calendar day and origin. Shape: `route` with its method, cut at 191
#: letters; `code` names the version of the lot's Python code.
PARITY_DAYS = Table(
    "parity_days",
    METADATA,
    Column("day", String(10), primary_key=True),
    Column("lot", String(64), primary_key=True),
    Column("route", String(191), primary_key=True),
    Column("code", String(16), primary_key=True),
    Column("origin", String(16), primary_key=True),
    Column("samples", BigInteger, nullable=False),
    Column("matches", BigInteger, nullable=False),
    Column("accepted", BigInteger, nullable=False),
    Column("first_at", Float, nullable=False),
    Column("last_at", Float, nullable=False),
    Index("parity_days_of_lot", "lot", "code", "day"),
    **MYSQL,
)

#: Differences grouped by cause, with one example of each.
PARITY_CAUSES = Table(
    "parity_causes",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("lot", String(64), nullable=False),
    Column("route", String(191), nullable=False),
    Column("code", String(16), nullable=False),
    Column("part", String(16), nullable=False),
    Column("field", Text, nullable=False),
    Column("change", String(16), nullable=False),
    Column("is_accessibility", Boolean, nullable=False),
    Column("control", Text, nullable=False),
    Column("candidate", Text, nullable=False),
    Column("at", String(191), nullable=False),
    Column("target", Text, nullable=False),
    Column("occurrences", BigInteger, nullable=False),
    Column("first_at", Float, nullable=False),
    Column("last_at", Float, nullable=False),
    Index("parity_causes_of_lot", "lot", "code"),
    **MYSQL,
)

#: Runs of `figuier parity`. Shape: `used` names the ledger entries that were needed, a line each.
PARITY_RUNS = Table(
    "parity_runs",
    METADATA,
    Column("id", _SERIAL, primary_key=True, autoincrement=True),
    Column("lot", String(64), nullable=False),
    Column("code", String(16), nullable=False),
    Column("origin", String(16), nullable=False),
    Column("at", Float, nullable=False),
    Column("samples", BigInteger, nullable=False),
    Column("matches", BigInteger, nullable=False),
    Column("used", Text, nullable=False),
    **MYSQL,
)

#: Both answers to one request, redacted. Shape: `causes` are ids of PARITY_CAUSES, a line each.
PARITY_EXEMPLARS = Table(
    "parity_exemplars",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("lot", String(64), nullable=False),
    Column("route", String(191), nullable=False),
    Column("code", String(16), nullable=False),
    Column("role", String(64), nullable=False),
    Column("target", Text, nullable=False),
    Column("origin", String(16), nullable=False),
    Column("at", Float, nullable=False),
    Column("differences", Integer, nullable=False),
    Column("causes", Text, nullable=False),
    Column("content", LargeBinary((1 << 24) - 1), nullable=False),
    Index("parity_exemplars_of_lot", "lot", "code"),
    **MYSQL,
)
