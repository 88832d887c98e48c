"""What `figuier db` asks: who uses the tables, by bridge, lots and logs, and the guard's verdicts."""

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from legacy_bridge.symfony1.places import Doubt
from legacy_bridge.symfony1.schema.values import Schema
from legacy_bridge.symfony1.usage.mentions import Dictionary
from legacy_bridge.symfony1.usage.project import ProjectUsage, read_usage
from legacy_bridge.symfony1.usage.query_log import uses_in_log
from migrations.guard.drafts import new_migration
from migrations.guard.facts import Facts, Table
from migrations.guard.looking import live_tables, with_nulls
from migrations.guard.programs import programs
from migrations.guard.revisions import FOLDER, Migration, MigrationUnreadable, migrations_in
from migrations.guard.upgrading import StepDone, UpgradeStopped, pending, upgrade
from migrations.guard.usage import Mode, Usage, Usages
from migrations.guard.verdicts import Verdict, judge
from modules.kernel.clock import WallClock
from modules.kernel.database import Database
from modules.kernel.lot import Lot as Manifest
from modules.lots import LOTS
from proxy.config import Settings
from proxy.core.table import RoutingTable
from proxy.errors import ConfigurationRefused, MigrationStopped
from proxy.wiring.database_programs import program_usages
from proxy.wiring.declared_columns import declared_columns
from proxy.wiring.usage_owners import Owners

CHECKOUT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Sources:
    """Where usage is looked for, beside the lots: PHP folders by backend, and query logs."""

    projects: Mapping[str, Path]
    logs: Sequence[Path] = ()


class DatabaseDesk:
    """Who knows the shared database."""

    def __init__(
        self,
        settings: Settings,
        table: RoutingTable,
        sources: Sources,
        folder: Path = FOLDER,
        manifests: Sequence[Manifest] = LOTS,
    ) -> None:
        self._settings = settings
        self._manifests = manifests
        self._table = table
        self._sources = sources
        self._folder = folder

    @cached_property
    def engine(self) -> Engine | None:
        """The database, None when no setting names it."""
        if not self._settings.database_url:
            return None
        clock = WallClock(self._settings.time_zone)
        return Database(self._settings.database_url, clock).engine

    @cached_property
    def live(self) -> dict[str, Table]:
        """The live tables; none without a database.

        Errors: ConfigurationRefused, when the database does not answer.
        """
        if self.engine is None:
            return {}
        with self._asking(), self.engine.connect() as connection:
            return live_tables(connection)

    @cached_property
    def projects(self) -> Mapping[str, ProjectUsage]:
        """What each project's files use; symfony 1 projects first, for they lend their classes."""
        found: dict[str, ProjectUsage] = {}
        known = Schema({})
        columns = {name: tuple(table.columns) for name, table in self.live.items()}
        folders = sorted(
            self._sources.projects.items(),
            key=lambda one: not (one[1] / "config/doctrine").is_dir(),
        )
        for backend, folder in folders:
            found[backend] = read_usage(folder, columns, known)
            known = Schema({**known.models, **found[backend].schema.models})
        return found

    @property
    def doubts(self) -> tuple[tuple[str, Doubt], ...]:
        """What of the projects was not understood, by backend."""
        return tuple((name, one) for name, found in self.projects.items() for one in found.doubts)

    @cached_property
    def usages(self) -> Usages:
        """Everything that is used, by whom."""
        return Usages([*self._php(), *self._python(), *self._logged(), *self._stored()])

    def migrations(self) -> tuple[Migration, ...]:
        """Every migration of the project.

        Errors: ConfigurationRefused, when the files cannot be used.
        """
        try:
            return migrations_in(self._folder)
        except MigrationUnreadable as error:
            raise ConfigurationRefused([str(error)]) from error

    def waiting(self) -> tuple[Migration, ...]:
        """The migrations that the database has not seen; all of them without a database.

        Errors: ConfigurationRefused.
        """
        migrations = self.migrations()
        if self.engine is None:
            return migrations
        with self._asking():
            return pending(self.engine, migrations)

    def check(self, migrations: Sequence[Migration]) -> tuple[Verdict, ...]:
        """The guard's verdicts; tables that an earlier migration makes count as made.

        Errors: ConfigurationRefused.
        """
        owned = {lot.name: tuple(map(str.lower, lot.tables)) for lot in self._manifests}
        facts = Facts(self._counted(migrations), self._declared(), self._settings.big_table_rows)
        return tuple(
            judge(migration.revision(CHECKOUT), self.usages, facts, owned)
            for migration in migrations
        )

    def upgrade(self, tell: Callable[[StepDone], None]) -> tuple[StepDone, ...]:
        """Run what is pending.

        Errors: ConfigurationRefused, MigrationStopped when a statement failed.
        """
        if self.engine is None:
            raise ConfigurationRefused(
                ["FIGUIER_DATABASE_URL: not set; there is nothing to change"]
            )
        try:
            with self._asking():
                return upgrade(self.engine, self.migrations(), tell)
        except UpgradeStopped as error:
            raise MigrationStopped(str(error)) from error

    def _counted(self, migrations: Sequence[Migration]) -> dict[str, Table]:
        if self.engine is None:
            return {}
        operations = [one for each in migrations for one in each.revision(CHECKOUT).operations]
        with self._asking(), self.engine.connect() as connection:
            return with_nulls(connection, self.live, operations)

    def _declared(self) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        for project in self.projects.values():
            for model in project.schema.models.values():
                found.setdefault(model.table.lower(), {}).update(declared_columns(model))
        return found

    def _php(self) -> Iterator[Usage]:
        for backend, project in self.projects.items():
            owners = Owners(self._table, backend, project, self._manifests)
            for mention in project.mentions:
                source = f"{self._sources.projects[backend].name}/{mention.spot}"
                for lot, is_live in owners.of(mention):
                    yield Usage(
                        mention.table, mention.column, Mode(mention.how.value), "php", source,
                        lot, is_live, mention.is_certain,
                    )  # fmt: skip

    def _python(self) -> Iterator[Usage]:
        for lot in self._manifests:
            owned = {name.lower() for name in (*lot.tables, *lot.writes)}
            for usage in _mapped(lot.name):
                writes = usage.table in owned or f"{usage.table}.{usage.column}" in owned
                yield replace(usage, mode=Mode.WRITES if writes else Mode.READS)

    @cached_property
    def _names(self) -> Dictionary:
        """Every class, table and column that is known."""
        models = {
            name: one
            for found in self.projects.values()
            for name, one in found.schema.models.items()
        }
        live = {name: tuple(one.columns) for name, one in self.live.items()}
        return Dictionary.of(Schema(models), live)

    def _stored(self) -> Iterator[Usage]:
        """What the database's own views, triggers, routines and events use."""
        if self.engine is None:
            return
        with self._asking(), self.engine.connect() as connection:
            found = tuple(programs(connection))
        yield from program_usages(found, self._names)

    def _logged(self) -> Iterator[Usage]:
        retired = {lot.name for lot in self._table.lots if str(lot.stage) == "retired"}
        for path in self._sources.logs:
            for found in uses_in_log(_lines(path), self._names):
                use = found.use
                route = f" {found.route}" if found.route else ""
                yield Usage(
                    use.table, use.column, Mode(use.how.value), found.side, f"{path.name}{route}",
                    found.lot, found.lot not in retired, use.is_certain, found.count,
                )  # fmt: skip

    def _asking(self) -> "_Asking":
        return _Asking()


