"""Bodies with persons, tokens and secrets taken out, page structure and everything else kept."""

import re

from selectolax.lexbor import LexborHTMLParser

from proxy.parity.answers import Answer, BodyKind
from proxy.parity.data import separator_of
from proxy.parity.redaction import is_personal, redacted_value, shape

_TEXT_FIELDS = "input[type=text], input[type=email], input[type=tel], input:not([type])"
_TEXT = re.compile(r">([^<>]+)<")


def redacted_body(answer: Answer, personal: tuple[str, ...] = ()) -> bytes:
    """The body as it may be kept; a file of another kind is kept as its length alone.

    Shape: `personal` are selectors of what names somebody on the site's own pages.
    """
    match answer.kind:
        case BodyKind.HTML:
            return _page(answer.text, personal).encode(answer.charset, "replace")
        case BodyKind.CSV:
            return _table(answer.text).encode(answer.charset, "replace")
        case BodyKind.NOTHING | BodyKind.TEXT | BodyKind.JSON:
            return redacted_value(answer.text, "").encode(answer.charset, "replace")
        case _:
            return b"%d bytes" % len(answer.body)


def _page(text: str, personal: tuple[str, ...]) -> str:
    tree = LexborHTMLParser(text)
    for node in tree.css(_TEXT_FIELDS):
        name = node.attributes.get("name") or ""
        value = node.attributes.get("value")
        if value and is_personal(name):
            node.attrs["value"] = shape(value)
    for node in tree.css("textarea"):
        if is_personal(node.attributes.get("name") or ""):
            node.inner_html = shape(node.text() or "")
    cells = [node for node in tree.css("td[class]") if is_personal(node.attributes["class"] or "")]
    named = [node for selector in personal for node in tree.css(selector)]
    for node in (*cells, *named):
        node.inner_html = _TEXT.sub(_shaped, f">{node.inner_html or ''}<")[1:-1]
    doctype = re.match(r"\s*<!doctype[^>]*>", text, re.IGNORECASE)
    return redacted_value((doctype[0] if doctype else "") + (tree.root.html or ""), "")  # type: ignore[union-attr]


def _shaped(match: re.Match[str]) -> str:
    return f">{shape(match[1])}<"


def _table(text: str) -> str:
    lines = text.splitlines(keepends=True)
    separator = separator_of(text)
    names = lines[0].strip("\ufeff\r\n").split(separator) if lines else []
    personal = [is_personal(name.strip('"').lower()) for name in names]
    found = lines[:1]
    for line in lines[1:]:
        cells = line.split(separator)
        found.append(
            separator.join(
                shape(cell)
                if number < len(personal) and personal[number]
                else redacted_value(cell, "")
                for number, cell in enumerate(cells)
            )
        )
    return "".join(found)
