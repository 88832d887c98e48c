"""Which projects a command reads, as its words and the settings say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from proxy.core.table import RoutingTable


@dataclass(frozen=True, slots=True)
class Project:
    """A legacy project and what else is known of its routes."""

    backend: str
    folder: Path
    routes_output: Mapping[str, Path] = field(default_factory=dict)
    pages_database: str = ""


def project_sources(
    given: Mapping[str, Any], table: RoutingTable | None, configured: str
) -> list[Project]:
    """The projects that a command was given, else those of the settings.

    Errors: click.UsageError, when there is none, or one word names what is not there.
    """
    words = list(given["projects"]) or [
        each.strip() for each in configured.split(",") if each.strip()
    ]
    if not words:
        raise click.UsageError(
            "give the project's folder, or set FIGUIER_INVENTORY_PROJECTS=backend=folder,…"
        )
    named = [_named(word, table) for word in words]
    if len({backend for backend, _ in named}) < len(named):
        raise click.UsageError("two projects have one name; write BACKEND=FOLDER")
    outputs = [_pair(word) for word in given.get("routes_output", ())]
    databases = dict(_for_backend(word, named) for word in given.get("pages_database", ()))
    for backend in databases:
        if backend not in dict(named):
            raise click.UsageError(f"--pages-database: no project is named {backend}")
    return [
        Project(
            backend,
            Path(folder),
            {application: Path(file) for application, file in outputs},
            databases.get(backend, ""),
        )
        for backend, folder in named
    ]


def _named(word: str, table: RoutingTable | None) -> tuple[str, str]:
    """BACKEND=FOLDER; alone, a folder's name stands for the backend."""
    backend, sign, folder = word.partition("=")
    if sign:
        return backend, folder
    name = Path(word).resolve().name
    if table is not None and name not in table.backends and len(table.backends) == 1:
        return next(iter(table.backends)), word
    spelled = "".join(letter if letter.isalnum() else "_" for letter in name.lower()).strip("_")
    return spelled or "legacy", word


def _pair(word: str) -> tuple[str, str]:
    name, sign, value = word.partition("=")
    if not sign:
        raise click.UsageError(f"{word}: write APPLICATION=FILE")
    return name, value


def _for_backend(word: str, named: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """BACKEND=VALUE; alone, the value is the first project's."""
    name, sign, value = word.partition("=")
    if sign and name.isidentifier():
        return name, value
    return named[0][0], word


def log_sources(words: Sequence[str], projects: Sequence[Project]) -> list[tuple[str, Path]]:
    """Logs, each with the backend that its lines are of when they name no host.

    Errors: click.UsageError.
    """
    found: list[tuple[str, Path]] = []
    for word in words:
        backend, value = _for_backend(word, [(each.backend, "") for each in projects])
        if backend not in {each.backend for each in projects}:
            raise click.UsageError(f"--log {word}: no project is named {backend}")
        found.append((backend, Path(value)))
    return found
