"""A YAML file of a symfony 1 project: its value, the line of each key, its doubts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from legacy_bridge.symfony1.places import Doubt, NotUnderstood, Spot
from legacy_bridge.symfony1.sfyaml.blocks import LineMalformed, Lines, parsed_text
from legacy_bridge.symfony1.sfyaml.inline import Value
from legacy_bridge.symfony1.sfyaml.php_text import MARK, without_php

#: Larger than any configuration that a person writes.
LARGEST = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class YamlFile:
    """What a file says.

    Shape: `file` is the name that places are printed with; `lines` maps paths of keys to lines.
    """

    file: str
    value: Value
    lines: Lines = field(repr=False, default_factory=dict)
    doubts: tuple[Doubt, ...] = ()

    @property
    def mapping(self) -> Mapping[str, Value]:
        """The keys at the top.

        Errors: NotUnderstood, when the file is no mapping; an empty one has no keys.
        """
        if self.value is None or self.value == []:
            return {}
        if not isinstance(self.value, dict):
            raise NotUnderstood(Spot(self.file), "expected keys and their values")
        return self.value

    def spot(self, *path: str | int) -> Spot:
        """Where the deepest part of this path is written that has a line of its own."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.lines:
                return Spot(self.file, self.lines[path[:length]])
        return Spot(self.file)


def read_yaml(path: Path, file: str = "", spec: str = "1.2") -> YamlFile:
    """The file as symfony would read it.

    Errors: NotUnderstood, with the line; OSError when it cannot be opened.
    """
    file = file or str(path)
    data = path.read_bytes()
    if len(data) > LARGEST:
        raise NotUnderstood(Spot(file), f"larger than {LARGEST >> 20} MiB")
    return parsed_yaml(decoded(data, file), file, spec)


def decoded(data: bytes, file: str) -> str:
    """The text of a file.

    Errors: NotUnderstood, with the first line that is not UTF-8.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise NotUnderstood(Spot(file, line), "not UTF-8; sfYaml refuses it") from None


def parsed_yaml(text: str, file: str, spec: str = "1.2") -> YamlFile:
    """The same of a text.

    Errors: NotUnderstood, with the line.
    """
    plain, doubts = without_php(text, file)
    try:
        value, lines = parsed_text(plain, spec)
    except LineMalformed as error:
        raise NotUnderstood(Spot(file, error.line), str(error)) from None
    except RecursionError:
        raise NotUnderstood(Spot(file), "nested too deeply") from None
    return YamlFile(file, value, lines, tuple(doubts))


def holds_php(value: Value) -> bool:
    """Whether some of a value would come from PHP that was not run."""
    match value:
        case str():
            return MARK in value
        case list():
            return any(map(holds_php, value))
        case dict():
            return any(MARK in key or holds_php(inner) for key, inner in value.items())
        case _:
            return False


def laid_over(below: Value, above: Value) -> Value:
    """`above` over `below`, key by key; lists as well, by position.

    Source: sfToolkit::arrayDeepMerge.
    """
    if not (isinstance(below, dict | list) and isinstance(above, dict | list)):
        return above
    if isinstance(below, list) and isinstance(above, list):
        merged = [laid_over(old, new) for old, new in zip(below, above, strict=False)]
        longer = above if len(above) > len(below) else below
        return [*merged, *longer[len(merged) :]]
    together: dict[str, Value] = dict(_by_position(below))
    for key, value in _by_position(above).items():
        together[key] = laid_over(together[key], value) if key in together else value
    return together


def _by_position(value: dict[str, Value] | list[Value]) -> dict[str, Value]:
    return value if isinstance(value, dict) else {str(at): each for at, each in enumerate(value)}
