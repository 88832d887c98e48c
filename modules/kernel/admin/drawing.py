"""Forms and filters as the templates draw them: labels, widgets and errors in words."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from modules.kernel.admin.binding import TOKEN, Bound
from modules.kernel.admin.exchange import Exchange
from modules.kernel.admin.fields import Field
from modules.kernel.admin.filters import Filter
from modules.kernel.admin.messages import Message, said
from modules.kernel.admin.pages import css_type_of
from modules.kernel.admin.posted import Posted
from modules.kernel.admin.widgets import Shape, Widget
from modules.kernel.ports import Kept


@dataclass(frozen=True, slots=True)
class ShownField:
    """One row of a form."""

    name: str
    css_type: str
    label: str
    help: str
    widget: Widget
    errors: Sequence[str]


@dataclass(frozen=True, slots=True)
class ShownFieldset:
    """Fields under one heading."""

    heading: str
    fields: Sequence[ShownField]

    @property
    def id(self) -> str:
        """The element's id: bytes that are no plain letter become underscores, as in PHP."""
        lowered = self.heading.encode().lower()
        return "sf_fieldset_" + re.sub(rb"[^a-z0-9_]", b"_", lowered).decode()


@dataclass(frozen=True, slots=True)
class ShownForm:
    """A form as a template draws it; `errors` are those of no visible field."""

    hidden: Sequence[Widget]
    errors: Sequence[str]
    fieldsets: Sequence[ShownFieldset]


def drawn_form(exchange: Exchange, row: object, bound: Bound | None) -> ShownForm:
    """The form of a row: as stored, or as posted with what was refused."""
    pages = exchange.pages
    stored = {one.name: one.shown(getattr(row, one.attribute.key)) for one in exchange.fields}
    values: Mapping[str, Posted | None] = stored if bound is None else bound.posted
    hidden = hidden_values(exchange, row)
    fieldsets = tuple(
        ShownFieldset(
            fieldset.heading,
            tuple(
                _drawn_field(exchange, one, values, bound)
                for one in fieldset.fields
                if one in exchange.fields
            ),
        )
        for fieldset in pages.fieldsets
    )
    return ShownForm(
        _hidden_widgets(pages.form_name, hidden, None if bound is None else bound.posted),
        _general_errors(bound, exchange.visit.culture),
        fieldsets,
    )


def hidden_values(exchange: Exchange, row: object) -> dict[str, str]:
    """The only value each hidden field of a row's form may have."""
    number = getattr(row, "id", None)
    return {
        "id": "" if number is None else str(number),
        TOKEN: exchange.visit.form_token(exchange.pages.form_class),
    }


def drawn_filters(exchange: Exchange, bound: Bound | None) -> ShownForm:
    """The filters of the list: as kept, or as posted with what was refused."""
    pages = exchange.pages
    values = exchange.state.filters() if bound is None else bound.posted
    hidden = {TOKEN: exchange.visit.form_token(pages.filter_class)}
    shown = [one for one in pages.filters if exchange.visit.holds(one.credentials)]
    fields = tuple(_drawn_filter(exchange, one, values, bound) for one in shown)
    return ShownForm(
        _hidden_widgets(pages.filter_name, hidden, None if bound is None else bound.posted),
        _general_errors(bound, exchange.visit.culture),
        (ShownFieldset("NONE", fields),),
    )


def _drawn_field(
    exchange: Exchange, one: Field, values: Mapping[str, Posted | None], bound: Bound | None
) -> ShownField:
    name = f"{exchange.pages.form_name}[{one.name}]"
    return ShownField(
        one.name,
        css_type_of(one.attribute),
        one.label,
        one.help,
        one.widget(name, values.get(one.name), exchange.session),
        _errors_of(bound, one.name, exchange.visit.culture),
    )


def _drawn_filter(
    exchange: Exchange, one: Filter, values: Mapping[str, Kept], bound: Bound | None
) -> ShownField:
    name = f"{exchange.pages.filter_name}[{one.name}]"
    return ShownField(
        one.name,
        css_type_of(one.attribute),
        one.label,
        "",
        one.widget(name, values.get(one.name), exchange.session),
        _errors_of(bound, one.name, exchange.visit.culture),
    )


def _errors_of(bound: Bound | None, name: str, culture: str) -> Sequence[str]:
    messages: Iterable[Message] = () if bound is None else bound.errors.get(name, ())
    return tuple(said(message, culture) for message in messages)


def _general_errors(bound: Bound | None, culture: str) -> Sequence[str]:
    """Errors of the whole form, then those of hidden fields under their name."""
    if bound is None:
        return ()
    named = [f"{_humanized(name)}: {said(message, culture)}" for name, message in bound.hidden]
    return (*(said(message, culture) for message in bound.general), *named)


def _humanized(name: str) -> str:
    words = name.removesuffix("_id").replace("_", " ")
    return words[:1].upper() + words[1:]


def _hidden_widgets(
    form: str, expected: Mapping[str, str], posted: Mapping[str, Posted] | None
) -> tuple[Widget, ...]:
    """Hidden fields; after a post they hold what was posted, right or wrong."""

    def value(name: str) -> str | None:
        if posted is None:
            return expected[name] or None
        sent = posted.get(name)
        return sent if isinstance(sent, str) else None

    return tuple(Widget(Shape.HIDDEN, f"{form}[{name}]", value(name)) for name in expected)
