"""A run of `figuier parity` from the settings to the report: everything set up, and taken down."""

import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Protocol
from wsgiref.types import WSGIApplication

from proxy.config import Settings
from proxy.core.table import Backend, Lot, RoutingTable
from proxy.errors import ParityRunImpossible
from proxy.parity.lab.asking import HttpSide, Side, WsgiSide
from proxy.parity.lab.checks import Report
from proxy.parity.lab.copies import CANDIDATE, CONTROL, Copies
from proxy.parity.lab.description import Laboratory, running
from proxy.parity.lab.exhibits import Exhibits, Photographer
from proxy.parity.lab.room import Limits, Progress, Room
from proxy.parity.lab.routes import LotRoutes
from proxy.parity.lab.run import Recording, examine
from proxy.parity.lab.sides import Account, Sessions, Sides, Workplace
from proxy.parity.rules import LotRules

#: The variable by which the laboratory's command hears which copy is the control's.
CONTROL_DATABASE = "FIGUIER_PARITY_CONTROL_DATABASE"


class SiteOf(Protocol):
    """Who knows the Python applications."""

    def __call__(
        self, settings: Settings, backend: str, database_url: str, place: Path
    ) -> WSGIApplication | None:
        """The application of a backend over a copy; None where there is none."""


class SessionsOf(Protocol):
    """Who knows the legacy's sessions."""

    def __call__(self, settings: Settings, control: Path, place: Path) -> Sessions:
        """The sessions of both sides."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a run is to do.

    Shape: `against` is python, or legacy for a run that measures noise; empty `roles` are all.
    """

    against: str = "python"
    roles: tuple[str, ...] = ()
    with_writes: bool = True
    limits: Limits = field(default_factory=Limits)
    progress: Progress = lambda _: None
    recording: Recording | None = None
    photographer: Photographer | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """The lot that is examined, at one backend."""

    table: RoutingTable
    lot: Lot
    backend: Backend
    rules: LotRules


def conduct(
    settings: Settings, subject: Subject, laboratory: Laboratory, wish: Wish,
    site_of: SiteOf, sessions_of: SessionsOf,
) -> Report:  # fmt: skip
    """The report of one run.

    Errors: ParityRunImpossible, ParityFileRefused.
    """
    accounts = accounts_of(laboratory, subject, wish)
    copies = Copies(settings.database_url)
    report = Report(subject.lot.name, subject.backend.name, wish.against)
    with ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="figuier-parity-")))
        databases = {CONTROL_DATABASE: copies.name(CONTROL)}
        site = _site(settings, subject, wish, copies, place, site_of)
        urls = stack.enter_context(running(laboratory, databases))
        url = urls.get(subject.backend.name)
        if url is None:
            raise ParityRunImpossible(f"the laboratory has no PHP for {subject.backend.name}")
        control = HttpSide(url)
        candidate = control if site is None else WsgiSide(site)
        is_recorded = wish.recording is not None
        sides = sides_of(
            settings, subject, laboratory, place, sessions_of, (control, candidate),
            is_recorded=is_recorded,
        )  # fmt: skip
        now = partial(now_of, settings)
        room = Room(
            LotRoutes(subject.table, subject.lot, subject.backend), sides, subject.rules, report,
            now, now().date(), copies, wish.limits, wish.progress,
        )  # fmt: skip
        room.exhibits = Exhibits(wish.photographer)
        if wish.recording is not None:
            room.seen = wish.recording.note
        examine(room, accounts, with_writes=wish.with_writes, recording=wish.recording)
    return report


def now_of(settings: Settings) -> datetime:
    """What the clocks of the database say."""
    return datetime.now(settings.time_zone).replace(tzinfo=None)


def _site(
    settings: Settings, subject: Subject, wish: Wish, copies: Copies, place: Path, site_of: SiteOf
) -> WSGIApplication | None:
    """Python's application; None for a run against the legacy itself.

    Errors: ParityRunImpossible.
    """
    if wish.against == "legacy":
        return None
    site = site_of(settings, subject.backend.name, copies.url(CANDIDATE), place)
    if site is None:
        raise ParityRunImpossible(
            f"{subject.lot.name} has no Python code for {subject.backend.name};"
            " --against legacy measures what PHP says otherwise when asked twice"
        )
    return site


def sides_of(  # noqa: PLR0913 - as above
    settings: Settings, subject: Subject, laboratory: Laboratory, place: Path,
    sessions_of: SessionsOf, asked: tuple[Side, Side], *, is_recorded: bool,
) -> Sides:  # fmt: skip
    """Both sides over their copies, and the sessions that go from one to the other."""
    name = subject.backend.name
    control = Workplace("control", asked[0], CONTROL, laboratory.files, laboratory.mails)
    is_same = asked[0] is asked[1]
    files, mails = laboratory.candidate_files, laboratory.candidate_mails or (place / "mail",)
    candidate = Workplace("candidate", asked[1], CANDIDATE, files, mails)
    if is_same:
        candidate = replace(control, name="candidate")
    folder = laboratory.sessions.get(name)
    has_sessions = folder is not None and (not is_same or is_recorded)
    sessions = sessions_of(settings, folder, place) if folder and has_sessions else None
    return Sides(
        control,
        candidate,
        f"{subject.backend.hosts[0]}:{settings.port}",
        sessions,
        laboratory.session_cookie.get(name, ""),
        laboratory.sign_in.get(name, ""),
    )


def accounts_of(laboratory: Laboratory, subject: Subject, wish: Wish) -> Sequence[Account]:
    """The accounts of the roles asked for.

    Errors: ParityRunImpossible, for a role nobody has.
    """
    known = laboratory.accounts.get(subject.backend.name, ())
    missing = sorted(set(wish.roles) - {account.role for account in known})
    if missing:
        raise ParityRunImpossible(f"the laboratory has no account for {', '.join(missing)}")
    return [account for account in known if not wish.roles or account.role in wish.roles]
