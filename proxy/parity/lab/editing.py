"""One form opened, filled in and sent by one side, with what became of the rows."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin

from proxy.parity.answers import Answer, BodyKind
from proxy.parity.lab.asking import Pairs, Visitor
from proxy.parity.lab.copies import Copies
from proxy.parity.lab.effects import Effect, effects_between
from proxy.parity.lab.forms import Form, forms_of
from proxy.parity.lab.survey import is_editor

#: What a person makes of a form.
Fill = Callable[[Form], Pairs]


@dataclass(frozen=True, slots=True)
class Sent:
    """A form that was sent. Shape: `form` is None where the page shows none; `next` is where the
    answer leads, empty where it stays.
    """

    page: Answer
    form: Form | None
    answer: Answer | None = None
    effects: tuple[Effect, ...] = ()
    next: str = ""

    @property
    def fault(self) -> str:
        """Why it could not be sent, or ended on an error page; empty when all is well."""
        if self.page.status != 200:
            return f"the page says {self.page.status}"
        if self.form is None:
            return "the page shows no form to fill in"
        if self.answer is not None and self.answer.status >= 400:
            return f"sending the form says {self.answer.status}"
        return ""

    @property
    def is_refused(self) -> bool:
        """Whether the form came back, to be corrected."""
        return self.answer is not None and self.answer.status == 200


@dataclass(frozen=True, slots=True)
class Hand:
    """One side, and somebody who works with it."""

    name: str
    visitor: Visitor

    def opened(self, target: str) -> tuple[Answer, Form | None]:
        """A page and the form on it by which a row is written."""
        page = self.visitor.get(target)
        forms = forms_of(page.text, target) if page.kind is BodyKind.HTML else ()
        editors = [form for form in forms if form.method == "post" and is_editor(form)]
        return page, editors[0] if editors else None

    def sent(self, target: str, fill: Fill, copies: Copies, suffix: str) -> Sent:
        """The form of a page, filled in and sent, with what it changed.

        Errors: ParityRunImpossible.
        """
        before = copies.changes(suffix)
        page, answer = self.posted(target, fill)
        if page.form is None or answer is None:
            return page
        effects = effects_between(before, copies.changes(suffix))
        return Sent(page.page, page.form, answer, tuple(effects), page.next)

    def posted(self, target: str, fill: Fill) -> tuple[Sent, Answer | None]:
        """The same without a look at the rows."""
        page, form = self.opened(target)
        action = self.visitor.path_of(form.action) if form is not None else None
        if form is None or action is None or page.status != 200:
            return Sent(page, None), None
        answer = self.visitor.post(action, fill(form))
        location = answer.header("location")
        leads = self.visitor.path_of(urljoin(action, location)) if location else None
        return Sent(page, form, answer, (), leads or ""), answer


def untouched(form: Form) -> Pairs:
    """What a browser sends when nothing is typed."""
    return form.untouched()


def prefilled(form: Form) -> dict[str, list[str]]:
    """The values that a form shows, tokens apart: they are each visit's own."""
    shown: dict[str, list[str]] = {}
    for one in form.fields:
        if one.is_sent and not is_token(one.name):
            shown.setdefault(one.name, []).append(one.value)
    return shown


def is_token(name: str) -> bool:
    """Whether a field bears the form's token."""
    return "csrf_token" in name or "_token" in name
