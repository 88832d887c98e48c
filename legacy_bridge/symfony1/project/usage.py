"""What a module's PHP uses beside its addresses: models, session attributes, links to others."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from legacy_bridge.php_source.literals import Literal, LiteralReader, NotLiteral
from legacy_bridge.php_source.tokens import Kind, Token, php_tokens
from legacy_bridge.symfony1.places import Spot
from legacy_bridge.symfony1.project.layout import Project
from legacy_bridge.symfony1.project.modules import Module

_SESSION = {"setAttribute", "getAttribute", "hasAttribute"}
_LINKS = {
    "url_for",
    "link_to",
    "redirect",
    "forward",
    "generateUrl",
    "form_tag",
    "button_to",
    "url",
}
_TABLES = {"getTable", "from", "update", "delete", "innerJoin", "leftJoin"}
_WRITES = {"save", "delete", "replace", "insert"}
_FORM = re.compile(r"(\w+?)(?:Admin|Filter)?Form")


@dataclass(frozen=True, slots=True)
class Attribute:
    """A session attribute by name and namespace, and where it is used."""

    name: str
    spot: Spot


@dataclass(frozen=True, slots=True)
class Usage:
    """What one module uses.

    Shape: `models` classes of the schema; `links` internal addresses: @route or module/action.
    """

    models: frozenset[str]
    writes: bool
    attributes: tuple[Attribute, ...]
    links: frozenset[str]
    lines: int


def module_usage(project: Project, module: Module, models: frozenset[str]) -> Usage:
    """What the PHP of a module uses, actions, components and templates.

    Shape: `models` are the classes that the project's schema defines.
    """
    used: set[str] = {module.model} & models
    attributes: list[Attribute] = []
    links: set[str] = set()
    lines, writes = 0, any(a.name in {"create", "update", "delete"} for a in module.actions)
    for path in _files(module):
        try:
            text = path.read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue
        lines += text.count("\n") + 1
        tokens = tuple(php_tokens(text))
        used |= _models(tokens, models)
        writes = writes or _calls_any(tokens, _WRITES)
        attributes += _attributes(tokens, project.name_of(path))
        links |= set(_links(tokens))
    return Usage(frozenset(used), writes, tuple(attributes), frozenset(links), lines)


def _files(module: Module) -> Iterator[Path]:
    for folder in module.folders:
        for below in ("actions", "lib", "templates"):
            yield from sorted((folder / below).rglob("*.php"))


def _models(tokens: tuple[Token, ...], models: frozenset[str]) -> set[str]:
    """Classes of the schema that are named: themselves, their tables, peers, queries or forms."""
    found: set[str] = set()
    for token in tokens:
        if token.kind is Kind.WORD:
            short = token.value.rpartition("\\")[2]
            for ending in ("", "Table", "Peer", "Query"):
                if short.removesuffix(ending) in models:
                    found.add(short.removesuffix(ending))
            if (form := _FORM.fullmatch(short)) and form[1] in models:
                found.add(form[1])
        elif token.kind in {Kind.TEXT, Kind.MADE} and len(token.value) < 4000:
            words = set(re.findall(r"\b[A-Z]\w+|\bsf[A-Z]\w+", token.value))
            found |= words & models
    return found


def _calls(tokens: tuple[Token, ...], names: set[str]) -> Iterator[int]:
    for at, token in enumerate(tokens[:-1]):
        if token.kind is Kind.WORD and token.value in names and tokens[at + 1].value == "(":
            yield at


def _calls_any(tokens: tuple[Token, ...], names: set[str]) -> bool:
    return any(tokens[at - 1].value in {"->", "::"} for at in _calls(tokens, names) if at)


def _arguments(tokens: tuple[Token, ...], at: int) -> list[Literal]:
    """The arguments of a call that are spelled out, up to the first that is not."""
    reader = LiteralReader(tokens, at + 2)
    found: list[Literal] = []
    while True:
        try:
            found.append(reader.value())
        except NotLiteral:
            return found
        if reader.at >= len(tokens) or tokens[reader.at].value != ",":
            return found
        reader.at += 1


def _attributes(tokens: tuple[Token, ...], file: str) -> Iterator[Attribute]:
    """Attributes of the user; those of a namespace that belongs to one module count as well."""
    for at in _calls(tokens, _SESSION):
        before = [token.value for token in tokens[max(0, at - 5) : at]]
        if not ({"getUser", "$sf_user", "user"} & set(before)):
            continue
        given = _arguments(tokens, at)
        if given and isinstance(given[0], str):
            space = given[2] if len(given) > 2 and isinstance(given[2], str) else ""
            name = f"{space}/{given[0]}" if space else given[0]
            yield Attribute(name, Spot(file, tokens[at].line))


def _links(tokens: tuple[Token, ...]) -> Iterator[str]:
    for at in _calls(tokens, _LINKS):
        for value in _arguments(tokens, at)[:2]:
            if isinstance(value, str) and (value[:1] == "@" or re.fullmatch(r"\w+/\w+.*", value)):
                yield value.partition("?")[0]
        # "@route?id=" . $id is put together: its start says where it leads.
        following = tokens[at + 2 : at + 3]
        if following and following[0].kind is Kind.MADE:
            yield following[0].value.partition("?")[0]
