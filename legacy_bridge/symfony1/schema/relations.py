"""The relations of every class: what is written, what is guessed, and the opposite ends."""

from collections.abc import Mapping
from typing import Any

from legacy_bridge.symfony1.places import Doubt
from legacy_bridge.symfony1.schema.definitions import Definition
from legacy_bridge.symfony1.schema.inflection import classified, tableized
from legacy_bridge.symfony1.schema.values import Relation


def relations_of(
    definitions: Mapping[str, Definition], doubts: list[Doubt]
) -> dict[str, dict[str, Relation]]:
    """Relations by class and alias.

    Source: Doctrine_Import_Schema::_buildRelationships.
    """
    found: dict[str, dict[str, Relation]] = {}
    for name, definition in definitions.items():
        written = {**_detected(definition, definitions), **_written(definition)}
        for alias, given in written.items():
            spot = definition.spot("relations", alias)
            if not isinstance(given, Mapping | None):
                doubts.append(Doubt(spot, f"{name}.{alias}: a relation is a mapping; left out"))
                continue
            relation = _relation(name, alias, given or {}, definition)
            if relation.model not in definitions:
                text = f"{name}.{alias}: no schema defines {relation.model}; left out"
                doubts.append(Doubt(spot, text))
                continue
            found.setdefault(name, {})[alias] = relation
    for name, relations in list(found.items()):
        for relation in list(relations.values()):
            opposite = _opposite(name, relation)
            found.setdefault(relation.model, {}).setdefault(opposite.alias, opposite)
    return found


def _written(definition: Definition) -> Mapping[str, Any]:
    given = definition.values.get("relations")
    return given if isinstance(given, Mapping) else {}


def _detected(definition: Definition, definitions: Mapping[str, Definition]) -> dict[str, Any]:
    """Classes named by columns that end in _id, for a class that asks for it."""
    columns = definition.values.get("columns")
    if not definition.values.get("detect_relations") or not isinstance(columns, Mapping):
        return {}
    classes = (classified(name.replace("_id", "")) for name in columns if "_id" in name[1:])
    return {name: {} for name in classes if name in definitions}


def _relation(name: str, alias: str, given: Mapping[str, Any], definition: Definition) -> Relation:
    model = str(given.get("class") or alias)
    link = str(given.get("refClass") or "")
    if link:
        local = given.get("local") or f"{tableized(name)}_id"
        foreign = given.get("foreign") or f"{tableized(model)}_id"
    else:
        local = given.get("local") or f"{tableized(model)}_id"
        foreign = given.get("foreign") or "id"
    foreign_kind = given.get("foreignType")
    return Relation(
        alias=str(given.get("alias") or alias),
        model=model,
        local=_one_name(local),
        foreign=_one_name(foreign),
        is_many=bool(link) or str(given.get("type") or "one") != "one",
        link=link,
        on_delete=str(given.get("onDelete") or "").upper(),
        on_update=str(given.get("onUpdate") or "").upper(),
        foreign_alias=str(given.get("foreignAlias") or ""),
        foreign_is_many=None if not foreign_kind else str(foreign_kind) != "one",
        constraint=str(given.get("foreignKeyName") or ""),
        spot=definition.spot("relations", alias),
    )


def _one_name(given: Any) -> str:
    """A column's name; several count as the first, which is the only one Doctrine exports."""
    return str(given[0]) if isinstance(given, list) and given else str(given)


def _opposite(name: str, relation: Relation) -> Relation:
    """The other end, which Doctrine completes by itself."""
    is_many = relation.foreign_is_many
    if is_many is None:
        is_many = True if relation.link else not relation.is_many
    return Relation(
        alias=relation.foreign_alias or name,
        model=name,
        local=relation.foreign,
        foreign=relation.local,
        is_many=is_many,
        link=relation.link,
        foreign_alias=relation.alias,
        is_generated=True,
        spot=relation.spot,
    )
