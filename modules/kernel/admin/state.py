"""Sort, page and filters of a list, kept in the session that both sides share."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from modules.kernel.admin.pages import AdminPages
from modules.kernel.behaviours import legacy_name
from modules.kernel.ports import AdminState, Kept


@dataclass(frozen=True, slots=True)
class Sort:
    """The column a list is sorted by, and which way.

    Shape: `direction` is kept as it came; anything but desc sorts upwards.
    """

    name: str
    direction: str

    @property
    def is_descending(self) -> bool:
        """Whether the last rows come first."""
        return self.direction.lower() == "desc"

    @property
    def arrow(self) -> str:
        """The image beside the heading; only a lower-case desc points down."""
        return "desc" if self.direction == "desc" else "asc"

    @property
    def opposite(self) -> str:
        """The direction that a click on the same heading asks for."""
        return "desc" if self.direction == "asc" else "asc"


@dataclass(frozen=True, slots=True)
class ListState:
    """What one module's list remembers of this visitor."""

    pages: AdminPages
    session: AdminState

    def sort(self) -> Sort | None:
        """The kept sort, else the default one, which is then kept.

        Source: the admin generator's getSort, which writes what it falls back to.
        """
        found = self.session.kept(f"{self.pages.module}.sort")
        if not isinstance(found, Mapping | list):
            keep = self.session.keep_default if found is None else self.session.keep
            default = self.pages.default_sort
            found = [None, None] if default is None else [legacy_name(default[0]), default[1]]
            keep(f"{self.pages.module}.sort", found)
        words = list(found.values()) if isinstance(found, Mapping) else found
        if not isinstance(words, list) or len(words) < 2 or not isinstance(words[0], str):
            return None
        return Sort(words[0], words[1] if isinstance(words[1], str) else "")

    def keep_sort(self, name: str, direction: str | None) -> None:
        """Keep what the visitor clicked."""
        self.session.keep(f"{self.pages.module}.sort", [name, direction or "asc"])

    def page(self) -> int:
        """The kept page, from 1; PHP reads digits at the start of whatever was kept."""
        found = self.session.kept(f"{self.pages.module}.page")
        digits = re.match(r"\s*(\d+)", str(found), re.ASCII)
        return max(int(digits[1][:9]), 1) if digits else 1

    def keep_page(self, page: Kept) -> None:
        """Keep the page: a string when it came from the address, a number after a filter."""
        self.session.keep(f"{self.pages.module}.page", page)

    def filters(self) -> Mapping[str, Kept]:
        """The kept value of each filter; empty when none was ever set."""
        found = self.session.kept(f"{self.pages.module}.filters")
        return found if isinstance(found, Mapping) else {}

    def keep_filters(self, values: Mapping[str, Kept]) -> None:
        """Keep the cleaned values of every filter."""
        self.session.keep(f"{self.pages.module}.filters", dict(values))
