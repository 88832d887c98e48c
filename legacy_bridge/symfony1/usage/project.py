"""Every mention in a project folder: its schema, PHP, templates and generators."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from legacy_bridge.symfony1.places import Doubt, Spot
from legacy_bridge.symfony1.schema.project import read_schema
from legacy_bridge.symfony1.schema.values import Schema
from legacy_bridge.symfony1.usage.entities import Entity, entities_of
from legacy_bridge.symfony1.usage.mentions import Dictionary, How, Mention, folded
from legacy_bridge.symfony1.usage.other_files import routed_mentions, sql_mentions
from legacy_bridge.symfony1.usage.php import php_mentions

#: Folders that hold no source of the project, wherever they are.
_NEVER_SOURCE = {"node_modules", ".git", ".svn", "vendor"}

#: The same at the top of the project or of a plugin, and in the folders of _HOLDERS: elsewhere a
#: module may be called log, and a namespace Test.
_NO_SOURCE = {"cache", "log", "uploads", "fixtures", "test", "tests"}
_HOLDERS = {"data", "var", "web", "public"}

#: A longer file is a dump, not a source; it is told, not read.
MOST_BYTES = 2_000_000

_MODULE = re.compile(r"(?:^|/)modules/([^/]+)/")
_MODEL = re.compile(r"^\s*model_class:\s*['\"]?(\w+)", re.MULTILINE)
_MARKS = re.compile(r"\{\{(.*?)\}\}|\{%(.*?)%\}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ProjectUsage:
    """What a project uses, and what of it was not understood."""

    mentions: tuple[Mention, ...]
    schema: Schema
    doubts: tuple[Doubt, ...] = ()


def read_usage(
    project: Path, live: Mapping[str, Iterable[str]] | None = None, known: Schema | None = None
) -> ProjectUsage:
    """Every table and column that the files of a project name.

    Shape:  `live` are the columns of the live tables, for those that no schema.yml declares;
            `known` lends the classes of another project that shares the database.
    """
    schema = read_schema(project)
    models = {**(known.models if known else {}), **schema.models}
    texts, doubts = _texts(project)
    doubts += schema.doubts
    entities = {
        file: entities_of(text)
        for file, text in texts.items()
        if file.endswith(".php") and "ORM" in text
    }
    names = Dictionary.of(Schema(models), live, [one for each in entities.values() for one in each])
    found = [*_declared(schema), *_mapped(entities)]
    subjects = dict(_subjects(project, names))
    for file, text in texts.items():
        module = _MODULE.search(file)
        name = module[1] if module else ""
        found += _of_file(text, file, names, name, subjects.get(name, ()))
    return ProjectUsage(tuple(dict.fromkeys(found)), schema, tuple(doubts))


def _texts(project: Path) -> tuple[dict[str, str], list[Doubt]]:
    """The files that may use a table, each with its text, and those that cannot be read."""
    texts: dict[str, str] = {}
    doubts: list[Doubt] = []
    for path in _files(project):
        file = path.relative_to(project).as_posix()
        try:
            if path.stat().st_size > MOST_BYTES:
                doubts.append(Doubt(Spot(file), f"it has more than {MOST_BYTES} bytes: not read"))
                continue
            texts[file] = path.read_text(encoding="utf-8", errors="replace")
        except OSError as error:
            doubts.append(Doubt(Spot(file), f"it cannot be read: {error.strerror}"))
    return texts, doubts


def _mapped(entities: Mapping[str, Iterable[Entity]]) -> Iterator[Mention]:
    """What entities of Doctrine 2 declare."""
    for file, found in entities.items():
        for entity in found:
            yield Mention(entity.table, "", How.DECLARES, Spot(file, entity.line))
            for column, line in entity.columns:
                yield Mention(entity.table, column, How.DECLARES, Spot(file, line))


def _of_file(
    text: str, file: str, names: Dictionary, module: str, subject: Iterable[str]
) -> Iterable[Mention]:
    if file.endswith(".sql"):
        return sql_mentions(text, file, names)
    if file.endswith("routing.yml"):
        return routed_mentions(text, file, names)
    if file.endswith(".yml"):
        return _generator(text, file, names, module, subject)
    if file.endswith(".twig"):
        # Twig's expressions read like PHP's properties once the dot is an arrow.
        inside = _MARKS.sub(lambda one: f"<?php {_as_php(one[0])} ?>", text)
        return php_mentions(inside, file, names, module, subject)
    return php_mentions(text, file, names, module, subject)


def _as_php(marked: str) -> str:
    return re.sub(r"(?<=[\w)\]])\.(?=[a-zA-Z_])", "->", marked.strip("{}% \t").strip())


def _declared(schema: Schema) -> Iterator[Mention]:
    for model in schema.models.values():
        table = model.table.lower()
        for column in model.columns.values():
            spot = column.spot if column.spot.file else model.spot
            yield Mention(table, column.name.lower(), How.DECLARES, spot)
        yield Mention(table, "", How.DECLARES, model.spot)


def _files(project: Path) -> Iterator[Path]:
    for path in sorted(project.rglob("*")):
        inside = path.relative_to(project).parts
        if _is_elsewhere(inside[:-1]) or not path.is_file():
            continue
        if path.suffix in {".php", ".twig", ".phtml", ".sql"} or path.name in {
            "generator.yml",
            "routing.yml",
        }:
            yield path


def _is_elsewhere(folders: tuple[str, ...]) -> bool:
    own = folders[2:] if folders[:1] == ("plugins",) else folders
    held = own[1:2] if own[:1] and own[0] in _HOLDERS else ()
    return bool(_NEVER_SOURCE & set(folders) or _NO_SOURCE & {*own[:1], *held})


def _subjects(project: Path, names: Dictionary) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The table that each module's generator.yml says it is about."""
    for path in sorted(project.rglob("generator.yml")):
        module = _MODULE.search(path.relative_to(project).as_posix())
        model = _MODEL.search(path.read_text(encoding="utf-8", errors="replace"))
        if module and model and (table := names.table_of_class(model[1])):
            yield module[1], (table,)


def _generator(
    text: str, file: str, names: Dictionary, module: str, subject: Iterable[str]
) -> Iterator[Mention]:
    """Names of columns in a generator.yml: fields, lists, filters and forms of its model."""
    for table in subject:
        yield Mention(table, "", How.WRITES, Spot(file), module)
        for number, line in enumerate(text.splitlines(), 1):
            for word in re.findall(r"[A-Za-z_]\w*", line.split("#")[0]):
                for owner, column in names.by_column.get(folded(word), ()):
                    if owner == table and column == word.lower():
                        yield Mention(table, column, How.READS, Spot(file, number), module)
