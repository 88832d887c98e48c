"""The columns, indexes and further tables that Doctrine 1's behaviours add to a model."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from legacy_bridge.symfony1.places import Spot
from legacy_bridge.symfony1.schema.values import Column, Index, IndexField

#: What was written under the behaviour's name in actAs.
Options: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Added:
    """What a behaviour gives the table it acts on."""

    columns: tuple[Column, ...] = ()
    indexes: tuple[Index, ...] = ()


def added_by(behaviour: str, options: Options, table: str, spot: Spot) -> Added | None:
    """What the behaviour adds; None for one that is not known.

    Source: Doctrine 1.2 lib/Doctrine/Template.
    """
    maker = _MAKERS.get(behaviour)
    if maker is None:
        return None
    found = maker(options, table)
    columns = tuple(_signed(column, behaviour, spot) for column in found.columns)
    return Added(columns, found.indexes)


def _signed(column: Column, behaviour: str, spot: Spot) -> Column:
    named = column.name
    kept = {name: getattr(column, name) for name in Column.__slots__}
    return Column(**{**kept, "name": named, "behaviour": behaviour, "spot": spot})


def _part(options: Options, name: str) -> Options:
    found = options.get(name)
    return found if isinstance(found, Mapping) else {}


def _column(given: Options, name: str, kind: str, **more: Any) -> Column:
    """A column whose name and type the project may have changed."""
    written = _part(given, "options")
    required = more.pop("is_required", False)
    default = written.get("default")
    return Column(
        str(given.get("name") or name),
        str(given.get("type") or kind),
        is_required=bool(written.get("notnull", required)),
        is_unique=bool(written.get("unique", False)),
        default=default,
        has_default=default is not None,
        **more,
    )


def _timestampable(options: Options, _: str) -> Added:
    columns = []
    for word in ("created", "updated"):
        given = _part(options, word)
        if not given.get("disabled"):
            columns.append(_column(given, f"{word}_at", "timestamp", is_required=True))
    return Added(tuple(columns))


def _sluggable(options: Options, table: str) -> Added:
    length = options.get("length", 255)
    column = _column(options, "slug", "string", length=int(length) if length else None)
    if not (options.get("unique", True) and options.get("uniqueIndex", True)):
        return Added((column,))
    by = options.get("uniqueBy") or []
    names = [column.name, *(by if isinstance(by, list) else [by])]
    index = Index(
        str(options.get("indexName") or f"{table}_sluggable"),
        tuple(IndexField(str(name)) for name in names),
        "unique",
    )
    return Added((column,), (index,))


def _soft_delete(options: Options, _: str) -> Added:
    if options.get("type") == "boolean":
        name = str(options.get("name") or "deleted")
        column = Column(name, "boolean", is_required=True, default=False, has_default=True)
        return Added((column,))
    return Added((_column(options, "deleted_at", "timestamp"),))


def _nested_set(options: Options, _: str) -> Added:
    numbers = [Column("lft", "integer", 4), Column("rgt", "integer", 4)]
    level = Column(str(options.get("levelColumnName") or "level"), "integer", 2)
    if not options.get("hasManyRoots"):
        return Added((*numbers, level))
    root = Column(str(options.get("rootColumnName") or "root_id"), "integer", 8)
    return Added((root, *numbers, level))


def _geographical(options: Options, _: str) -> Added:
    columns = []
    for name in ("latitude", "longitude"):
        given = _part(options, name)
        size, scale = given.get("size"), _part(given, "options").get("scale")
        columns.append(_column(given, name, "decimal", length=size or 10, scale=scale or 6))
    return Added(tuple(columns))


def _versionable(options: Options, _: str) -> Added:
    given = _part(options, "version")
    return Added((Column(str(given.get("alias") or given.get("name") or "version"), "integer", 8),))


def _nothing(_: Options, __: str) -> Added:
    return Added()


_MAKERS: Mapping[str, Callable[[Options, str], Added]] = {
    "Timestampable": _timestampable,
    "Sluggable": _sluggable,
    "SoftDelete": _soft_delete,
    "NestedSet": _nested_set,
    "Geographical": _geographical,
    "Versionable": _versionable,
    "Searchable": _nothing,
    "I18n": _nothing,
    "Taggable": _nothing,
}

#: The behaviours whose columns are known.
KNOWN = frozenset(_MAKERS)
