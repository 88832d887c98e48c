"""Forms of a page as contracts: where they go, how, and what a browser would send untouched."""

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from proxy.parity.lab.asking import Pairs

_SILENT = frozenset({"submit", "button", "image", "reset", "file"})
_SET = re.compile(r"setAttribute\(\s*'(name|value)'\s*,\s*'([^']*)'\s*\)")


@dataclass(frozen=True, slots=True)
class Field:
    """One field. Shape: `options` are the values that may be chosen; `kind` as in HTML."""

    name: str
    kind: str
    value: str = ""
    is_sent: bool = True
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a page.

    Shape: `action` is the path it goes to; `name` tells it from the other forms of its page.
    """

    action: str
    method: str
    fields: tuple[Field, ...] = field(default=())
    name: str = ""

    def untouched(self) -> Pairs:
        """What a browser sends when nothing is typed."""
        return tuple((one.name, one.value) for one in self.fields if one.is_sent)

    @property
    def has_files(self) -> bool:
        """Whether it sends files."""
        return any(one.kind == "file" for one in self.fields)


def forms_of(source: str, target: str) -> tuple[Form, ...]:
    """The forms of a page, links that post through inline JavaScript among them.

    Shape: `target` is the address of the page; an empty action leads there.
    """
    tree = LexborHTMLParser(source)
    found = [_form(node, target, number) for number, node in enumerate(tree.css("form"))]
    for link in tree.css("a[onclick]"):
        pairs = _SET.findall(link.attributes.get("onclick") or "")
        if pairs:
            found.append(_scripted(link, pairs, target))
    return tuple(found)


def _form(node: Any, target: str, number: int) -> Form:
    fields = [field for each in node.css("input, select, textarea") for field in _fields(each)]
    return Form(
        urljoin(target, node.attributes.get("action") or target),
        (node.attributes.get("method") or "get").lower(),
        tuple(fields),
        f"form {number + 1}",
    )


def _fields(node: Any) -> list[Field]:
    attributes = node.attributes
    name = attributes.get("name") or ""
    if not name or "disabled" in attributes:
        return []
    if node.tag == "select":
        return _choices(node, name)
    if node.tag == "textarea":
        text = node.text(strip=False)
        return [Field(name, "textarea", text.removeprefix("\n").replace("\n", "\r\n"))]
    kind = (attributes.get("type") or "text").lower()
    if kind in {"checkbox", "radio"}:
        value = attributes.get("value")
        return [Field(name, kind, "on" if value is None else value, "checked" in attributes)]
    return [Field(name, kind, attributes.get("value") or "", kind not in _SILENT)]


def _choices(node: Any, name: str) -> list[Field]:
    options = node.css("option")
    values = tuple(_value(option) for option in options)
    chosen = [_value(option) for option in options if "selected" in option.attributes]
    if "multiple" in node.attributes:
        return [Field(name, "select", value, options=values) for value in chosen] or [
            Field(name, "select", is_sent=False, options=values)
        ]
    value = chosen[-1] if chosen else (values[0] if values else "")
    return [Field(name, "select", value, bool(values), values)]


def _value(option: Any) -> str:
    value = option.attributes.get("value")
    return str(option.text().strip() if value is None else value)


def _scripted(link: Any, pairs: list[tuple[str, str]], target: str) -> Form:
    names = [text for key, text in pairs if key == "name"]
    values = [text for key, text in pairs if key == "value"]
    fields = tuple(Field(name, "hidden", value) for name, value in zip(names, values, strict=False))
    action = urljoin(target, link.attributes.get("href") or target)
    return Form(action, "post", fields, f"link {' '.join((link.text() or '').split())}")
