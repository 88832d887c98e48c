"""Where each class of a project is defined; a file is read closely only when it is asked for."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from legacy_bridge.php_source.classes import PhpClass, php_classes
from legacy_bridge.symfony1.places import Spot

#: Comments look alike: whether a file really has the class is seen when it is read.
_DECLARED = re.compile(
    rb"\b(?:class|trait)\s+(\w+)(?:\s+extends\s+([\w\\]+))?(?=[\s{])", re.IGNORECASE
)
#: No file of a person's own is larger; what is larger is data.
_LARGEST = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Found:
    """A class and the file it is in."""

    php_class: PhpClass
    file: str

    def spot(self, line: int = 0) -> Spot:
        """A line of its file; its own when none is said."""
        return Spot(self.file, line or self.php_class.line)


@dataclass
class PhpIndex:
    """The classes of PHP files, by name; PHP compares names without case."""

    paths: tuple[Path, ...]
    name_of: Callable[[Path], str] = field(default=str)
    _places: dict[str, list[Path]] = field(init=False, default_factory=dict, repr=False)
    _parents: dict[str, str] = field(init=False, default_factory=dict, repr=False)
    _read: dict[Path, tuple[PhpClass, ...]] = field(init=False, default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        """Look through every file for its classes' first lines."""
        for path in self.paths:
            for found in _DECLARED.finditer(_bytes_of(path)):
                name = found[1].decode()
                self._places.setdefault(name.lower(), []).append(path)
                if found[2]:
                    parent = found[2].decode().rpartition("\\")[2]
                    self._parents.setdefault(name, parent)

    @property
    def parents(self) -> dict[str, str]:
        """Class → the class it extends."""
        return dict(self._parents)

    def find(self, name: str) -> Found | None:
        """A class by its name, with or without namespace."""
        short = name.rpartition("\\")[2].lower()
        for path in self._places.get(short, ()):
            for each in self.classes_in(path):
                if each.name.lower() == short:
                    return Found(each, self.name_of(path))
        return None

    def classes_in(self, path: Path) -> tuple[PhpClass, ...]:
        """The classes of one file; none when it cannot be read."""
        if path not in self._read:
            text = _bytes_of(path).decode("utf-8", "replace")
            self._read[path] = php_classes(text)
        return self._read[path]

    def lineage(self, name: str) -> list[Found]:
        """A class and those of the project it descends from, itself first."""
        chain: list[Found] = []
        while name and (found := self.find(name)) and found not in chain:
            chain.append(found)
            name = found.php_class.extends
        return chain


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes() if path.stat().st_size <= _LARGEST else b""
    except OSError:
        return b""
