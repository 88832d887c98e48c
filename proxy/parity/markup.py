"""What HTML means the same: equal attributes, blanks nobody sees, defaults nobody writes."""

import re
from collections.abc import Mapping
from functools import lru_cache

#: Elements whose edges begin and end a line: blanks beside them are not seen. Source: HTML
#: standard, rendering section, elements displayed as blocks, tables and list items.
BLOCKS = frozenset(
    [
        "html",
        "head",
        "body",
        "title",
        "meta",
        "link",
        "script",
        "style",
        "base",
        "address",
        "article",
        "aside",
        "blockquote",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "noscript",
        "ol",
        "optgroup",
        "option",
        "p",
        "pre",
        "search",
        "section",
        "select",
        "summary",
        "table",
        "caption",
        "colgroup",
        "col",
        "tbody",
        "td",
        "template",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "br",
    ]
)
VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    ]
)
EXACT = frozenset({"pre", "textarea", "script", "style"})

#: Beyond this depth what is left of a page is compared as its source; no page of ours is so deep.
DEEPEST = 200

#: Attributes that are there or not, whatever their value. Source: HTML standard, attributes index.
_BOOLEAN = frozenset(
    [
        "allowfullscreen",
        "async",
        "autofocus",
        "autoplay",
        "checked",
        "controls",
        "default",
        "defer",
        "disabled",
        "formnovalidate",
        "hidden",
        "inert",
        "ismap",
        "loop",
        "multiple",
        "muted",
        "nomodule",
        "novalidate",
        "open",
        "playsinline",
        "readonly",
        "required",
        "reversed",
        "selected",
    ]
)
_ADDRESSES = frozenset({"href", "src", "action", "formaction", "data", "poster", "cite"})
_KEYWORDS = frozenset({"type", "method", "enctype", "lang", "dir", "shape", "scope", "rel"})

#: What an attribute counts as when it is not written.
_DEFAULTS: Mapping[str, Mapping[str, str]] = {
    "input": {"type": "text"},
    "form": {"method": "get", "action": "", "enctype": "application/x-www-form-urlencoded"},
    "button": {"type": "submit"},
    "script": {"type": "text/javascript"},
    "style": {"type": "text/css"},
    "td": {"colspan": "1", "rowspan": "1"},
    "th": {"colspan": "1", "rowspan": "1"},
}

#: What is read aloud or steers a screen reader, beside what is seen.
SPOKEN = frozenset({"alt", "for", "lang", "role", "scope", "headers", "tabindex", "accesskey"})

#: What HTML folds to one space.
BLANKS = " \t\r\n\f"

_SPACES = re.compile(r"[ \t\r\n\f]+")

Attributes = tuple[tuple[str, str], ...]


def folded(text: str) -> str:
    """Text with each run of blanks as one space; a no-break space is no blank."""
    if "  " in text or not text.isprintable():
        return _SPACES.sub(" ", text)
    return text


def attributes_of(tag: str, found: Mapping[str, str | None], origin: str) -> Attributes:
    """The attributes in one order and one spelling, defaults written out."""
    if not found and tag not in _DEFAULTS:
        return ()
    return _attributes(tag, tuple(found.items()), origin)


# A list says the same attributes on each of its rows.
@lru_cache(maxsize=4096)
def _attributes(tag: str, pairs: tuple[tuple[str, str | None], ...], origin: str) -> Attributes:
    found = dict(pairs)
    said = {name: _value(name, value or "", origin) for name, value in found.items()}
    if "class" in said and not said["class"]:
        del said["class"]
    for name, value in _DEFAULTS.get(tag, {}).items():
        said.setdefault(name, value)
    return tuple(sorted(said.items()))


def _value(name: str, value: str, origin: str) -> str:
    if name == "class":
        return " ".join(sorted(set(value.split())))
    if name in _BOOLEAN:
        return ""
    if name in _ADDRESSES:
        return own_address(value, origin)
    if name in _KEYWORDS:
        return value.strip().lower()
    if name == "style":
        return _style(value)
    if name.startswith("on"):
        return folded(value).strip()
    return value


def own_address(value: str, origin: str) -> str:
    """An address without the site's own origin."""
    value = value.strip()
    if origin and value.startswith(origin) and value[len(origin) :][:1] in {"", "/", "?", "#"}:
        return value[len(origin) :] or "/"
    return value


def _style(value: str) -> str:
    declarations = (part.partition(":") for part in folded(value).split(";") if part.strip())
    return "; ".join(f"{name.strip().lower()}: {said.strip()}" for name, _, said in declarations)


def is_spoken(name: str) -> bool:
    """Whether an attribute speaks to assistive technology."""
    return name in SPOKEN or name.startswith("aria-")
