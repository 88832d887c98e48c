"""What the cells and titles of admin pages say about a row."""

import re

from modules.kernel.admin.pages import AdminPages, Column
from modules.kernel.dates import shown_date


def cell_text(column: Column, row: object, culture: str) -> str:
    """A cell's plain text, as lists and exports show it."""
    value = getattr(row, column.attribute.key)
    if column.is_date:
        return shown_date(value, column.date_format, culture)
    if isinstance(value, bool):
        return "1" if value else ""
    return "" if value is None else str(value)


def title_text(pages: AdminPages, title: str, row: object | None, culture: str) -> str:
    """A title with its %%attributes%% filled in from the row."""

    def filled(found: re.Match[str]) -> str:
        if row is None:
            return ""
        column = Column(attribute=getattr(pages.model, found[1]), label="")
        return cell_text(column, row, culture)

    return re.sub(r"%%(\w+)%%", filled, title)
