"""What of a page's marks may be kept: the text of cells and fields about a person loses its letters."""

from proxy.parity.drawing import Drawing
from proxy.parity.markup import VOID
from proxy.parity.redaction import is_personal, redacted_target, redacted_value, shape

_FIELDS = frozenset({"input", "textarea", "select", "button"})
#: Attributes that say what a visitor reads or typed.
_SAID = frozenset({"value", "title", "alt", "placeholder", "content", "label", "aria-label"})
_ADDRESSES = frozenset({"href", "action", "src", "formaction", "data", "poster"})


def private_marks(drawing: Drawing) -> list[bool]:
    """Whether each mark is about a person: by its place, its field's name, its cell's classes."""
    found: list[bool] = []
    around: list[bool] = [False]
    for index, mark in enumerate(drawing.marks):
        if isinstance(mark, tuple):
            is_private = around[-1] or drawing.private[index] or _is_named(mark[0], dict(mark[1]))
            found.append(is_private)
            if mark[0] not in VOID:
                around.append(is_private)
        elif mark[0] == "/":
            found.append(around.pop() if len(around) > 1 else False)
        else:
            found.append(around[-1] or drawing.private[index] or is_personal(drawing.places[index]))
    return found


def _is_named(tag: str, attributes: dict[str, str]) -> bool:
    if tag in _FIELDS:
        return is_personal(attributes.get("name", ""))
    return tag == "td" and is_personal(attributes.get("class", ""))


def private_text(text: str, *, is_private: bool) -> str:
    """Text as it may be kept."""
    return shape(text) if is_private else redacted_value(text, "")


def private_attribute(name: str, value: str, *, is_private: bool) -> str:
    """An attribute's value as it may be kept."""
    if (is_private and name in _SAID) or is_personal(name):
        return shape(value)
    if name in _ADDRESSES and "?" in value:
        return redacted_target(value)
    return redacted_value(value, "")
