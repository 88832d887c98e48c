"""What each kind of form field accepts, as Symfony's validators do, and how it is shown."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from modules.kernel.admin.messages import Message
from modules.kernel.admin.posted import Posted
from modules.kernel.admin.refusals import INVALID, REQUIRED, ValueRefused
from modules.kernel.admin.widgets import Shape, Widget, chosen_of, options_of, text_of
from modules.kernel.behaviours import legacy_name
from modules.kernel.ports import Credentials

#: The lines of a select: value and text, read when the form is shown or checked.
Choices: TypeAlias = Callable[[Session], Sequence[tuple[str, str]]]


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field of a form, for one attribute of the model.

    Shape: without the credentials, the field is neither shown nor taken, and its column stays.
    """

    attribute: InstrumentedAttribute[Any]
    label: str
    required: bool = False
    help: str = ""
    credentials: Credentials = ()

    @property
    def name(self) -> str:
        """The field's legacy name, which is the column's."""
        return legacy_name(self.attribute)

    def clean(self, posted: Posted | None, session: Session) -> object:
        """The value to store.

        Errors: ValueRefused.
        Source: sfValidatorBase::clean; null, '' and array() are empty.
        """
        if self.is_empty(posted):
            if self.required:
                raise ValueRefused(REQUIRED)
            return self.empty_value()
        if not isinstance(posted, str):
            return self.clean_parts(posted)
        return self.clean_text(posted, session)

    def is_empty(self, posted: Posted | None) -> bool:
        """Whether nothing was sent."""
        return posted is None or posted in ("", {})

    def clean_parts(self, _: Posted | None) -> object:
        """The value of what was sent in parts; most fields take none.

        Errors: ValueRefused.
        """
        raise ValueRefused(INVALID)

    def empty_value(self) -> object:
        """What is stored when nothing was typed."""
        return None

    def clean_text(self, text: str, session: Session) -> object:
        """The value of a text that is not empty.

        Errors: ValueRefused.
        """
        raise NotImplementedError

    def shown(self, value: object) -> str | None:
        """The text a stored value is shown as; None when there is none to show."""
        return None if value is None else str(value)

    def widget(self, name: str, posted: Posted | None, session: Session) -> Widget:  # noqa: ARG002, a field's signature
        """The field as the page shows it, holding the stored or the posted text."""
        return Widget(Shape.TEXT, name, value=posted if isinstance(posted, str) else None)


@dataclass(frozen=True, kw_only=True)
class Text(Field):
    """A line of text; left empty, it is stored as an empty text, never as NULL.

    Source: sfValidatorString, whose empty value is ''.
    """

    max_length: int | None = None
    pattern: str | None = None
    invalid: Message = INVALID

    def empty_value(self) -> object:
        """An empty text."""
        return ""

    def clean_parts(self, _: Posted | None) -> object:
        """No text was sent: refused with the field's own hint.

        Errors: ValueRefused.
        """
        raise ValueRefused(self.invalid)

    def clean_text(self, text: str, session: Session) -> object:  # noqa: ARG002, a field's signature
        """The text, when it is not too long and has the form asked for."""
        if self.max_length is not None and len(text) > self.max_length:
            raise ValueRefused(
                Message(
                    '"%value%" is too long (%max_length% characters max).',
                    {"value": text, "max_length": str(self.max_length)},
                )
            )
        if self.pattern is not None and not re.search(self.pattern, text, re.ASCII):
            raise ValueRefused(Message(self.invalid.text, {"value": text}))
        return text


@dataclass(frozen=True, kw_only=True)
class LongText(Text):
    """A text area."""

    def widget(self, name: str, posted: Posted | None, session: Session) -> Widget:  # noqa: ARG002, a field's signature
        """A text area, empty when nothing is stored."""
        return Widget(Shape.LONG_TEXT, name, value=text_of(posted))


@dataclass(frozen=True, kw_only=True)
class Email(Text):
    """An e-mail address, by Symfony's own simple rule. Source: sfValidatorEmail."""

    max_length: int | None = 255
    pattern: str | None = r"(?i)\A[^@\s]+@(?:[-a-z0-9]+\.)+[a-z]{2,}\n?\Z"

    def clean_text(self, text: str, session: Session) -> object:
        """The address; one that is too long is invalid, not "too long"."""
        if self.max_length is not None and len(text) > self.max_length:
            raise ValueRefused(INVALID)
        return super().clean_text(text, session)


