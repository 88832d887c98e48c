"""The Python side of a parity run over its own copy, and sessions carried from PHP's to it."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import cast
from wsgiref.types import WSGIApplication

from flask import Flask

from legacy_bridge.php.errors import PhpError
from legacy_bridge.php.session import PhpSession
from legacy_bridge.php.values import PhpValue
from legacy_bridge.stores.errors import SessionStoreError
from legacy_bridge.stores.files import FileSessionStore
from legacy_bridge.stores.store import SessionStore
from modules.kernel.request_state import EXTENSION
from modules.lots import LOTS
from proxy.config import Settings
from proxy.errors import ParityRunImpossible
from proxy.wiring.session_rules import session_rules
from proxy.wiring.session_stores import session_store
from proxy.wiring.sites import build_sites

#: Nobody notices when a session was last used, nor the space symfony leaves empty.
_UNNOTICED = ("symfony/user/sfUser/lastRequest",)


def python_site(
    settings: Settings, backend: str, database_url: str, place: Path
) -> WSGIApplication | None:
    """The Python application of a backend over a copy; None where no lot of it is in Python.

    Shape: its sessions, counts and notes go to `place`.
    """
    if backend not in {lot.site for lot in LOTS}:
        return None
    return build_sites(_elsewhere(settings, database_url, place))[backend]


def _elsewhere(settings: Settings, database_url: str, place: Path) -> Settings:
    sessions = place / "sessions"
    sessions.mkdir(parents=True, exist_ok=True)
    return replace(
        settings,
        database_url=database_url,
        state_dir=place,
        symfony1_session_dir=sessions,
        symfony1_session_store="files",
    )


@dataclass(frozen=True, slots=True)
class StoppedClock:
    """A clock that always says the same."""

    moment: datetime

    def now(self) -> datetime:
        """That moment."""
        return self.moment


def stop_clock(site: WSGIApplication, moment: datetime) -> None:
    """Let the pages of a site believe that it is this moment; sessions go on by the real one."""
    extensions = cast("Flask", site).extensions
    extensions[EXTENSION] = replace(extensions[EXTENSION], clock=StoppedClock(moment))


class CarriedSessions:
    """Sessions of the control's store, and the candidate's copies of them.

    Shape: `control` is where the control's PHP keeps sessions, in the format of the settings.
    """

    def __init__(self, settings: Settings, control: Path, place: Path) -> None:
        theirs = replace(settings, symfony1_session_dir=control, symfony1_session_store="files")
        self._stores: Mapping[str, SessionStore] = {
            "control": session_store(theirs),
            "candidate": session_store(_elsewhere(settings, "", place)),
        }
        self._layout = session_rules(settings).layout

    def read(self, side: str, session_id: str) -> bytes | None:
        """A session as one side stores it.

        Errors: ParityRunImpossible.
        """
        try:
            return self._stores[side].read(session_id)
        except SessionStoreError as error:
            raise ParityRunImpossible(f"sessions of the {side} cannot be read: {error}") from error

    def put(self, side: str, session_id: str, data: bytes | None) -> None:
        """Let a session of one side hold this; None: let there be none.

        Errors: ParityRunImpossible.
        """
        store = self._stores[side]
        try:
            if data is None:
                store.delete(session_id)
            elif store.update(session_id, lambda _: data) is None:
                store.create(session_id, data)
            if data is not None:
                _give_away(store, session_id)
        except SessionStoreError as error:
            raise ParityRunImpossible(
                f"sessions of the {side} cannot be written: {error}"
            ) from error

    def told(self, data: bytes) -> Mapping[str, str]:
        """What a session holds that a visitor would notice, by its keys joined with dots."""
        try:
            values = PhpSession.parse(data, self._layout).values
        except PhpError as error:
            return {"unreadable": str(error)}
        return {
            name: said for key, value in values.items() if key not in _UNNOTICED
            for name, said in _flat(str(key), value)
        }  # fmt: skip


def _give_away(store: SessionStore, session_id: str) -> None:
    """Let a session that root made belong to whom its folder belongs.

    Source: PHP refuses a session file that another uid owns (ext/session/mod_files.c).
    """
    if os.geteuid() == 0 and isinstance(store, FileSessionStore):
        path = store.save_path.file(session_id)
        owner = path.parent.stat()
        os.chown(path, owner.st_uid, owner.st_gid)


def _flat(name: str, value: PhpValue) -> Iterator[tuple[str, str]]:
    if not isinstance(value, Mapping):
        yield name, f"{type(value).__name__} {value!r}"
        return
    for key, item in value.items():
        yield from _flat(f"{name}.{key}", item)
