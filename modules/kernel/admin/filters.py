"""The kinds of filter a list offers: what each keeps in the session, and what it asks of SQL."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, DateTime, and_, or_
from sqlalchemy.orm import InstrumentedAttribute, Session

from modules.kernel.admin.dates import date_lists, posted_date
from modules.kernel.admin.fields import Choices, Integer, Number
from modules.kernel.admin.messages import Message
from modules.kernel.admin.posted import Posted
from modules.kernel.admin.refusals import INVALID, ValueRefused
from modules.kernel.admin.widgets import Option, Shape, Widget, chosen_of, options_of
from modules.kernel.behaviours import legacy_name
from modules.kernel.ports import Credentials, Kept


@dataclass(frozen=True, kw_only=True)
class Filter:
    """One filter of a list, on one attribute of the model.

    Shape: without the credentials, the filter is not shown; what is sent for it is still taken.
    """

    attribute: InstrumentedAttribute[Any]
    label: str
    credentials: Credentials = ()

    @property
    def name(self) -> str:
        """The filter's legacy name, which is the column's."""
        return legacy_name(self.attribute)

    @property
    def column(self) -> ColumnElement[Any]:
        """The column the filter compares."""
        return self.attribute.expression

    def clean(self, posted: Posted | None, session: Session) -> Kept:
        """What is kept in the session, typed as PHP types it.

        Errors: ValueRefused.
        """
        raise NotImplementedError

    def widget(self, name: str, shown: Kept, session: Session) -> Widget:
        """The filter as the page shows it, holding what is kept or was posted."""
        raise NotImplementedError

    def criterion(self, kept: Kept) -> ColumnElement[bool] | None:
        """The condition that the kept value sets; None when it sets none."""
        if kept is None or kept == "" or isinstance(kept, list):
            return None
        return self.compared(kept) if isinstance(kept, Mapping) else self.column == kept

    def compared(self, kept: Mapping[str, Kept]) -> ColumnElement[bool] | None:
        """The condition of a value kept in several parts."""
        if not is_empty(kept.get("is_empty")):
            return or_(self.column.is_(None), self.column == "")
        text = kept.get("text")
        if text is None or isinstance(text, Mapping | list) or str(text) == "":
            return None
        return self.of_text(str(text))

    def of_text(self, text: str) -> ColumnElement[bool]:
        """The condition of one text."""
        return self.column == text


def is_empty(value: Kept) -> bool:
    """Whether PHP's empty() would say so."""
    return not value or value == "0"


@dataclass(frozen=True, kw_only=True)
class TextFilter(Filter):
    """Rows whose text holds some letters. Source: sfWidgetFormFilterInput, addTextQuery."""

    with_empty: bool = True

    def clean(self, posted: Posted | None, session: Session) -> Kept:  # noqa: ARG002, a filter's signature
        """The posted value as it came: the legacy lets everything through."""
        return posted

    def widget(self, name: str, shown: Kept, session: Session) -> Widget:  # noqa: ARG002, a filter's signature
        """A line of text, and a box for "is empty" where the column can be."""
        tree = shown if isinstance(shown, Mapping) else {}
        text = tree.get("text", "")
        line = Widget(
            Shape.TEXT,
            f"{name}[text]",
            value="" if text is None or isinstance(text, Mapping | list) else str(text),
        )
        ticked = not is_empty(tree.get("is_empty"))
        box = Widget(Shape.CHECKBOX, f"{name}[is_empty]", is_checked=ticked)
        parts = (line, box) if self.with_empty else (line,)
        return Widget(Shape.FILTER_TEXT, name, parts=parts)

    def of_text(self, text: str) -> ColumnElement[bool]:
        """LIKE %text%; a visitor's own wildcards work, as they always did."""
        return self.column.like(f"%{text}%")


@dataclass(frozen=True, kw_only=True)
class NumberFilter(TextFilter):
    """Rows whose number is this one. Source: sfValidatorSchemaFilter, addNumberQuery."""

    whole: bool = True

    def clean(self, posted: Posted | None, session: Session) -> Kept:
        """The posted parts, where `text` is a number or null; the parts even when none came."""
        parts: dict[str, Kept] = dict(posted) if isinstance(posted, dict) else {}
        kind = Integer if self.whole else Number
        number = kind(attribute=self.attribute, label=self.label)
        text = posted.get("text") if isinstance(posted, dict) else None
        number.clean(text, session)
        parts["text"] = text if isinstance(text, str) and text else None
        return parts

    def of_text(self, text: str) -> ColumnElement[bool]:
        """Equality; the server reads the text as a number."""
        return self.column == text


