"""A session being worked on during one request, whose changes can be made again on newer bytes."""

from collections.abc import Mapping

from legacy_bridge.php.changes import ABSENT, Change, Missing, Path, look_up, with_change
from legacy_bridge.php.errors import PhpError
from legacy_bridge.php.reading import decode
from legacy_bridge.php.session import PhpSession
from legacy_bridge.php.values import PhpKey, PhpValue
from legacy_bridge.php.writing import encode


class SessionDraft:
    """What the session will be, and what it takes to get there.

    Shape: `base` is the session as read; `changes` are in order. A value put where it already is
        makes no change.
    """

    def __init__(self, base: PhpSession) -> None:
        self.base = base
        self.changes: list[Change] = []
        self.left_out: list[Change] = []
        self._values: Mapping[PhpKey, PhpValue] = base.values

    def get(self, path: Path, default: PhpValue = None) -> PhpValue:
        """The value at `path` as it will be, or `default`."""
        found = look_up(self._values, path)
        return default if isinstance(found, Missing) else found

    def array(self, path: Path) -> Mapping[PhpKey, PhpValue]:
        """The array at `path`; an empty one when anything else is there."""
        found = self.get(path)
        return found if isinstance(found, dict) else {}

    def has(self, path: Path) -> bool:
        """Whether there will be a value at `path`, be it null."""
        return look_up(self._values, path) is not ABSENT

    def put(
        self,
        path: Path,
        value: object,
        *,
        even_if_there: bool = False,
        expected: object = Missing.ANY,
    ) -> None:
        """`value` at `path` from now on, as PHP will see it: a list is an array of 0, 1, 2…

        Shape: with `even_if_there` it is put again should newer bytes no longer have it; with
            `expected`, only if that value (or ABSENT) still is there.
        Errors: PhpValueUnwritable.
        """
        seen = decode(encode(value, self.base.limits), self.base.limits)
        now = look_up(self._values, path)
        if even_if_there or type(now) is not type(seen) or now != seen:
            self._change(Change(tuple(path), seen, expected))

    def remove(self, path: Path, expected: object = Missing.ANY) -> None:
        """Nothing at `path` from now on; with `expected`, only if that value still is there."""
        if self.has(path):
            self._change(Change(tuple(path), ABSENT, expected))

    def rebase(self, base: PhpSession) -> None:
        """Go on from a newer reading of the session, keeping the changes made so far."""
        changes, self.changes = self.changes, []
        self.base, self._values = base, base.values
        for change in changes:
            if change.applies_to(base.values):
                self._change(change)

    def rewritten(self, data: bytes) -> bytes:
        """The changes, made on `data`, which may be newer than what was read.

        Errors: as PhpSession.parse and PhpSession.changed.
        """
        session = self.base  # mostly, nothing was written since it was read
        if data != session.data:
            session = PhpSession.parse(data, session.layout, session.limits)
        return session.changed(self.changes).data

    def rewritten_as_far(self, data: bytes) -> bytes:
        """The changes that what else the session holds allows; `left_out` has the others.

        Errors: as PhpSession.parse.
        """
        session = PhpSession.parse(data, self.base.layout, self.base.limits)
        self.left_out = []
        for change in self.changes:
            try:
                session = session.changed([change])
            except PhpError:
                self.left_out.append(change)
                session = session.blanked(change)
        return session.data

    def _change(self, change: Change) -> None:
        if self.changes and self.changes[-1].path == change.path:
            self.changes.pop()
        self.changes.append(change)
        if change.value is not ABSENT and self.base.is_link(change.path):
            self._values = self._with_both_names()
        self._values = with_change(self._values, change.path, change.value)

    def _with_both_names(self) -> Mapping[PhpKey, PhpValue]:
        try:
            return self.base.changed(self.changes).values
        except PhpError:
            return self._values  # it is said where the session is written
