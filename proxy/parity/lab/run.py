"""A whole run: copies made, each role through every page and form, the original looked at again."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Protocol

from proxy.core.table import spelled_route
from proxy.errors import ParityRunImpossible
from proxy.parity.answers import Answer
from proxy.parity.lab.copies import BASE
from proxy.parity.lab.crawl import Crawl
from proxy.parity.lab.pair import Pair, pair_for
from proxy.parity.lab.room import Room
from proxy.parity.lab.scenes import Scenes
from proxy.parity.lab.sides import STRANGER, Account


class Recording(Protocol):
    """Who keeps what PHP answered."""

    def session_id(self, role: str) -> str:
        """The id under which a role is recorded."""

    def keep_session(self, role: str, data: bytes) -> None:
        """The session of a role."""

    def note(self, role: str, route: str, target: str, answer: Answer) -> None:
        """One answer of PHP."""


def examine(
    room: Room,
    accounts: Sequence[Account],
    *,
    with_writes: bool = True,
    recording: Recording | None = None,
) -> None:
    """Fill the room's report.

    Shape: a role whose account does not open the sign-in ends the run, and the report says so.
    """
    copies = room.copies
    try:
        if copies is not None:
            copies.make(BASE, room.sides.control.copy, room.sides.candidate.copy)
        pairs = [pair_for(account, room.sides) for account in (*accounts, STRANGER)]
        if recording is not None:
            _take_ids(pairs, recording)
        if copies is not None:
            copies.take_over(room.sides.control.copy)
        for pair in pairs:
            crawl = Crawl(room, pair)
            crawl.run()
            if with_writes and copies is not None:
                scenes = Scenes(room, pair)
                scenes.nothing()
                scenes.links(crawl.writing_links)
                scenes.forms(crawl.forms)
    except ParityRunImpossible as error:
        room.report.stopped = str(error)
    except BaseException:
        # Whoever interrupts a run leaves no copy of anybody's data behind.
        if copies is not None:
            with suppress(ParityRunImpossible):
                copies.drop()
        raise
    room.report.never = _never(room)
    if copies is not None:
        _close(room)


def _take_ids(pairs: Sequence[Pair], recording: Recording) -> None:
    for pair in pairs:
        role = pair.account.role
        data = None if pair.account == STRANGER else pair.take_id(recording.session_id(role))
        if data is not None:
            recording.keep_session(role, data)


def _never(room: Room) -> list[str]:
    reached = {check.route for check in room.report.checks}
    return [line for route in room.routes.own() if (line := spelled_route(route)) not in reached]


def _close(room: Room) -> None:
    """Whatever changed in the original during the run is told; the copies go."""
    copies = room.copies
    assert copies is not None  # noqa: S101 - only asked then
    try:
        try:
            room.report.outside = copies.changed_outside()
        finally:
            copies.drop()
    except ParityRunImpossible as error:
        room.report.stopped = room.report.stopped or str(error)