@dataclass(frozen=True, kw_only=True)
class ChoiceFilter(Filter):
    """Rows with one value of a closed list. Source: sfWidgetFormChoice, addEnumQuery."""

    choices: Choices

    def clean(self, posted: Posted | None, session: Session) -> Kept:
        """The chosen value; None when none is.

        Errors: ValueRefused, when the list does not have it.
        """
        if posted is None or posted in ("", {}):
            return None
        if not isinstance(posted, str) or posted not in dict(self.choices(session)):
            raise ValueRefused(INVALID)
        return posted

    def widget(self, name: str, shown: Kept, session: Session) -> Widget:
        """A select whose first line chooses nothing."""
        lines = [("", ""), *self.choices(session)]
        return Widget(Shape.SELECT, name, options=options_of(lines, chosen_of(shown)))


@dataclass(frozen=True, kw_only=True)
class ReferenceFilter(ChoiceFilter):
    """Rows that refer to one row of another table. Source: addForeignKeyQuery."""


@dataclass(frozen=True, kw_only=True)
class BooleanFilter(Filter):
    """Rows whose box is ticked, or not. Source: sfWidgetFormChoice, addBooleanQuery."""

    def clean(self, posted: Posted | None, session: Session) -> Kept:  # noqa: ARG002, a filter's signature
        """'1', '0', or None for either.

        Errors: ValueRefused, for anything else.
        """
        if posted is None or posted in ("", {}):
            return None
        if posted not in ("0", "1"):
            raise ValueRefused(INVALID)
        return str(posted)

    def widget(self, name: str, shown: Kept, session: Session) -> Widget:  # noqa: ARG002, a filter's signature
        """A select of three lines, in words of the catalogue."""
        words = [("", "yes or no"), ("1", "yes"), ("0", "no")]
        options: Sequence[Option] = options_of(words, chosen_of(shown))
        translated = tuple(replace(option, is_catalogue=True) for option in options)
        return Widget(Shape.SELECT, name, options=translated)


@dataclass(frozen=True, kw_only=True)
class DateFilter(Filter):
    """Rows dated within a range. Source: sfWidgetFormFilterDate, addDateQuery.

    Shape: a column that has a time is compared from its first second to its last.
    """

    with_empty: bool = False

    @property
    def has_time(self) -> bool:
        """Whether the column says the hour."""
        return isinstance(self.column.type, DateTime)

    def clean(self, posted: Posted | None, session: Session) -> Kept:  # noqa: ARG002, a filter's signature
        """The bounds as texts, each None when it was left open.

        Errors: ValueRefused, for a day that is none, or bounds the wrong way round.
        """
        if posted is None or posted in ("", {}):
            return None
        if not isinstance(posted, dict):
            raise ValueRefused(INVALID)
        first, last = posted_date(posted.get("from")), posted_date(posted.get("to"))
        if first and last and first > last:
            raise ValueRefused(Message("The begin date must be before the end date."))
        hours = (" 00:00:00", " 23:59:59") if self.has_time else ("", "")
        kept: dict[str, Kept] = {
            "from": first and first + hours[0],
            "to": last and last + hours[1],
        }
        if "is_empty" in posted:
            ticked = posted["is_empty"]
            kept["is_empty"] = ticked if isinstance(ticked, str) else "on"
        return kept

    def widget(self, name: str, shown: Kept, session: Session) -> Widget:
        """Two dates, ten years around today, and a box where the column can be empty."""
        tree = shown if isinstance(shown, Mapping) else {}
        this_year = session.info["clock"].now().year
        years = range(this_year - 5, this_year + 6)
        bounds = [
            date_lists(f"{name}[{bound}]", tree.get(bound), years, None) for bound in ("from", "to")
        ]
        ticked = not is_empty(tree.get("is_empty"))
        box = Widget(Shape.CHECKBOX, f"{name}[is_empty]", is_checked=ticked)
        parts = (*bounds, box) if self.with_empty else tuple(bounds)
        return Widget(Shape.FILTER_DATES, name, parts=parts)

    def compared(self, kept: Mapping[str, Kept]) -> ColumnElement[bool] | None:
        """Between the bounds that were set, or NULL."""
        if not is_empty(kept.get("is_empty")):
            return self.column.is_(None)
        first, last = kept.get("from"), kept.get("to")
        bounds: list[ColumnElement[bool]] = []
        if isinstance(first, str):
            bounds.append(self.column >= first)
        if isinstance(last, str):
            bounds.append(self.column <= last)
        return and_(*bounds) if bounds else None
