"""Which page of a list is shown, and the numbers its pager offers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pager:
    """The arithmetic of a list cut in pages.

    Units:  pages from 1; an empty list has one, empty page.
    Source: sfPager, with its five links.
    """

    total: int
    size: int
    asked: int

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(-(-self.total // self.size), 1)

    @property
    def page(self) -> int:
        """The page shown: the one asked for, or the last there is."""
        return max(min(self.asked, self.last), 1)

    @property
    def offset(self) -> int:
        """How many rows come before this page."""
        return (self.page - 1) * self.size

    @property
    def has_pages(self) -> bool:
        """Whether there is more than one page."""
        return self.total > self.size

    @property
    def previous(self) -> int:
        """The page before this one, or the first."""
        return max(self.page - 1, 1)

    @property
    def following(self) -> int:
        """The page after this one, or the last."""
        return min(self.page + 1, self.last)

    def links(self, count: int = 5) -> tuple[int, ...]:
        """The page numbers shown, around this one."""
        highest = max(self.last - count + 1, 1)
        begin = min(max(self.page - count // 2, 1), highest)
        return tuple(range(begin, min(begin + count - 1, self.last) + 1))