def begun_migration(lot: str, phase: str, message: str, folder: Path | None) -> Path:
    """A new migration file, to be filled in.

    Errors: ConfigurationRefused.
    """
    try:
        return new_migration(lot, phase, message, folder)
    except MigrationUnreadable as error:
        raise ConfigurationRefused([str(error)]) from error


class _Asking:
    """Turns a database that does not answer into words."""

    def __enter__(self) -> None:
        """Nothing is held."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Errors: ConfigurationRefused."""
        if isinstance(error, SQLAlchemyError):
            why = str(getattr(error, "orig", None) or error).splitlines()[0]
            raise ConfigurationRefused([f"FIGUIER_DATABASE_URL: {why}"]) from error


def _lines(path: Path) -> Iterable[str]:
    """The lines of a log.

    Errors: ConfigurationRefused.
    """
    try:
        with path.open(encoding="utf-8", errors="replace") as stream:
            yield from stream
    except OSError as error:
        raise ConfigurationRefused([f"{path}: {error.strerror}"]) from error


def _mapped(lot: str) -> Iterator[Usage]:
    """Every column that a lot's models map, with the line of the class that does."""
    try:
        base = resolve_name(f"modules.{lot}.models:Base")
    except (ImportError, AttributeError):
        return
    for mapper in base.registry.mappers:
        model = mapper.class_
        lines, first = inspect.getsourcelines(model)
        path = Path(inspect.getfile(model)).relative_to(CHECKOUT).as_posix()
        table = str(mapper.local_table.name).lower()
        yield Usage(table, "", Mode.READS, "python", f"{path}:{first}", lot)
        for column in mapper.local_table.columns:
            attribute = mapper.get_property_by_column(column).key
            line = next(
                (first + at for at, text in enumerate(lines) if f" {attribute}:" in text), first
            )
            yield Usage(table, column.name.lower(), Mode.READS, "python", f"{path}:{line}", lot)
