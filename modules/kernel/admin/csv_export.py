"""A list as a file that a French spreadsheet opens."""

import re
from collections.abc import Iterable, Sequence

from modules.kernel.admin.cells import cell_text
from modules.kernel.admin.pages import Column
from modules.kernel.dates import shown_date

_BOM = "\ufeff"

#: What a spreadsheet would run. Source: BR41; OWASP, CSV injection.
_FORMULA = re.compile(r"[=+\-@\t\r]")

#: Numbers and phone numbers, whose sign is no formula.
_NUMBER = re.compile(r"[+\-]?[0-9 .,()]+\n?")


def csv_of(columns: Sequence[Column], rows: Iterable[object]) -> bytes:
    """The whole file: headings, then one line a row.

    Shape: UTF-8 with a byte order mark, semicolons, CRLF; quotes only around what needs them.
    """
    lines = [[column.label for column in columns]]
    lines += [[_value(column, row) for column in columns] for row in rows]
    return (_BOM + "".join(map(_line, lines))).encode()


def _value(column: Column, row: object) -> str:
    value = getattr(row, column.attribute.key)
    if column.is_boolean:
        return "oui" if value else "non"
    if column.is_decimal:
        return "" if value is None else str(value).replace(".", ",")
    if column.is_date:
        return shown_date(value, "dd/MM/yyyy HH:mm" if column.has_time else "dd/MM/yyyy")
    return cell_text(column, row, "fr")


def _line(fields: Iterable[str]) -> str:
    return ";".join(map(_field, fields)) + "\r\n"


def _field(text: str) -> str:
    if _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        text = f"'{text}"
    if re.search(r'[;"\r\n]', text):
        return '"' + text.replace('"', '""') + '"'
    return text
