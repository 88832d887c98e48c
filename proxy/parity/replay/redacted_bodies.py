"""Bodies with persons, tokens and secrets taken out, page structure and everything else kept."""

import html
import re
from collections.abc import Iterable
from unicodedata import normalize

from selectolax.lexbor import LexborHTMLParser

from proxy.parity.answers import Answer, BodyKind
from proxy.parity.data import separator_of
from proxy.parity.redaction import is_personal, redacted_value, shape

#: Fields whose value is not what somebody typed.
_UNTYPED = frozenset({"hidden", "checkbox", "radio", "submit", "button", "image", "reset", "file"})
_TEXT = re.compile(r">([^<>]+)<")
#: Where a page repeats what it shows: text, and attributes that are read out or typed.
_SHOWN = re.compile(
    r'>[^<]+|\b(?:title|alt|value|placeholder|aria-label|content|href|action)="[^"]+"'
)
#: Shorter values are looked for nowhere else: they would be found in every other word.
_TELLING = 3


def redacted_body(
    answer: Answer, personal: tuple[str, ...] = (), known: frozenset[str] = frozenset()
) -> bytes:
    """The body as it may be kept; a file of another kind is kept as its length alone.

    Shape: `personal` are selectors of what names somebody on the site's own pages; `known` are
           values that are gone wherever a page shows them.
    """
    match answer.kind:
        case BodyKind.HTML:
            return _page(answer.text, personal, known).encode(answer.charset, "replace")
        case BodyKind.CSV:
            return _table(answer.text).encode(answer.charset, "replace")
        case BodyKind.NOTHING | BodyKind.TEXT | BodyKind.JSON:
            return redacted_value(answer.text, "").encode(answer.charset, "replace")
        case _:
            return b"%d bytes" % len(answer.body)


def without_values(text: str, known: Iterable[str]) -> str:
    """The text, each of these values in it replaced by its shape, as a slug too."""
    spelt = {spelling for each in known for spelling in (each, slug(each))}
    telling = sorted({each for each in spelt if len(each) >= _TELLING}, key=len, reverse=True)
    if not telling:
        return text
    pattern = "|".join(re.escape(each) for each in telling)
    found = re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)
    return found.sub(lambda match: shape(match[0]), text)


def slug(text: str) -> str:
    """The words of a text as addresses spell them."""
    plain = normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def _page(text: str, personal: tuple[str, ...], known: frozenset[str]) -> str:
    tree = LexborHTMLParser(text)
    found = {*known, *_without_fields(tree)}
    cells = [node for node in tree.css("td[class]") if is_personal(node.attributes["class"] or "")]
    named = [node for selector in personal for node in tree.css(selector)]
    for node in (*cells, *named):
        found.add((node.text() or "").strip())
        node.inner_html = _TEXT.sub(_shaped, f">{node.inner_html or ''}<")[1:-1]
    doctype = re.match(r"\s*<!doctype[^>]*>", text, re.IGNORECASE)
    whole = (doctype[0] if doctype else "") + ((tree.root and tree.root.html) or "")
    escaped = frozenset(html.escape(each, quote=False) for each in found if not each.isdigit())
    shown = _SHOWN.sub(lambda match: without_values(match[0], escaped), whole) if escaped else whole
    return redacted_value(shown, "")


def _without_fields(tree: LexborHTMLParser) -> set[str]:
    """Take what was typed or chosen out of personal fields; what was typed."""
    found = set()
    for node in tree.css("input[name], textarea[name], select[name]"):
        kind = (node.attributes.get("type") or "text").lower()
        if not is_personal(node.attributes["name"] or ""):
            continue
        if node.tag == "textarea":
            found.add(node.text() or "")
            node.inner_html = shape(node.text() or "")
        elif node.tag == "select":
            for option in node.css("option[selected]"):
                del option.attrs["selected"]
        elif kind in {"radio", "checkbox"} and "checked" in node.attributes:
            del node.attrs["checked"]
        elif kind not in _UNTYPED and node.attributes.get("value"):
            found.add(node.attributes["value"] or "")
            node.attrs["value"] = shape(node.attributes["value"] or "")
    return found


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
