"""A run of `figuier rehearse`: both sides over one private copy, set up and taken down."""

import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from proxy.config import Settings
from proxy.errors import ParityRunImpossible
from proxy.parity.lab.asking import HttpSide, WsgiSide
from proxy.parity.lab.conduct import (
    CONTROL_DATABASE,
    SessionsOf,
    SiteOf,
    Subject,
    Wish,
    accounts_of,
    now_of,
    sides_of,
)
from proxy.parity.lab.copies import CONTROL, Copies
from proxy.parity.lab.description import Laboratory, running
from proxy.parity.lab.hand_over import HandOver
from proxy.parity.lab.pair import Pair, pair_for
from proxy.parity.lab.rehearsed import Rehearsal
from proxy.parity.lab.routes import LotRoutes
from proxy.parity.lab.sides import Sides
from proxy.parity.lab.survey import Survey, is_of_a_row


@dataclass(frozen=True, slots=True)
class Task:
    """What a rehearsal is to do.

    Shape: empty `roles` are all, each form by the first that reaches it; `rows` bounds the
           existing rows that are opened and saved for each form; `only` is how the paths of the
           forms' pages begin.
    """

    roles: tuple[str, ...] = ()
    rows: int = 3
    only: str = ""
    progress: Callable[[Rehearsal], None] = lambda _: None


def rehearse(
    settings: Settings, subject: Subject, laboratory: Laboratory, task: Task,
    site_of: SiteOf, sessions_of: SessionsOf,
) -> Rehearsal:  # fmt: skip
    """The report of one run.

    Errors: ParityRunImpossible, ParityFileRefused.
    """
    copies = Copies(settings.database_url)
    found = Rehearsal(subject.lot.name, subject.backend.name)
    with ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="figuier-rehearse-")))
        urls = stack.enter_context(running(laboratory, {CONTROL_DATABASE: copies.name(CONTROL)}))
        url = urls.get(subject.backend.name)
        if url is None:
            raise ParityRunImpossible(f"the laboratory has no PHP for {subject.backend.name}")
        site = site_of(settings, subject.backend.name, copies.url(CONTROL), place)
        if site is None:
            raise ParityRunImpossible(
                f"{subject.lot.name} has no Python code for {subject.backend.name} to rehearse with"
            )
        asked = HttpSide(url), WsgiSide(site)
        sides = sides_of(
            settings, subject, laboratory, place, sessions_of, asked, is_recorded=False
        )
        # Both work on the very same copy: that is what a rehearsal is.
        sides = replace(sides, candidate=replace(sides.candidate, copy=CONTROL))
        accounts = accounts_of(laboratory, subject, Wish(roles=task.roles))
        try:
            copies.make()
            pairs = [pair_for(account, sides) for account in accounts]
            copies.take_over(CONTROL)
            _all_forms(settings, subject, found, sides, copies, pairs, task)
            found.outside = copies.changed_outside()
        except ParityRunImpossible as error:
            found.stopped = str(error)
        finally:
            copies.drop()
    return found


def _all_forms(  # noqa: PLR0913, PLR0917 - what `rehearse` has put together
    settings: Settings, subject: Subject, found: Rehearsal, sides: Sides, copies: Copies,
    pairs: list[Pair], task: Task,
) -> None:  # fmt: skip
    """Each form once, by the first of the people who reaches it."""
    routes = LotRoutes(subject.table, subject.lot, subject.backend)
    known: set[tuple[str, frozenset[str]]] = set()
    for pair in pairs:
        survey = Survey(routes, subject.rules, pair.control)
        survey.run()
        copies.put_back(sides.control.copy)
        hands = HandOver(
            found, pair, survey, copies, partial(now_of, settings), task.progress, task.rows
        )
        for form in sorted(survey.forms, key=lambda one: is_of_a_row(survey.pattern_of(one.page))):
            fields = frozenset(one.name for one in form.form.fields if "_token" not in one.name)
            kind = (survey.pattern_of(form.page), fields)
            if kind not in known and form.page.startswith(task.only):
                known.add(kind)
                hands.form(form)
    if not known:
        found.note(f"no form of {subject.lot.name} writes a row, for the roles that were asked")