@dataclass(frozen=True, kw_only=True)
class Number(Field):
    """A number with decimals. Source: sfValidatorNumber, which trusts is_numeric."""

    minimum: int | None = None
    maximum: int | None = None

    def clean_text(self, text: str, session: Session) -> object:  # noqa: ARG002, a field's signature
        """The number, written with a point, within its bounds."""
        number = self.number(text)
        if self.maximum is not None and number > self.maximum:
            raise ValueRefused(self._beyond('"%value%" must be at most %max%.', text))
        if self.minimum is not None and number < self.minimum:
            raise ValueRefused(self._beyond('"%value%" must be at least %min%.', text))
        return number

    def number(self, text: str) -> Decimal | int:
        """The number that PHP would see.

        Errors: ValueRefused.
        """
        try:
            if re.fullmatch(r"[ \t\n\r\v\f]*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*", text):
                return Decimal(text.strip())
        except InvalidOperation:
            pass
        raise ValueRefused(Message('"%value%" is not a number.', {"value": text}))

    def _beyond(self, text: str, value: str) -> Message:
        bounds = {"min": str(self.minimum), "max": str(self.maximum)}
        return Message(text, {"value": value, **bounds})


@dataclass(frozen=True, kw_only=True)
class Integer(Number):
    """A whole number. Source: sfValidatorInteger, which casts and compares the spelling."""

    def number(self, text: str) -> Decimal | int:
        """The number; "007", "+1" and what overflows 64 bits are refused."""
        if re.fullmatch(r"0|-?[1-9][0-9]{0,18}", text) and -(2**63) <= int(text) < 2**63:
            return int(text)
        raise ValueRefused(Message('"%value%" is not an integer.', {"value": text}))


@dataclass(frozen=True, kw_only=True)
class Choice(Field):
    """One value of a closed list. Source: sfWidgetFormChoice, sfValidatorChoice."""

    choices: Choices
    add_empty: bool = False

    def clean_text(self, text: str, session: Session) -> object:
        """The value, when the list has it."""
        if text not in {value for value, _ in self.choices(session)}:
            raise ValueRefused(INVALID)
        return text

    def widget(self, name: str, posted: Posted | None, session: Session) -> Widget:
        """A select, with an empty first line where the legacy has one."""
        lines = [("", "")] if self.add_empty else []
        options = options_of([*lines, *self.choices(session)], chosen_of(posted))
        return Widget(Shape.SELECT, name, options=options)


@dataclass(frozen=True, kw_only=True)
class Reference(Choice):
    """A row of another table, by its number. Source: sfValidatorDoctrineChoice."""

    def clean_text(self, text: str, session: Session) -> object:
        """The row's number, when the row exists."""
        plain = text.lstrip("0") or "0"
        return int(str(super().clean_text(plain, session)))


@dataclass(frozen=True, kw_only=True)
class RowNumber(Field):
    """A row of a table too large for a list: its number is typed."""

    model: type[Any]

    def clean_text(self, text: str, session: Session) -> object:
        """The row's number, when the row exists and is not deleted."""
        number = session.scalars(select(self.model.id).where(self.model.id == text)).first()
        if number is None:
            raise ValueRefused(INVALID)
        return number


@dataclass(frozen=True, kw_only=True)
class Checkbox(Field):
    """A box to tick. Source: sfWidgetFormInputCheckbox, sfValidatorBoolean."""

    def empty_value(self) -> object:
        """A box that was not sent was not ticked."""
        return False

    def clean_text(self, text: str, session: Session) -> object:  # noqa: ARG002, a field's signature
        """Whether it was ticked."""
        if text in {"true", "t", "yes", "y", "on", "1"}:
            return True
        if text in {"false", "f", "no", "n", "off", "0"}:
            return False
        raise ValueRefused(INVALID)

    def shown(self, value: object) -> str | None:
        """Something when it is ticked."""
        return "on" if value else None

    def widget(self, name: str, posted: Posted | None, session: Session) -> Widget:  # noqa: ARG002, a field's signature
        """The box, ticked as soon as anything is there."""
        return Widget(Shape.CHECKBOX, name, is_checked=posted is not None)
