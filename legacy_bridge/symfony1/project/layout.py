"""Where a project keeps its applications, plugins and PHP, and what its configuration enables."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from legacy_bridge.php_source.literals import Literal, LiteralReader, NotLiteral
from legacy_bridge.php_source.tokens import Kind, php_tokens
from legacy_bridge.symfony1.places import Doubt, NotUnderstood, Spot
from legacy_bridge.symfony1.project.php_index import PhpIndex

#: Folders that hold no code of the project's own.
_NOT_OWN = {"cache", "log", "test", ".git", ".svn", "vendor", "node_modules", "data", "uploads"}
_SPEC = re.compile(r"sfYaml::setSpecVersion\(\s*['\"]1\.1['\"]\s*\)")


@dataclass(frozen=True)
class Project:
    """A project's folder.

    Shape: `plugins` are the folders of enabled plugins, in symfony's order; `spec` is the YAML
           that sfYaml is told to read.
    """

    root: Path
    applications: tuple[str, ...]
    plugins: tuple[Path, ...]
    spec: str = "1.2"
    doubts: tuple[Doubt, ...] = ()

    def name_of(self, path: Path) -> str:
        """A path as places print it: from the project's folder."""
        try:
            return path.relative_to(self.root).as_posix()
        except ValueError:
            return str(path)

    def application(self, name: str) -> Path:
        """The folder of an application."""
        return self.root / "apps" / name

    @cached_property
    def php(self) -> PhpIndex:
        """Every class of the project's own PHP, by name."""
        return PhpIndex(tuple(self.php_files()), self.name_of)

    def php_files(self) -> Iterator[Path]:
        """The project's own PHP: applications, libraries, plugins, configuration, web."""
        for folder in ("apps", "config", "lib", "plugins", "web"):
            yield from _php_below(self.root / folder)


def _php_below(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder, followlinks=False):
        folders[:] = sorted(each for each in folders if each not in _NOT_OWN)
        yield from (Path(place, each) for each in sorted(files) if each.endswith(".php"))


def is_project(folder: Path) -> bool:
    """Whether a folder looks like a symfony 1 project."""
    return (folder / "apps").is_dir()


def read_project(folder: Path) -> Project:
    """The project in a folder.

    Errors: NotUnderstood, when the folder is no symfony 1 project.
    """
    if not is_project(folder):
        raise NotUnderstood(Spot(str(folder)), "no symfony 1 project: it has no folder apps")
    applications = tuple(
        sorted(each.name for each in (folder / "apps").iterdir() if (each / "config").is_dir())
    )
    if not applications:
        raise NotUnderstood(Spot(str(folder)), "its folder apps holds no application")
    path = folder / "config" / "ProjectConfiguration.class.php"
    text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    doubts: list[Doubt] = []
    plugins = _plugins(folder, text, doubts)
    return Project(
        folder, applications, plugins, "1.1" if _SPEC.search(text) else "1.2", tuple(doubts)
    )


def _plugins(folder: Path, text: str, doubts: list[Doubt]) -> tuple[Path, ...]:
    """Enabled plugins that are in the folder, in the order they are enabled."""
    present = {each.name: each for each in sorted((folder / "plugins").glob("*")) if each.is_dir()}
    spot = Spot("config/ProjectConfiguration.class.php")
    enabled: list[str] = []
    has_said = False
    for call, names, line in _plugin_calls(text):
        has_said = True
        if names is None:
            text_ = f"{call} takes what only running PHP tells: every plugin is taken as enabled"
            doubts.append(Doubt(Spot(spot.file, line), text_))
            return tuple(present.values())
        match call:
            case "enablePlugins":
                enabled += [name for name in names if name not in enabled]
            case "disablePlugins":
                enabled = [name for name in enabled if name not in names]
            case "setPlugins":
                enabled = list(names)
            case _:
                enabled = [name for name in present if name not in names]
    if present and not has_said:
        doubts.append(
            Doubt(spot, "it enables no plugin that we can read: all are taken as enabled")
        )
        return tuple(present.values())
    return tuple(present[name] for name in enabled if name in present)


_PLUGIN_CALLS = {"enablePlugins", "disablePlugins", "setPlugins", "enableAllPluginsExcept"}


def _plugin_calls(text: str) -> Iterator[tuple[str, list[str] | None, int]]:
    tokens = tuple(php_tokens(text))
    for at, token in enumerate(tokens):
        if token.kind is not Kind.WORD or token.value not in _PLUGIN_CALLS:
            continue
        try:
            arguments = LiteralReader(tokens, at + 1).arguments()
        except NotLiteral:
            yield token.value, None, token.line
        else:
            yield token.value, list(_names(arguments)), token.line


def _names(arguments: tuple[Literal, ...]) -> Iterator[str]:
    for argument in arguments:
        if isinstance(argument, list):
            yield from _names(tuple(argument))
        elif isinstance(argument, str):
            yield argument
