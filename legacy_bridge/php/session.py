"""One session: read by path, changed so that every other byte stays as it was."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from legacy_bridge.php.changes import ABSENT, Change, Missing, Path, look_up, nested, with_change
from legacy_bridge.php.errors import PhpPathClosed, PhpReferenceCut
from legacy_bridge.php.formats import (
    Entry,
    Layer,
    SessionFormat,
    array_layer,
    content,
    key_bytes,
)
from legacy_bridge.php.limits import DEFAULT_LIMITS, Limits
from legacy_bridge.php.reading import Mark, Reader
from legacy_bridge.php.references import Patch, Region, check_references, linked_place, renumbering
from legacy_bridge.php.values import PhpKey, PhpReference, PhpValue, php_key
from legacy_bridge.php.writing import encode, encode_key, where

#: A value to be put that may hold a link; text that only looks like one costs a closer look.
_LINK = re.compile(rb"[rR]:[0-9]+;")


@dataclass(frozen=True, slots=True)
class PhpSession:
    """The bytes of one session, and the values in them.

    Shape: never changed; `changed` gives another one. Its values are not to be changed either.
    """

    data: bytes
    layout: SessionFormat
    limits: Limits
    values: Mapping[PhpKey, PhpValue] = field(repr=False)
    is_linked: bool
    layer: Layer = field(repr=False, compare=False)

    @staticmethod
    def parse(data: bytes, layout: SessionFormat, limits: Limits = DEFAULT_LIMITS) -> "PhpSession":
        """The session that PHP stored as `data`, without what PHP would not read of it.

        Errors: PhpFormatError and PhpTooLarge, for whatever PHP would throw away.
        """
        text = data.decode("latin-1")
        reader = Reader(text, limits)
        layer, values = content(reader, layout)
        if reader.is_linked:
            check_references(_marks(text, layout, limits))
        if layout is SessionFormat.PHP_SERIALIZE:
            data = data[: layer.close + 1]
        return PhpSession(data, layout, limits, values, reader.is_linked, layer)

    def get(self, path: Path, default: PhpValue = None) -> PhpValue:
        """The value at `path`, or `default`; objects and references are not entered."""
        found = look_up(self.values, path)
        return default if isinstance(found, Missing) else found

    def changed(self, changes: Iterable[Change]) -> "PhpSession":
        """The session after the changes, in their order.

        Errors: PhpValueUnwritable, PhpPathClosed, PhpReferenceCut; PhpFormatError, when the
            result would be refused at the next reading.
        """
        session = self
        for change in changes:
            if change.applies_to(session.values):
                session = session.after(change)
        return session

    def after(self, change: Change) -> "PhpSession":
        """The session after one change, whatever is there now; errors as `changed`."""
        try:
            return self._changed_in_place(change)
        except PhpReferenceCut:
            if change.value is not ABSENT and self.is_link(change.path):
                raise  # a copy would part what PHP changes together
            return self._put_at_the_end(change)

    def is_link(self, path: Path) -> bool:
        """Whether what is at `path` is another name of an earlier variable."""
        found = look_up(self.values, path)
        return isinstance(found, PhpReference) and found.kind == "R"

    def blanked(self, change: Change) -> "PhpSession":
        """The session whose plain values at the change's path are null, if it was to empty it.

        Shape: for what cannot be changed in full; nothing gets another number.
        """
        found = look_up(self.values, change.path)
        if not (change.value is ABSENT or change.value == {}) or found is ABSENT:
            return self
        return self.changed(Change(path, None) for path in _plain_paths(change.path, found))

    def _changed_in_place(self, change: Change) -> "PhpSession":
        if change.value is not ABSENT:
            return self._placed(change.path, change.value)
        shorter = self._removed(change.path)
        # A key may be there several times, and PHP forgets them all.
        return self if shorter is None else shorter.after(change)

    def _put_at_the_end(self, change: Change) -> "PhpSession":
        """The top-level value as it will be, once more: PHP keeps the last, and no number moves.

        Errors: PhpReferenceCut, when somebody shares what is in the value there now.
        """
        key, rest = php_key(change.path[0]), change.path[1:]
        entry = self.layer.last(key)
        if entry is None or not (rest or change.value is not ABSENT):
            raise PhpReferenceCut("A key that cannot go", entry.start if entry else 0)
        marks = _marks(self._text, self.layout, self.limits)
        Region.of(marks, entry.value, entry.end).check_uncut(marks)
        value = with_change({key: self.values[entry.key]}, change.path, change.value)
        text = encode(value[key], self.limits)
        return self._appended(self.layer, self._top_key(key), text)

    def _placed(self, path: Path, value: object) -> "PhpSession":
        layer, key_text = self.layer, self._top_key
        for depth, key in enumerate(path, 1):
            rest = path[depth:]
            entry = layer.last(php_key(key))
            if entry is None or not (rest and self._opens(entry, path[:depth])):
                text = encode(nested(rest, value), self.limits)
                if entry is not None:
                    start, end = self._place(entry)
                    return self._patched(Patch(start, end, text), text)
                return self._appended(layer, key_text(key), text)
            layer, key_text = self._inner(entry), _inner_key
        raise PhpPathClosed("A path without a key", "")

    def _place(self, entry: Entry) -> tuple[int, int]:
        """Where the entry's value stands: with the first of those who share it, as in PHP."""
        if self.data[entry.value : entry.value + 2] != b"R:":
            return entry.value, entry.end
        marks = _marks(self._text, self.layout, self.limits)
        start = linked_place(self._text, marks, entry.value)
        return start, Reader(self._text, self.limits).value(start)[1]

    def _removed(self, path: Path) -> "PhpSession | None":
        layer = self.layer
        for depth, key in enumerate(path, 1):
            entry = layer.last(php_key(key))
            if entry is None:
                return None
            if depth == len(path):
                gone = Patch(entry.start, entry.end, b"")
                return self._patched(gone, b"", *_counted(layer, -1))
            if not self._opens(entry, path[:depth]):
                return None
            layer = self._inner(entry)
        return None

    def _appended(self, layer: Layer, head: bytes, text: bytes) -> "PhpSession":
        if self.layout is SessionFormat.PHP_SERIALIZE and not self.data:
            return self.parse(b"a:1:{" + head + text + b"}", self.layout, self.limits)
        there = Patch(layer.close, layer.close, head + text)
        return self._patched(there, text, *_counted(layer, +1))

    def _patched(self, main: Patch, added: bytes, *others: Patch) -> "PhpSession":
        patches = [main, *others]
        if self.is_linked or _LINK.search(added):
            inside: list[Mark] = []
            if added:
                Reader(added.decode("latin-1"), self.limits, inside).value(0)
            patches += renumbering(_marks(self._text, self.layout, self.limits), main, inside)
        pieces, position = [], 0
        for patch in sorted(patches, key=lambda patch: patch.start):
            pieces += [self.data[position : patch.start], patch.text]
            position = patch.end
        pieces.append(self.data[position:])
        return self.parse(b"".join(pieces), self.layout, self.limits)

    @property
    def _text(self) -> str:
        return self.data.decode("latin-1")

    def _inner(self, entry: Entry) -> Layer:
        return array_layer(Reader(self._text, self.limits), entry.value)

    def _top_key(self, key: PhpKey) -> bytes:
        return key_bytes(self.layout, key)

    def _opens(self, entry: Entry, path: Path) -> bool:
        letter = chr(self.data[entry.value])
        if letter in "OCErR":
            raise PhpPathClosed("An object or a reference is not entered", where(path))
        return letter == "a"  # another value gives way to an array, as in symfony itself


def _plain_paths(path: Path, value: object) -> Iterator[tuple[PhpKey, ...]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _plain_paths((*path, key), item)
    elif isinstance(value, str | int | float):
        yield tuple(path)


def _inner_key(key: PhpKey) -> bytes:
    return encode_key(php_key(key))


def _counted(layer: Layer, more: int) -> list[Patch]:
    if layer.count_at is None:
        return []
    return [Patch(*layer.count_at, b"%d" % (len(layer.entries) + more))]


def _marks(text: str, layout: SessionFormat, limits: Limits) -> list[Mark]:
    marks: list[Mark] = []
    content(Reader(text, limits, marks), layout)
    return marks
