"""Routes that controllers say themselves, in annotations or attributes."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from legacy_bridge.php_source.classes import Method, PhpClass, php_classes
from legacy_bridge.php_source.literals import Literal, LiteralReader, NotLiteral
from legacy_bridge.php_source.tokens import Kind, Token, php_tokens
from legacy_bridge.symfony1.places import Doubt, Spot
from legacy_bridge.symfony4.routing.routes import Route


@dataclass(frozen=True, slots=True)
class Said:
    """One @Route or #[Route]."""

    path: str = ""
    name: str = ""
    methods: frozenset[str] = frozenset()
    requirements: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, str | None] = field(default_factory=dict)
    host: str = ""
    condition: str = ""
    line: int = 0


def controller_routes(text: str, file: str) -> tuple[list[Route], list[Doubt]]:
    """The routes that the classes of a file say.

    Shape: a note that cannot be read is left out, with a doubt.
    """
    routes: list[Route] = []
    doubts: list[Doubt] = []
    if "Route" not in text:
        return routes, doubts
    for php_class in php_classes(text):
        if php_class.is_abstract:
            continue
        own = _all_said(php_class.notes, file, doubts)
        prefix = own[0] if own else Said()
        invoked = php_class.method("__invoke")
        if invoked is not None and own and not _all_said(invoked.notes, file, []):
            routes += [_route(Said(), said, php_class, None, file) for said in own]
            continue
        for method in php_class.methods:
            for said in _all_said(method.notes, file, doubts):
                routes.append(_route(prefix, said, php_class, method, file))
    return routes, doubts


def routes_below(folder: Path, root: Path) -> tuple[list[Route], list[Doubt]]:
    """The routes of every controller in a folder, by file name."""
    routes: list[Route] = []
    doubts: list[Doubt] = []
    for path in sorted(folder.rglob("*.php") if folder.is_dir() else [folder]):
        text = path.read_text(encoding="utf-8", errors="replace")
        found, more = controller_routes(text, path.relative_to(root).as_posix())
        routes += found
        doubts += more
    return routes, doubts


def _route(
    prefix: Said, said: Said, php_class: PhpClass, method: Method | None, file: str
) -> Route:
    name = "\\".join(filter(None, (php_class.namespace, php_class.name)))
    controller = name if method is None else f"{name}::{method.name}"
    given = prefix.name + (said.name or _made_name(name, method))
    path = prefix.path.rstrip("/") + ("/" + said.path.lstrip("/") if said.path else "")
    return Route(
        name=given,
        path=path or "/",
        controller=controller,
        spot=Spot(file, said.line),
        methods=said.methods or prefix.methods,
        requirements={**prefix.requirements, **said.requirements},
        defaults={**prefix.defaults, **said.defaults},
        host=said.host or prefix.host,
        condition=said.condition or prefix.condition,
    )


def _made_name(class_name: str, method: Method | None) -> str:
    """Source: AnnotatedRouteControllerLoader::getDefaultRouteName."""
    called = method.name if method else "__invoke"
    spelled = f"{class_name.replace(chr(92), '_')}_{called}".lower()
    return re.sub(r"_+", "_", re.sub(r"(bundle|controller)_", "_", spelled))


def _all_said(notes: Sequence[Token], file: str, doubts: list[Doubt]) -> list[Said]:
    found: list[Said] = []
    at = 0
    while at < len(notes):
        token = notes[at]
        try:
            if token.kind is Kind.DOC:
                found += _annotations(token)
            elif token.kind is Kind.WORD and token.value.rpartition("\\")[2] == "Route":
                found.append(_attribute(notes, at))
        except NotLiteral as error:
            text = f"a route that cannot be read: {error}"
            doubts.append(Doubt(Spot(file, error.line), text, is_left_out=True))
        at += 1
    return found


