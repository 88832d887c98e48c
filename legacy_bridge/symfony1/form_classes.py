"""Form classes read as text: the validators, widgets and labels that configure() gives fields."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from legacy_bridge.symfony1.php_source import Method, PhpSource, Unread, arguments, closing
from legacy_bridge.symfony1.places import Doubt, Spot

_STATEMENT = re.compile(r"[^;{}]+(?:;|(?=\{))")
_SET = re.compile(
    r"\$this->set(Validator|Widget)\s*\(\s*|\$this->(validator|widget)Schema\s*\[\s*", re.IGNORECASE
)
_LABEL = re.compile(r"\$this->widgetSchema->(setLabels?|setHelps?)\s*\(", re.IGNORECASE)
_UNSET = re.compile(r"unset\s*\(")
_USE = re.compile(r"\$this->useFields\s*\(")
_NEW = re.compile(r"new\s+\\?([\w\\]+)\s*(\()?")

#: Methods of a form that its own class may leave alone.
_CONFIGURES = {"configure", "setup"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A validator or a widget: its class and its literal arguments by place or name."""

    class_name: str
    positional: tuple[Any, ...]
    named: Mapping[str, Any]
    spot: Spot

    @property
    def is_read(self) -> bool:
        """Whether every argument is a literal."""
        return not any(map(_is_unread, (*self.positional, *self.named.values())))


def _is_unread(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_is_unread, value.values()))
    return any(map(_is_unread, value)) if isinstance(value, list) else isinstance(value, Unread)


@dataclass(slots=True)
class FormClass:
    """What a form class says beyond its columns; what is not understood is among the doubts."""

    validators: dict[str, Piece] = field(default_factory=dict)
    widgets: dict[str, Piece] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    helps: dict[str, str] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)
    kept: list[str] | None = None
    doubts: list[Doubt] = field(default_factory=list)

    def has(self, name: str) -> bool:
        """Whether the form still has a field that its base class makes.

        Source: sfForm::useFields() keeps those it names alone; the list's template skips the others.
        """
        return name not in self.removed and (self.kept is None or name in self.kept)


def form_class(source: PhpSource) -> FormClass:
    """What the first class of a file of PHP says."""
    form = FormClass()
    for method in source.methods():
        if method.name in _CONFIGURES:
            _read_configure(source, method, form)
        else:
            text = f"{method.name}() of the form is PHP; it is not translated"
            form.doubts.append(Doubt(Spot(source.file, method.line), text))
    return form


def _read_configure(source: PhpSource, method: Method, form: FormClass) -> None:
    for start, end in _statements(source, method):
        text = source.text[start:end].strip()
        if text and not _is_read(source, start, end, form):
            said = " ".join(text.split())[:100]
            form.doubts.append(Doubt(source.spot(_first_word(source, start)), said))


def _statements(source: PhpSource, method: Method) -> Iterator[tuple[int, int]]:
    """The statements of a body, nested blocks as one."""
    at, begun = method.start, method.start
    while at < method.end:
        mark = source.code[at]
        if mark in "([{":
            at = closing(source.code, at)
            mark = ";" if source.code[at : at + 1] == "}" else ""
        if mark == ";":
            yield begun, at + 1
            begun = at + 1
        at += 1


def _first_word(source: PhpSource, start: int) -> int:
    found = re.compile(r"\S").search(source.code, start)
    return found.start() if found else start


def _is_read(source: PhpSource, start: int, end: int, form: FormClass) -> bool:
    """Whether a statement was understood; what it says is then in the form."""
    code = source.code[start:end]
    if not code.strip() or re.match(r"\s*parent::\w+\s*\(", code):
        return True
    if found := _SET.match(code.lstrip()):
        offset = start + len(code) - len(code.lstrip()) + found.end()
        return _is_set(source, offset, (found[1] or found[2]).lower(), form)
    if found := _LABEL.match(code.lstrip()):
        offset = start + len(code) - len(code.lstrip()) + found.end() - 1
        return _is_labelled(source, offset, found[1], form)
    if found := _UNSET.match(code.lstrip()):
        removed, is_whole = _unset_fields(source.text[start:end])
        form.removed |= removed
        return is_whole
    if found := _USE.match(code.lstrip()):
        offset = start + len(code) - len(code.lstrip()) + found.end() - 1
        given = arguments(source, offset)
        names = given[0][1] if given else None
        if isinstance(names, list) and not _is_unread(names):
            form.kept = [str(name) for name in names]
            return True
    return False


def _unset_fields(statement: str) -> tuple[set[str], bool]:
    """The fields that an unset() takes away, and whether it takes nothing else."""
    named = re.findall(r"\$this(->\w+Schema)?\s*\[\s*(['\"])(\w+)\2\s*\]", statement)
    removed = {name for schema, _, name in named if schema.lower() != "->validatorschema"}
    others = {name for _, _, name in named} - removed
    return removed, not others and len(named) == statement.count("$")


def _is_set(source: PhpSource, offset: int, kind: str, form: FormClass) -> bool:
    """setValidator('x', new Y(…)) and validatorSchema['x'] = new Y(…)."""
    name = re.compile(r"(['\"])(\w+)\1").match(source.text, offset)
    made = _NEW.search(source.code, offset) if name else None
    if not name or not made:
        return False
    given = arguments(source, made.end() - 1) if made[2] else []
    piece = Piece(
        class_name=made[1].rpartition("\\")[2],
        positional=tuple(value for key, value in given if not key),
        named={key: value for key, value in given if key},
        spot=source.spot(made.start()),
    )
    (form.validators if kind == "validator" else form.widgets)[name[2]] = piece
    return True


def _is_labelled(source: PhpSource, offset: int, method: str, form: FormClass) -> bool:
    target = form.labels if method.lower().startswith("setlabel") else form.helps
    given = [value for _, value in arguments(source, offset)]
    if len(given) == 1 and isinstance(given[0], dict) and not _is_unread(given[0]):
        target |= {name: str(text) for name, text in given[0].items()}
        return True
    if len(given) == 2 and all(isinstance(value, str) for value in given):
        target[given[0]] = given[1]
        return True
    return False


def naming_columns(source: PhpSource) -> tuple[str, ...] | None:
    """The columns that a model's __toString joins; None when it is written otherwise.

    Shape: `return $this->nom;`, `getNom()`, `_get('nom')`, joined by spaces in any usual way.
    """
    method = next((one for one in source.methods() if one.name.lower() == "__tostring"), None)
    if method is None:
        return None
    body = source.text[method.start : method.end].strip()
    found = re.fullmatch(r"return\s+(.*?);", body, re.DOTALL)
    if not found:
        return None
    names = []
    for one in re.finditer(r"\$this->(?:get(\w+)\(\)|_get\('(\w+)'\)|(\w+))", found[1]):
        getter = one[1] and re.sub(r"(?<=\w)([A-Z])", r"_\1", one[1]).lower()
        names.append(getter or one[2] or one[3])
    plain = re.sub(r"\$this->(?:get\w+\(\)|_get\('\w+'\)|\w+)", "", found[1])
    plain = re.sub(r"\(string\)|trim|sprintf|['\" .,()%s{}]", "", plain)
    return tuple(names) if names and not plain else None
