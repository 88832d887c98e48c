"""A posted form checked against its fields, as Symfony's forms do it."""

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy.orm import Session

from modules.kernel.admin.messages import Message
from modules.kernel.admin.posted import Posted
from modules.kernel.admin.refusals import INVALID, REQUIRED, ValueRefused
from modules.kernel.request_state import note_forged_form

#: Where every form carries its token. Source: sfForm::$CSRFFieldName.
TOKEN = "_csrf_token"  # noqa: S105  # the name of a field

FORGED = Message("CSRF attack detected.")


class Cleans(Protocol):
    """A field or a filter."""

    @property
    def name(self) -> str:
        """Its legacy name."""

    def clean(self, posted: Posted | None, session: Session) -> object:
        """Its value.

        Errors: ValueRefused.
        """


@dataclass(frozen=True, slots=True)
class Bound:
    """What was posted, what it means, and what was refused.

    Shape: `values` in the order the fields came; `errors` by field name; `general` are errors
           of the form as a whole, `hidden` those of fields nobody sees.
    """

    posted: Mapping[str, Posted]
    values: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, Sequence[Message]] = field(default_factory=dict)
    general: Sequence[Message] = ()
    hidden: Sequence[tuple[str, Message]] = ()

    @property
    def is_valid(self) -> bool:
        """Whether nothing was refused."""
        return not (self.errors or self.general or self.hidden)


def bind(
    fields: Sequence[Cleans],
    posted: Mapping[str, Posted],
    hidden: Mapping[str, str],
    session: Session,
) -> Bound:
    """The form's values, or every reason why not.

    Shape:  `hidden` gives the only value that each hidden field may have: the token is owed,
            the others may be left out.
    Source: sfValidatorSchema::doClean: names come in the order they were sent, unknown ones
            are refused, then come the fields that were not sent.
    """
    known = {one.name: one for one in fields}
    general = [_stranger(name) for name in posted if name not in known and name not in hidden]
    values: dict[str, Any] = {}
    errors: dict[str, Sequence[Message]] = {}
    order = [name for name in posted if name in known]
    for name in [*order, *(name for name in known if name not in posted)]:
        try:
            values[name] = known[name].clean(posted.get(name), session)
        except ValueRefused as refusal:
            errors[name] = [refusal.message]
    faults = [(name, _hidden_fault(name, posted.get(name), hidden[name])) for name in hidden]
    return Bound(
        posted, values, errors, general, [(name, fault) for name, fault in faults if fault]
    )


def _stranger(name: str) -> Message:
    return Message('Unexpected extra form field named "%field%".', {"field": name})


def _hidden_fault(name: str, given: Posted | None, expected: str) -> Message | None:
    if name == TOKEN:
        return token_fault(given, expected)
    return None if not given or given == expected else INVALID


def token_fault(given: Posted | None, expected: str) -> Message | None:
    """What is wrong with a token; None when it is the visitor's own."""
    if not given:
        return REQUIRED
    is_own = isinstance(given, str) and hmac.compare_digest(given.encode(), expected.encode())
    if is_own:
        return None
    note_forged_form()
    return FORGED
