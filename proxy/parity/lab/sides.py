"""The two sides of a run, each over its own copy: who answers, where sessions and files are."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from proxy.parity.lab.asking import Side


class Sessions(Protocol):
    """The sessions of the two sides, each side's in a place of its own."""

    def read(self, side: str, session_id: str) -> bytes | None:
        """A session as one side stores it."""

    def put(self, side: str, session_id: str, data: bytes | None) -> None:
        """Let a session of one side hold this; None: let there be none."""

    def told(self, data: bytes) -> Mapping[str, str]:
        """What a session holds that a visitor would notice, by name: not when it was last used."""


@dataclass(frozen=True, slots=True)
class Workplace:
    """One side of a run.

    Shape: `copy` is the suffix of its database; `files` and `mails` are folders it writes to.
    """

    name: str
    side: Side
    copy: str
    files: tuple[Path, ...] = ()
    mails: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who can sign in, standing for a role."""

    role: str
    username: str
    password: str


#: Somebody who has not signed in.
STRANGER = Account("visitor", "", "")


@dataclass(frozen=True, slots=True)
class Sides:
    """Both sides, what they share, and how one signs in.

    Shape: `session_cookie` is the name of the cookie whose value names a session; `sign_in` is the
           path of the control's sign-in page, empty where nobody signs in.
    """

    control: Workplace
    candidate: Workplace
    host: str
    sessions: Sessions | None = None
    session_cookie: str = ""
    sign_in: str = ""
