"""The tables that behaviours keep beside a model's: translations, versions, search words."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from legacy_bridge.symfony1.places import Doubt
from legacy_bridge.symfony1.schema.behaviours import added_by
from legacy_bridge.symfony1.schema.definitions import behaviours_in
from legacy_bridge.symfony1.schema.values import Column, Index, Model, Relation


def side_models(model: Model, written: Mapping[str, Any], doubts: list[Doubt]) -> Iterator[Model]:
    """The models of a model's own I18n, Versionable and Searchable behaviours.

    Source: Doctrine 1.2 lib/Doctrine/{I18n,AuditLog,Search}.php.
    """
    for name, makes in (
        ("I18n", _translations),
        ("Versionable", _versions),
        ("Searchable", _words),
    ):
        if name in written:
            options = model.behaviours.get(name, {})
            yield makes(model, options, doubts)


def _identity(model: Model) -> dict[str, Column]:
    """The owner's key, which nothing counts here."""
    return {
        name: replace(model.columns[name], counts=False, is_unique=False) for name in model.primary
    }


def _side(
    model: Model, suffix: str, columns: Mapping[str, Column], indexes: tuple[Index, ...] = ()
) -> Model:
    name = f"{model.name}{suffix.title()}"
    key = model.primary[0]
    back = Relation(
        model.name, model.name, key, key, on_delete="CASCADE", on_update="CASCADE", spot=model.spot
    )
    return Model(
        name=name,
        table=f"{model.table}_{suffix}",
        columns=columns,
        indexes=indexes,
        relations={model.name: back},
        options=model.options,
        owner=model.name,
        spot=model.spot,
    )


def _translations(model: Model, options: Mapping[str, Any], doubts: list[Doubt]) -> Model:
    columns = _identity(model)
    for field in options.get("fields") or []:
        if field in model.columns:
            columns[field] = model.columns[field]
        else:
            doubts.append(Doubt(model.spot, f"{model.name}: I18n names {field}, no column of it"))
    kind = str(options.get("type") or "string")
    length = int(options.get("length") or 2)
    columns["lang"] = Column(
        str(options.get("i18nField") or "lang"), kind, length,
        is_fixed=True, is_primary=True, behaviour="I18n", spot=model.spot,
    )  # fmt: skip
    indexes: list[Index] = []
    table = f"{model.table}_translation"
    for name, given in behaviours_in(options.get("actAs")):
        added = added_by(name, given if isinstance(given, Mapping) else {}, table, model.spot)
        if added is None:
            doubts.append(
                Doubt(model.spot, f"{model.name}: behaviour {name} inside I18n is unknown")
            )
            continue
        columns |= {column.name: column for column in added.columns}
        indexes += added.indexes
    return _side(model, "translation", columns, tuple(indexes))


def _versions(model: Model, _: Mapping[str, Any], __: list[Doubt]) -> Model:
    columns = {
        name: replace(column, counts=False, is_unique=False)
        for name, column in model.columns.items()
    }
    version = next(
        (name for name, one in columns.items() if one.behaviour == "Versionable"), "version"
    )
    columns[version] = replace(columns[version], is_primary=True)
    return _side(model, "version", columns)


def _words(model: Model, _: Mapping[str, Any], __: list[Doubt]) -> Model:
    texts = {
        "keyword": Column("keyword", "string", 200, is_primary=True, spot=model.spot),
        "field": Column("field", "string", 50, is_primary=True, spot=model.spot),
        "position": Column("position", "integer", 8, is_primary=True, spot=model.spot),
    }
    return _side(model, "index", {**_identity(model), **texts})
