"""Where the routing file is changed, and by whom; the journal there, settled with the file."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from proxy.errors import ReasonMissing, RoutingFileRefused
from proxy.flips.journal import Journal
from proxy.flips.recovery import Present, rules_of, settle
from proxy.routing_file.reader import parse_table
from proxy.routing_file.writer import sweep_drafts


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Desk:
    """Where flips are made, and who makes them."""

    routing_file: Path
    state_dir: Path
    who: str
    lock_timeout_s: float = 10.0
    now: Callable[[], datetime] = _now

    @property
    def at(self) -> str:
        """The present moment as the journal writes it, in UTC."""
        return self.now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def settled_journal(desk: Desk, data: bytes) -> Journal:
    """The journal, once what an interrupted change or a hand edit left is told; under the lock.

    Errors: JournalBroken, StateUnwritable.
    """
    journal = Journal(desk.state_dir)
    settle(journal, present(data, desk.routing_file.name), desk.who, desk.at)
    sweep_drafts(desk.routing_file)
    return journal


def present(data: bytes, name: str) -> Present:
    """What the journal is compared with; no bytes stand for a file that is not there."""
    digest = digest_of(data)
    try:
        table = parse_table(data, name)
    except RoutingFileRefused:
        return Present(digest, None)
    return Present(digest, {lot.name: str(lot.stage) for lot in table.lots}, rules_of(table))


def digest_of(data: bytes) -> str:
    """The digest of a content of the routing file; empty where there is no file."""
    return hashlib.sha256(data).hexdigest() if data else ""


def reason(why: str) -> str:
    """Why, as the journal keeps it.

    Errors: ReasonMissing.
    """
    if not why.strip() or not why.isprintable():
        raise ReasonMissing("say why, in one line of printable text: the journal keeps it")
    return why.strip()
