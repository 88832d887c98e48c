"""What a form field looks like: plain values that templates/admin/widgets.html draws."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from modules.kernel.ports import Kept


class Shape(StrEnum):
    """The HTML that a widget is drawn as; each is a macro of the same name."""

    TEXT = "text"
    PASSWORD = "password"  # noqa: S105  # the kind of an input, not a secret
    HIDDEN = "hidden"
    LONG_TEXT = "long_text"
    CHECKBOX = "checkbox"
    SELECT = "select"
    DATE = "date"
    MOMENT = "moment"
    FILTER_TEXT = "filter_text"
    FILTER_DATES = "filter_dates"


@dataclass(frozen=True, slots=True)
class Option:
    """One line of a select.

    Shape: `is_catalogue` says that the text is one of the catalogue, to be said in the
           visitor's language.
    """

    value: str
    text: str
    is_selected: bool = False
    is_catalogue: bool = False


@dataclass(frozen=True, slots=True)
class Widget:
    """One field as the page shows it.

    Shape: `value` is None when the legacy writes no value attribute; `parts` are the smaller
           widgets that a date or a filter is made of.
    """

    shape: Shape
    name: str
    value: str | None = None
    options: tuple[Option, ...] = ()
    parts: tuple["Widget", ...] = ()
    is_checked: bool = False

    @property
    def id(self) -> str:
        """The element's id, made from its name as sfWidgetForm::generateId does."""
        return id_of(self.name)


def id_of(name: str) -> str:
    """`commune_filters[nom][is_empty]` → `commune_filters_nom_is_empty`."""
    for brackets, mark in (("[]", ""), ("][", "_"), ("[", "_"), ("]", "")):
        name = name.replace(brackets, mark)
    return re.sub(r"^[^A-Za-z]+|[^A-Za-z0-9:_.\-]", "_", name)


def options_of(choices: Iterable[tuple[str, str]], selected: Iterable[str]) -> tuple[Option, ...]:
    """The lines of a select, with those chosen marked."""
    chosen = set(selected)
    return tuple(Option(value, text, value in chosen) for value, text in choices)


def chosen_of(shown: Kept) -> list[str]:
    """The values a select marks: what is kept or posted; the empty one when nothing is."""
    if isinstance(shown, Mapping):
        return [one for value in shown.values() for one in chosen_of(value)]
    if isinstance(shown, list):
        return [one for value in shown for one in chosen_of(value)]
    if isinstance(shown, bool):
        return [str(int(shown))]
    return ["" if shown is None else str(shown)]


def text_of(posted: Kept) -> str:
    """The text of a value; empty for what is absent or has parts."""
    return posted if isinstance(posted, str) else ""
