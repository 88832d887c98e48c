"""YAML as a tree of positions: plain values only, nothing constructed, nothing executed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from proxy.core.table import Place
from proxy.routing_file.mistakes import Mistake, RoutingFileRefused

#: Deeper than any table: lots / name / routes / backend / line is five.
MAX_DEPTH = 12
#: 100,000 routes are about 5 MB, and as many values.
MAX_BYTES = 6 * 1024 * 1024
MAX_VALUES = 150_000
#: Nobody reads more of one kind.
MOST_MISTAKES = 500

_INTEGER = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORDS: dict[str, Any] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
    ".nan": float("nan"), ".NaN": float("nan"), ".NAN": float("nan"),
    ".inf": float("inf"), "-.inf": float("-inf"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scalar:
    """One written value.

    Units: `start` and `end` count characters of the text from 0, quotes included.
    """

    place: Place
    text: str
    is_plain: bool
    start: int
    end: int
    is_alias: bool = False

    @property
    def value(self) -> Any:
        """The value as YAML 1.2's core schema reads it; quoted text stays text."""
        if self.is_alias:
            return None
        if not self.is_plain:
            return self.text
        if self.text in _WORDS:
            return _WORDS[self.text]
        if _INTEGER.fullmatch(self.text) and len(self.text) < 20:
            return int(self.text)
        if _FLOAT.fullmatch(self.text):
            return float(self.text)
        return self.text


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of nodes."""

    place: Place
    items: list["Node"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and nodes, in the order of the file."""

    place: Place
    keys: dict[str, Scalar] = field(default_factory=dict)
    values: dict[str, "Node"] = field(default_factory=dict)


Node = Scalar | Sequence | Mapping


def decoded(data: bytes, file: str) -> str:
    """The text of a routing file; its byte order mark stays out, its line ends stay.

    Errors: RoutingFileRefused, for what is not UTF-8 or is too large.
    """
    start = Place(file, 1, 1)
    if len(data) > MAX_BYTES:
        text = f"the file has {len(data)} bytes; the limit is {MAX_BYTES}"
        raise RoutingFileRefused([Mistake(start, "", text)])
    # Told without reading 150,000 of them first; commas and lines of comments count as well.
    if data.count(b",") + data.count(b"\n") > 5 * MAX_VALUES:
        raise RoutingFileRefused([Mistake(start, "", f"over {MAX_VALUES} values")])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        text = "this byte is not UTF-8; save the file as UTF-8"
        raise RoutingFileRefused([Mistake(Place(file, line, column), "", text)]) from None


def parse_nodes(
    text: str, file: str, *, max_values: int = MAX_VALUES
) -> tuple[Node, list[Mistake]]:
    """The tree of a YAML text, and what may not be in a table: tags, anchors, twice a key.

    Errors: RoutingFileRefused, when there is no tree.
    """
    composer = _Composer(text, file, max_values)
    try:
        root = composer.document()
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file, 1, 1)
        why = " ".join(filter(None, (error.context, error.problem)))
        mistake = Mistake(place, "", f"not YAML: {why}")
        raise RoutingFileRefused([*composer.mistakes, mistake]) from None
    except (YAMLError, ValueError, RecursionError) as error:
        first = str(error).partition("\n")[0]
        mistake = Mistake(Place(file, 1, 1), "", f"not YAML: {first}")
        raise RoutingFileRefused([*composer.mistakes, mistake]) from None
    return root, composer.mistakes


class _Composer:
    """Builds nodes from parser events, so that aliases and tags never become objects."""

    def __init__(self, text: str, file: str, max_values: int) -> None:
        self.file = file
        self.mistakes: list[Mistake] = []
        self.max_values = max_values
        self.values = 0
        self.events: Iterator[Any] = iter(YAML(typ="safe", pure=True).parse(text))

    def document(self) -> Node:
        root: Node | None = None
        for event in self.events:
            if isinstance(event, DocumentStartEvent):
                if root is not None:
                    self.refuse(event, "", "a second document; a table is one document")
                    raise RoutingFileRefused(self.mistakes)
                root = self.node(next(self.events), "", 0)
        if root is None:
            empty = Mistake(Place(self.file, 1, 1), "", "the file is empty")
            raise RoutingFileRefused([*self.mistakes, empty])
        return root

    def place(self, event: Any) -> Place:
        return Place(self.file, event.start_mark.line + 1, event.start_mark.column + 1)

    def refuse(self, event: Any, path: str, text: str) -> None:
        self.mistakes.append(Mistake(self.place(event), path, text))
        if len(self.mistakes) >= MOST_MISTAKES:
            raise RoutingFileRefused(self.mistakes)

    def node(self, event: Any, path: str, depth: int) -> Node:
        self.values += 1
        if self.values > self.max_values or depth > MAX_DEPTH:
            limit = f"nested deeper than {MAX_DEPTH} levels"
            self.refuse(event, "", limit if depth > MAX_DEPTH else f"over {self.max_values} values")
            raise RoutingFileRefused(self.mistakes)
        if isinstance(event, AliasEvent):
            self.refuse(event, path, f"*{event.anchor}: write the value; aliases are not read")
            return self.scalar(event, "")
        if event.anchor is not None:
            self.refuse(event, path, f"&{event.anchor}: remove it; anchors are not read")
        if event.tag is not None:
            self.refuse(event, path, f"tag {event.tag}: remove it; tags are not read")
        if isinstance(event, SequenceStartEvent):
            return self.sequence(event, path, depth)
        if isinstance(event, MappingStartEvent):
            return self.mapping(event, path, depth)
        return self.scalar(event, event.value)

    def scalar(self, event: Any, text: str) -> Scalar:
        is_plain = isinstance(event, ScalarEvent) and event.implicit[0]
        start, end = event.start_mark.index, event.end_mark.index
        is_alias = isinstance(event, AliasEvent)
        return Scalar(self.place(event), text, is_plain, start, end, is_alias)

    def sequence(self, opening: Any, path: str, depth: int) -> Sequence:
        sequence = Sequence(self.place(opening))
        for event in self.events:
            if isinstance(event, SequenceEndEvent):
                break
            where = f"{path}[{len(sequence.items)}]"
            sequence.items.append(self.node(event, where, depth + 1))
        return sequence

    def mapping(self, opening: Any, path: str, depth: int) -> Mapping:
        mapping = Mapping(self.place(opening))
        for event in self.events:
            if isinstance(event, MappingEndEvent):
                break
            key = self.node(event, path, depth + 1)
            if not isinstance(key, Scalar):
                self.refuse(event, path, "a key is a word, not a list or a mapping")
                raise RoutingFileRefused(self.mistakes)
            where = f"{path}.{key.text}" if path else key.text
            value = self.node(next(self.events), where, depth + 1)
            if key.text in mapping.keys:
                first = mapping.keys[key.text].place.line
                self.refuse(event, where, f'"{key.text}" stands twice; first on line {first}')
            else:
                mapping.keys[key.text], mapping.values[key.text] = key, value
        return mapping


def plain(node: Node) -> Any:
    """The tree as dictionaries, lists and scalars."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key: plain(value) for key, value in node.values.items()}
