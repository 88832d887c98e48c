"""What the admin generator remembers of its lists: filters, sort and page of each module."""

from dataclasses import dataclass

from legacy_bridge.php.changes import ABSENT
from legacy_bridge.php.draft import SessionDraft
from legacy_bridge.php.values import PhpValue
from legacy_bridge.symfony1.keys import ADMIN, ATTRIBUTES


@dataclass(frozen=True, slots=True)
class AdminLists:
    """Values under `<module>.filters`, `<module>.sort` and `<module>.page`.

    Shape: types are PHP's: a page from the URL is text, the page after a filter is the int 1.
    """

    draft: SessionDraft

    def kept(self, key: str) -> PhpValue:
        """What is kept under `key`; None when nothing is."""
        return self.draft.get((ATTRIBUTES, ADMIN, key))

    def keep(self, key: str, value: object) -> None:
        """Keep a value, typed as PHP would type it."""
        self.draft.put((ATTRIBUTES, ADMIN, key), value)

    def keep_default(self, key: str, value: object) -> None:
        """Keep a value where nothing is kept yet; no reason to wait for PHP."""
        self.draft.put((ATTRIBUTES, ADMIN, key), value, expected=ABSENT)
