"""sfGuard's tables as this database has them: versions 4 and 5 of the plugin differ."""

from dataclasses import dataclass, field

from sqlalchemy import Connection, MetaData, Table


@dataclass(frozen=True, slots=True)
class GuardTables:
    """The tables of the plugin, with the columns that are really there.

    Source: sfDoctrineGuardPlugin config/doctrine/schema.yml; version 4 has no first_name,
        last_name nor email_address, and no integer key on remember keys.
    """

    user: Table
    group: Table
    permission: Table
    user_group: Table
    user_permission: Table
    group_permission: Table
    remember_key: Table

    @classmethod
    def reflected(cls, connection: Connection) -> "GuardTables":
        """The tables as the database describes them; ask once and keep the answer.

        Errors: sqlalchemy.exc.NoSuchTableError.
        """
        metadata = MetaData()
        return cls(
            *(
                Table(f"sf_guard_{name}", metadata, autoload_with=connection, resolve_fks=False)
                for name in cls.__dataclass_fields__
            )
        )

    @property
    def has_email(self) -> bool:
        """Whether one can sign in with an e-mail address."""
        return "email_address" in self.user.c


@dataclass(slots=True)
class LateTables:
    """The tables of one database, which is asked for them once, when they are first needed."""

    _found: GuardTables | None = field(default=None, init=False)

    def over(self, connection: Connection) -> GuardTables:
        """The tables.

        Errors: sqlalchemy.exc.NoSuchTableError.
        """
        if self._found is None:
            self._found = GuardTables.reflected(connection)
        return self._found
