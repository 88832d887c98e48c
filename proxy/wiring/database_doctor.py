"""What `figuier db doctor` asks: the live database, with what PHP's schema assumes of it."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from legacy_bridge.symfony1.schema.project import read_schema
from legacy_bridge.symfony1.schema.values import Model
from migrations.guard.doctor.examination import examine
from migrations.guard.doctor.values import Link, Patient
from migrations.guard.looking import live_tables
from modules.kernel.clock import WallClock
from modules.kernel.database import Database
from proxy.config import Settings
from proxy.errors import ConfigurationRefused


def examined(settings: Settings) -> list[Mapping[str, str]]:
    """What was found, the worst first.

    Errors: ConfigurationRefused.
    """
    if not settings.database_url:
        raise ConfigurationRefused(["FIGUIER_DATABASE_URL: not set; there is nothing to look at"])
    clock = WallClock(settings.time_zone)
    models = [
        model
        for folder in settings.legacy_projects.values()
        if Path(folder).is_dir()
        for model in read_schema(Path(folder)).models.values()
    ]
    engine = Database(settings.database_url, clock).engine
    try:
        with engine.connect() as connection:
            unique, links = tuple(_unique(models)), tuple(_links(models))
            patient = Patient(connection, live_tables(connection), clock.now(), unique, links)
            found = examine(patient)
    except SQLAlchemyError as error:
        why = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise ConfigurationRefused([f"FIGUIER_DATABASE_URL: {why}"]) from error
    finally:
        engine.dispose()
    return [
        {"severity": str(one.severity), "what": one.what, "remedy": one.remedy} for one in found
    ]


def _unique(models: list[Model]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for model in models:
        for name, column in model.columns.items():
            if column.is_unique:
                yield model.table.lower(), (name.lower(),)
        for index in model.indexes:
            if index.kind == "unique":
                yield model.table.lower(), tuple(field.name.lower() for field in index.fields)


def _links(models: list[Model]) -> Iterator[Link]:
    tables = {model.name: model.table.lower() for model in models}
    for model in models:
        for relation in model.relations.values():
            if relation.model in tables and not (
                relation.is_many or relation.link or relation.is_generated
            ):
                other = tables[relation.model]
                yield Link(model.table.lower(), relation.local.lower(), other, relation.foreign)
