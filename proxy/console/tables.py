"""The console's tables in the state database: accounts, who is signed in, who tried to."""

from sqlalchemy import BigInteger, Boolean, Column, Float, Index, Integer, String, Table

from proxy.state_database import METADATA, MYSQL

#: Units: moments are seconds since 1970.
ACCOUNTS = Table(
    "console_account",
    METADATA,
    Column("name", String(64), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("hash", String(255), nullable=False),
    Column("is_disabled", Boolean, nullable=False),
    Column("created_at", Float(53), nullable=False),
    Column("seen_at", Float(53)),
    **MYSQL,
)

#: One row a signed-in browser; only the digest of its token is kept.
SITTINGS = Table(
    "console_sitting",
    METADATA,
    Column("digest", String(64), primary_key=True),
    Column("account", String(64), nullable=False, index=True),
    Column("began_at", Float(53), nullable=False),
    Column("seen_at", Float(53), nullable=False),
    **MYSQL,
)

#: One row an attempt to sign in, written before the password is looked at.
ATTEMPTS = Table(
    "console_attempt",
    METADATA,
    Column(
        "id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    ),
    Column("at", Float(53), nullable=False, index=True),
    Column("account", String(64), nullable=False),
    Column("client", String(64), nullable=False),
    Index("console_attempt_account", "account", "at"),
    Index("console_attempt_client", "client", "at"),
    **MYSQL,
)
