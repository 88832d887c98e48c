"""A page drawn as a list of marks: elements, attributes and text, as a browser understands them."""

import re
from dataclasses import dataclass, field
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from proxy.parity.differences import generic
from proxy.parity.markup import (
    BLANKS,
    BLOCKS,
    DEEPEST,
    EXACT,
    VOID,
    attributes_of,
    folded,
)
from proxy.parity.masks import Mask, mask_text, mask_tree

_DOCTYPE = re.compile(r"\s*(?:<!--.*?-->\s*)*<!doctype([^>]*)>", re.IGNORECASE | re.DOTALL)

#: An element as ("tag", ((attribute, value), …)), its end as "/tag", text as itself behind a quote.
Mark = str | tuple[str, tuple[tuple[str, str], ...]]


@dataclass(slots=True)
class Drawing:
    """The marks of a page and, beside each, the name of its place and whether it names somebody."""

    marks: list[Mark] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    private: list[bool] = field(default_factory=list)

    def add(self, mark: Mark, place: str, *, is_private: bool = False) -> None:
        """One more mark."""
        self.marks.append(mark)
        if place:
            self.places.append(place)
            self.private.append(is_private)

    def drop(self, index: int) -> None:
        """Let a mark not be there."""
        for column in (self.marks, self.places, self.private):
            if column:
                del column[index]

    def put_in_order(self, first: int, order: list[int]) -> None:
        """Let these be the marks from `first` on."""
        self.marks[first:] = [self.marks[index] for index in order]
        if self.places:
            self.places[first:] = [self.places[index] for index in order]
            self.private[first:] = [self.private[index] for index in order]


def drawing_of(
    source: str, masks: tuple[Mask, ...] = (), origin: str = "", *, with_places: bool = True,
    personal: tuple[str, ...] = (),
) -> Drawing:  # fmt: skip
    """The page, what is masked replaced, what no reader can tell apart made the same.

    Shape: `origin` is the site's own, as http://host: links to it are as good as bare paths;
           without places the marks are those with them, in half the time; `personal` are
           selectors of what names somebody.
    """
    source = mask_text(source, masks)
    tree = LexborHTMLParser(source)
    loose = mask_tree(tree, masks)
    named = frozenset(node.mem_id for each in personal for node in tree.css(each))
    pen = _Pen(loose, origin, with_places, named)
    doctype = _DOCTYPE.match(source)
    said = " ".join(doctype[1].split()).lower() if doctype else "none"
    pen.drawing.add("!" + said, "doctype" if with_places else "")
    if tree.root is not None:
        pen.element(tree.root, "", 0)
    return pen.drawing


@dataclass(slots=True)
class _Pen:
    loose: frozenset[int]
    origin: str
    with_places: bool
    named: frozenset[int] = frozenset()
    drawing: Drawing = field(default_factory=Drawing)
    is_line_start: bool = True
    last_text: int = -1
    is_private: bool = False

    def element(self, node: Any, place: str, depth: int) -> None:
        tag = node.tag
        attributes = attributes_of(tag, node.attributes, self.origin)
        if self.with_places:
            place = place_of(tag, dict(attributes), place)
        if tag in BLOCKS:
            self.break_line()
        was_private = self.is_private
        if self.named and node.mem_id in self.named:
            self.is_private = True
        self.drawing.add((tag, attributes), place, is_private=self.is_private)
        if tag not in VOID:
            self.children(node, tag, place, depth)
            if tag in BLOCKS:
                self.break_line()
            self.drawing.add(f"/{tag}", place)
        elif tag not in BLOCKS:
            self.is_line_start, self.last_text = False, -1
        self.is_private = was_private

    def children(self, node: Any, tag: str, place: str, depth: int) -> None:
        if depth > DEEPEST:
            self.drawing.add("'" + (node.html or ""), place, is_private=self.is_private)
            return
        if tag == "template":
            # What it holds is no child of it in the tree; scripts make rows of forms from it.
            whole = node.html or ""
            inside = LexborHTMLParser(whole[whole.find(">") + 1 : whole.rfind("<")])
            node = inside.body or node
        is_exact = tag in EXACT
        is_loose = bool(self.loose) and node.mem_id in self.loose
        starts: list[int] = []
        first = len(self.drawing.marks)
        for child in node.iter(include_text=True):
            starts.append(len(self.drawing.marks))
            kind = child.tag
            if kind == "-text":
                self.text(child.text_content or "", place, is_exact=is_exact, in_tag=tag)
            elif kind[0] not in "-!":
                self.element(child, place, depth + 1)
        if is_loose:
            self.break_line()
            self.sort(first, starts)

    def text(self, text: str, place: str, *, is_exact: bool, in_tag: str) -> None:
        if is_exact:
            text = text if in_tag in {"pre", "textarea"} else text.strip()
            if text:
                self.drawing.add("'" + text, place, is_private=self.is_private)
            return
        if self.is_line_start:
            text = text.lstrip(BLANKS)
        if not text:
            return
        text = folded(text)
        self.last_text = len(self.drawing.marks)
        self.drawing.add("'" + text, place, is_private=self.is_private)
        self.is_line_start = text[-1] == " "

    def break_line(self) -> None:
        """What is blank before or after the edge of a block is not seen."""
        last = self.last_text
        if last >= 0:
            text = str(self.drawing.marks[last]).rstrip(" ")
            if text == "'":
                self.drawing.drop(last)
            else:
                self.drawing.marks[last] = text
        self.last_text, self.is_line_start = -1, True

    def sort(self, first: int, starts: list[int]) -> None:
        drawing = self.drawing
        ends = [*starts[1:], len(drawing.marks)]
        spans = [range(start, end) for start, end in zip(starts, ends, strict=True) if end > start]
        spans.sort(key=lambda span: repr([drawing.marks[index] for index in span]))
        drawing.put_in_order(first, [index for span in spans for index in span])


def place_of(tag: str, attributes: dict[str, str], parent: str) -> str:
    """What an element is called: by its form, field name or id, else by where it stands."""
    if tag == "form":
        return f"form {generic(attributes.get('action', ''))}"
    name = attributes.get("name")
    if name and tag in {"input", "select", "textarea", "button"}:
        around = parent if parent.startswith("form ") else parent.partition(" › ")[0]
        return f"{around.partition(' › ')[0]} › {generic(name)}"
    if attributes.get("id"):
        stem = parent.partition(" › ")[0] if parent.startswith("form ") else ""
        return f"{stem}{' › ' if stem else ''}#{generic(attributes['id'])}"
    own = tag
    if tag not in {"tr", "body", "html"} and attributes.get("class"):
        own = f"{tag}.{generic(attributes['class'].partition(' ')[0])}"
    elif tag == "meta":
        own = f"meta {attributes.get('name') or attributes.get('property') or ''}".strip()
    elif tag == "link":
        own = f"link {attributes.get('rel', '')}".strip()
    return f"{parent} › {own}" if parent else own
