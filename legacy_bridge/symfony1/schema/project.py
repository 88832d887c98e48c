"""The schema of a project folder: its plugins' files, its own, and its database's defaults."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from legacy_bridge.symfony1.places import Doubt, NotUnderstood, doubt_of
from legacy_bridge.symfony1.schema.reading import schema_of
from legacy_bridge.symfony1.schema.values import Schema
from legacy_bridge.symfony1.sfyaml.files import YamlFile, read_yaml

#: Options of every table that databases.yml gives, by the attribute that names them.
_DEFAULTS = {
    "default_table_charset": "charset",
    "default_table_collate": "collate",
    "default_table_type": "type",
}


def read_schema(project: Path) -> Schema:
    """The schema of a project, as symfony would build it.

    Shape:  a file that cannot be read is a doubt, and the others are read.
    Source: sfDoctrineBaseTask::prepareSchemaFile: plugins by name, then config/doctrine.
    """
    files: list[YamlFile] = []
    doubts: list[Doubt] = []
    for path in schema_paths(project):
        try:
            files.append(read_yaml(path, path.relative_to(project).as_posix()))
        except NotUnderstood as error:
            doubts.append(doubt_of(error))
    schema = schema_of(files, _defaults(project, doubts))
    return Schema(schema.models, (*doubts, *schema.doubts))


def schema_paths(project: Path) -> Iterator[Path]:
    """The files of a project that define models, in the order they are read."""
    plugins = project / "plugins"
    if plugins.is_dir():
        for plugin in sorted(plugins.iterdir()):
            yield from sorted((plugin / "config/doctrine").glob("**/*.yml"))
    yield from sorted((project / "config/doctrine").glob("**/*.yml"))


def _defaults(project: Path, doubts: list[Doubt]) -> dict[str, Any]:
    path = project / "config/databases.yml"
    if not path.is_file():
        return {}
    try:
        file = read_yaml(path, "config/databases.yml")
    except NotUnderstood as error:
        doubts.append(doubt_of(error))
        return {}
    found: dict[str, Any] = {}
    for environment in ("all", "prod"):
        found |= _attributes(file.value, environment)
    return {_DEFAULTS[name]: value for name, value in found.items() if name in _DEFAULTS}


def _attributes(value: Any, environment: str) -> dict[str, Any]:
    connections = value.get(environment) if isinstance(value, dict) else None
    for connection in (connections if isinstance(connections, dict) else {}).values():
        param = connection.get("param") if isinstance(connection, dict) else None
        attributes = param.get("attributes") if isinstance(param, dict) else None
        if isinstance(attributes, dict):
            return attributes
    return {}
