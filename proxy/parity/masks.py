"""What may differ between two answers, as data: which place, which values, and why."""

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from proxy.parity.differences import Difference

#: What stands in the place of a masked value; no page says it.
MASKED = "‹masked›"

#: Any value but none.
SOMETHING = re.compile(r"(?s).+")


@dataclass(frozen=True, slots=True)
class Mask:
    """One thing that may differ, with its reason.

    Shape: exactly one of these says where. `selector`: elements of a page, their `attribute` or,
           when that is empty, their text; `text`: a pattern looked for in the whole body;
           `field`: differences by their name, with * for anything; `unordered`: elements whose
           children have no promised order. `matching` is what a value must look like on both
           sides to be masked: what does not is compared as it is. `part` masks what it finds in
           an attribute and leaves the rest.
    """

    reason: str
    selector: str = ""
    attribute: str = ""
    text: re.Pattern[str] | None = None
    field: str = ""
    unordered: str = ""
    matching: re.Pattern[str] = SOMETHING
    part: re.Pattern[str] | None = None

    def covers(self, found: Difference) -> bool:
        """Whether this difference is one that the mask allows."""
        return bool(
            self.field
            and fnmatchcase(found.field, literal_brackets(self.field))
            and self.matching.fullmatch(found.control)
            and self.matching.fullmatch(found.candidate)
        )


def literal_brackets(pattern: str) -> str:
    """A pattern in which * stands for anything and brackets, as in field names, for themselves."""
    return pattern.replace("[", "[[]")


def mask_text(text: str, masks: tuple[Mask, ...]) -> str:
    """The body with everything that a `text` mask finds replaced."""
    for mask in masks:
        if mask.text is not None:
            text = mask.text.sub(MASKED, text)
    return text


def mask_tree(tree: LexborHTMLParser, masks: tuple[Mask, ...]) -> frozenset[int]:
    """Replace what the `selector` masks find in a page.

    Shape: gives the memory ids of the elements whose children have no promised order.
    """
    loose: set[int] = set()
    for mask in masks:
        if mask.unordered:
            loose |= {node.mem_id for node in tree.css(mask.unordered)}
        for node in tree.css(mask.selector) if mask.selector else ():
            _mask_node(node, mask)
    return frozenset(loose)


def _mask_node(node: Any, mask: Mask) -> None:
    if mask.attribute:
        value = node.attributes.get(mask.attribute)
        if value is None or not mask.matching.fullmatch(value):
            return
        node.attrs[mask.attribute] = mask.part.sub(MASKED, value) if mask.part else MASKED
        return
    if mask.matching.fullmatch(node.text().strip()):
        node.inner_html = MASKED
