"""The files of a schema laid over one another: one definition for each class, globals applied."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from legacy_bridge.symfony1.places import Doubt, Spot
from legacy_bridge.symfony1.sfyaml.files import YamlFile, laid_over

#: What may stand at the top of a file and holds for every class.
#: Source: Doctrine_Import_Schema::$_globalDefinitionKeys.
GLOBALS = (
    "connection", "attributes", "templates", "actAs", "options", "package", "package_custom_path",
    "inheritance", "detect_relations",
)  # fmt: skip

#: What a class may say. Source: Doctrine_Import_Schema::$_validation.
KNOWN = {
    *GLOBALS, "abstract", "className", "tableName", "relations", "columns", "indexes", "listeners",
    "checks", "comment", "generate_accessors", "connectionClassName",
}  # fmt: skip

#: The first words of a Propel schema, which is another dialect.
_PROPEL = ("propel", "_attributes", "_propel_behaviors")

_TYPE = re.compile(r"\s*(\w+)\s*(?:\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\))?\s*")


@dataclass(frozen=True, slots=True)
class Definition:
    """One class as all files together define it.

    Shape: `values` canonical: columns are mappings, actAs maps names to options; `spots` says
           where each key stands: ("columns", "nom") → its line, the class itself under ().
    """

    name: str
    values: Mapping[str, Any]
    spots: Mapping[tuple[str, ...], Spot] = field(default_factory=dict)

    def spot(self, *keys: str) -> Spot:
        """Where a key is written; else the nearest key around it."""
        while keys and keys not in self.spots:
            keys = keys[:-1]
        return self.spots[keys]


def merged(
    files: Sequence[YamlFile], defaults: Mapping[str, Any] | None = None
) -> tuple[dict[str, Definition], list[Doubt]]:
    """The classes that the files define together, in the order they first come.

    Shape:  plugins' files come first, the project's last: later keys win, list items too, by
            position. `defaults` are options of every table, as databases.yml gives them.
    Source: sfDoctrineBaseTask::prepareSchemaFile.
    """
    reader = _Merger({"options": dict(defaults or {})})
    for file in files:
        reader.add(file)
    return reader.definitions(), reader.doubts


class _Merger:
    """Classes as the files read so far define them."""

    def __init__(self, everywhere: dict[str, Any]) -> None:
        self.everywhere = everywhere
        self.classes: dict[str, dict[str, Any]] = {}
        self.spots: dict[str, dict[tuple[str, ...], Spot]] = {}
        self.doubts: list[Doubt] = []

    def add(self, file: YamlFile) -> None:
        """Lay one file over what was read."""
        self.doubts += file.doubts
        values: Any = file.value
        if not isinstance(values, Mapping):
            if values not in (None, "", []):
                text = "this is no schema: a list or a lone value"
                self.doubts.append(Doubt(file.spot(), text))
            return
        if dialect := next((word for word in _PROPEL if word in values), ""):
            text = f"a Propel schema ({dialect}): Doctrine's dialect is the one that is read"
            self.doubts.append(Doubt(file.spot(dialect), text))
            return
        for name, written in values.items():
            if name in GLOBALS:
                self.everywhere[name] = laid_over(self.everywhere.get(name), written)
            elif isinstance(written, Mapping) or not written:
                self._add_class(file, name, written or {})
            else:
                text = f"{name}: a class is a mapping; it is left out"
                self.doubts.append(Doubt(file.spot(name), text))

    def _add_class(self, file: YamlFile, name: str, written: Mapping[str, Any]) -> None:
        canonical = _canonical(written)
        for key in canonical:
            if key not in KNOWN:
                text = f"{name}: {key!r} is no word of a schema; it is not read"
                self.doubts.append(Doubt(file.spot(name, key), text))
        self.classes[name] = cast(
            "dict[str, Any]", laid_over(self.classes.get(name, {}), canonical)
        )
        known = self.spots.setdefault(name, {(): file.spot(name)})
        for keys, line in file.lines.items():
            if keys[0] == name and len(keys) > 1:
                known[tuple(map(str, keys[1:]))] = Spot(file.file, line)

    def definitions(self) -> dict[str, Definition]:
        """Every class, with what holds for all of them."""
        shared = _canonical(self.everywhere)
        return {
            name: Definition(
                name, cast("dict[str, Any]", laid_over(shared, values)), self.spots[name]
            )
            for name, values in self.classes.items()
        }


def _canonical(written: Mapping[str, Any]) -> dict[str, Any]:
    values = dict(written)
    if isinstance(columns := values.get("columns"), Mapping):
        values["columns"] = {str(name): _column(given) for name, given in columns.items()}
    if "actAs" in values:
        values["actAs"] = dict(behaviours_in(values["actAs"]))
    return values


def _column(given: Any) -> dict[str, Any]:
    """A column as a mapping, its length and scale apart from its type."""
    column = dict(given) if isinstance(given, Mapping) else {"type": given}
    found = _TYPE.fullmatch(str(column.get("type") or ""))
    if found and found[2]:
        column |= {"type": found[1], "length": int(found[2])}
        if found[3]:
            column["scale"] = int(found[3])
    elif "size" in column:
        column["length"] = column["size"]
    return column


def behaviours_in(given: Any) -> Iterator[tuple[str, Any]]:
    """Behaviours as names with options, whether actAs was one name, a list, a mapping or a mix."""
    if isinstance(given, str):
        yield given, None
    elif isinstance(given, Mapping):
        for name, options in given.items():
            yield (str(options), None) if name.isdecimal() else (name, options)
    elif isinstance(given, list):
        for one in given:
            yield from behaviours_in(one)