def _attribute(notes: Sequence[Token], at: int) -> Said:
    """#[Route('/x', name: 'y')]: values, some behind `name:`."""
    reader = LiteralReader(notes, at + 1)
    given = _named_arguments(reader, ":") if notes[at + 1 : at + 2] and (
        notes[at + 1].value == "("
    ) else {}  # fmt: skip
    return _said(given, notes[at].line)


def _annotations(token: Token) -> Iterator[Said]:
    """@Route("/x", name="y", methods={"GET"}): Doctrine's annotations."""
    for found in re.finditer(r"@(?:\w+\\)*Route\s*\(", token.value):
        line = token.line + token.value.count("\n", 0, found.start())
        inside = re.sub(r"^[ \t]*\*[ \t]?", "", token.value[found.end() - 1 :], flags=re.MULTILINE)
        # Braces are arrays there, and = joins keys and values; quotes double to stand inside.
        php = "<?php " + _as_php(inside)
        tokens = tuple(each._replace(line=line) for each in php_tokens(php))
        yield _said(_named_arguments(LiteralReader(tokens), "="), line)


def _as_php(text: str) -> str:
    spelled = re.split(r'("(?:[^"]|"")*")', text)
    return "".join(
        "'" + piece[1:-1].replace('""', '"').replace("\\", "\\\\").replace("'", "\\'") + "'"
        if piece[:1] == '"'
        else piece.replace("{", "[").replace("}", "]")
        for piece in spelled
    )


def _named_arguments(reader: LiteralReader, sign: str) -> dict[str, Literal]:
    given: dict[str, Literal] = {}
    tokens = reader.tokens
    reader.at += 1
    while reader.at < len(tokens) and tokens[reader.at].value != ")":
        name = str(len(given))
        following = tokens[reader.at + 1].value if reader.at + 1 < len(tokens) else ""
        if tokens[reader.at].kind is Kind.WORD and following == sign:
            name = tokens[reader.at].value
            reader.at += 2
        given[name] = _value(reader, sign)
        if reader.at < len(tokens) and tokens[reader.at].value == ",":
            reader.at += 1
    return given


def _value(reader: LiteralReader, sign: str) -> Literal:
    if (
        sign == "="
        and reader.tokens[reader.at : reader.at + 1]
        and (reader.tokens[reader.at].value == "[")
    ):
        return _annotation_array(reader)
    return reader.value()


def _annotation_array(reader: LiteralReader) -> Literal:
    """{"GET", "POST"}, or keys and values."""
    reader.at += 1
    items: list[Literal] = []
    keyed: dict[str, Literal] = {}
    while reader.at < len(reader.tokens) and reader.tokens[reader.at].value != "]":
        token = reader.tokens[reader.at]
        following = reader.tokens[reader.at + 1 : reader.at + 2]
        if following and following[0].value == "=":
            reader.at += 2
            keyed[token.value] = _value(reader, "=")
        else:
            items.append(_value(reader, "="))
        if reader.at < len(reader.tokens) and reader.tokens[reader.at].value == ",":
            reader.at += 1
    reader.at += 1
    return keyed or items


def _said(given: dict[str, Literal], line: int) -> Said:
    path = given.get("path", given.get("value", given.get("0", "")))
    if isinstance(path, dict):
        raise NotLiteral("paths by language are not read", line)
    if not isinstance(path, str | None):
        raise NotLiteral(f"its path is {path!r}", line)
    methods = given.get("methods") or []
    listed = methods if isinstance(methods, list) else [methods]
    said = Said(path or "", str(given.get("name") or ""), line=line)
    return replace(
        said,
        methods=frozenset(str(each).upper() for each in listed),
        requirements={key: str(value) for key, value in _pairs(given.get("requirements"))},
        defaults={
            key: None if value is None else str(value)
            for key, value in _pairs(given.get("defaults"))
        },
        host=str(given.get("host") or ""),
        condition=str(given.get("condition") or ""),
    )


def _pairs(literal: Literal) -> list[tuple[str, Literal]]:
    return list(literal.items()) if isinstance(literal, dict) else []
