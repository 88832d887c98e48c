"""Both sides asked without a trace: frozen sessions, a database that takes nothing, PHP on a copy."""

import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Any, cast
from wsgiref.types import WSGIApplication

from flask import Flask
from sqlalchemy import event

from legacy_bridge.stores.errors import SessionStoreError
from legacy_bridge.stores.files import FileSessionStore
from legacy_bridge.stores.ids import new_session_id
from legacy_bridge.stores.store import Rewrite, SessionStore
from legacy_bridge.symfony1.cookies import first_cookie
from modules.kernel.request_state import EXTENSION
from proxy.config import Settings
from proxy.errors import ParityRunImpossible
from proxy.flips.proposal import table_in
from proxy.parity.answers import Answer
from proxy.parity.lab.asking import Asked, HttpSide, WsgiSide
from proxy.parity.shadow.jobs import Frozen, JobUnfit
from proxy.wiring.session_stores import session_store
from proxy.wiring.sites import build_sites
from proxy.wiring.symfony4 import SITES as SYMFONY4_SITES
from proxy.wiring.symfony4 import symfony_store

#: In a session of somebody who has signed in, whatever its format.
_SIGNED_IN = b"symfony/user/sfUser/authenticated"


class FrozenStore:
    """One session as it was, in memory: read and written by one request, then forgotten."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def hold(self, frozen: Frozen) -> None:
        """Let there be this session and no other."""
        self._kept = {} if frozen.data is None else {frozen.session_id: frozen.data}

    def read(self, session_id: str) -> bytes | None:
        """The session."""
        return self._kept.get(session_id)

    def create(self, session_id: str, data: bytes) -> None:
        """Another one, as soon forgotten."""
        self._kept[session_id] = data

    def update(self, session_id: str, rewrite: Rewrite) -> bytes | None:
        """What was made of it."""
        if session_id not in self._kept:
            return None
        self._kept[session_id] = rewrite(self._kept[session_id])
        return self._kept[session_id]

    def refresh(self, session_id: str, rewrite: Rewrite) -> bool:
        """Always: nobody else is at it."""
        return self.update(session_id, rewrite) is not None

    def move(self, old_id: str, new_id: str, rewrite: Rewrite) -> bool:
        """Whether it was there to be moved."""
        data = self._kept.pop(old_id, None)
        if data is None:
            return False
        self._kept[new_id] = rewrite(data)
        return True

    def delete(self, session_id: str) -> None:
        """No session of this id any more."""
        self._kept.pop(session_id, None)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a backend's PHP keeps sessions, and the cookie that names one."""

    store: SessionStore
    cookie: str


def _place_of(settings: Settings, backend: str) -> _Place:
    if backend in SYMFONY4_SITES:
        return _Place(symfony_store(settings), settings.symfony4_session_cookie)
    return _Place(session_store(settings), settings.symfony1_session_cookie)


def _unwaiting_place_of(settings: Settings, backend: str) -> _Place:
    """The same, hardly waiting: while PHP holds a session, what it held before is what counts."""
    place = _place_of(settings, backend)
    if isinstance(place.store, FileSessionStore):
        place.store.read_wait_s = 0.05
    return place


class SessionFreezer:
    """Looks at the legacy's sessions without touching them."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._place = cache(partial(_unwaiting_place_of, settings))

    def frozen(self, backend: str, cookies: str) -> Frozen:
        """The session that the visitor's cookie names, as it is now.

        Errors: JobUnfit, for a visitor whom a remember key is about to sign in.
        """
        place = self._place(backend)
        session_id = first_cookie(cookies, place.cookie) or ""
        data = None
        if session_id:
            try:
                data = place.store.read(session_id)
            except SessionStoreError as error:
                raise JobUnfit("session") from error
        is_remembered = first_cookie(cookies, self._settings.symfony1_remember_cookie)
        if is_remembered and _SIGNED_IN not in (data or b""):
            raise JobUnfit("remembered")
        return Frozen(session_id, data) if data is not None else Frozen()


class ShadowSides:
    """Both sides, for one process that asks one thing at a time."""

    def __init__(self, settings: Settings) -> None:
        place = Path(tempfile.mkdtemp(prefix="figuier-shadow-"))
        self._settings = settings
        self._frozen = FrozenStore()
        self._sites = frozen_sites(replace(settings, state_dir=place), self._frozen)
        table = table_in(settings.routing_file)
        self._urls = {
            name: settings.backend_urls.get(name, backend.url)
            for name, backend in table.backends.items()
        }

    def ask_python(self, backend: str, asked: Asked, cookies: str, frozen: Frozen) -> Answer:
        """Python's answer on the frozen session, over a database that takes no writing.

        Errors: JobUnfit, where there is no Python.
        """
        site = self._sites.get(backend)
        if site is None:
            raise JobUnfit("no python")
        self._frozen.hold(frozen)
        return WsgiSide(site).ask(_with_cookies(asked, cookies))

    def ask_php(self, backend: str, asked: Asked, cookies: str, frozen: Frozen) -> Answer:
        """PHP's answer on a copy of the session under another id, which is gone afterwards.

        Errors: JobUnfit, where PHP does not answer or its sessions cannot be written.
        """
        place = _place_of(self._settings, backend)
        name, store = place.cookie, place.store
        others = [each for each in cookies.split("; ") if each and not each.startswith(f"{name}=")]
        copy = new_session_id() if frozen.data is not None else ""
        try:
            if frozen.data is not None:
                store.create(copy, frozen.data)
            line = "; ".join([*others, *([f"{name}={copy}"] if copy else [])])
            answer = HttpSide(self._urls[backend]).ask(_with_cookies(asked, line))
        except (ParityRunImpossible, SessionStoreError) as error:
            raise JobUnfit("php away") from error
        finally:
            if copy:
                _forget(store, copy)
        for said in answer.values("set-cookie"):
            given, _, value = said.partition(";")[0].partition("=")
            if given == name and value:
                _forget(store, value)
        return answer


def frozen_sites(settings: Settings, store: FrozenStore) -> Mapping[str, WSGIApplication]:
    """The Python applications over this one session and a database that takes no writing."""
    sites = build_sites(settings, wrap=lambda _: cast("SessionStore", store))
    for site in sites.values():
        database = cast("Flask", site).extensions[EXTENSION].database
        if database is not None:
            event.listen(database.engine, "connect", read_only)
    return sites


def read_only(connection: Any, _record: object) -> None:
    """Let every transaction of a new connection be refused when it writes.

    Source: MariaDB and MySQL, SET TRANSACTION: error 1792 for a write in a read-only transaction.
    """
    cursor = connection.cursor()
    cursor.execute("SET SESSION TRANSACTION READ ONLY")
    cursor.close()


def _with_cookies(asked: Asked, cookies: str) -> Asked:
    return replace(asked, headers=(*asked.headers, ("Cookie", cookies))) if cookies else asked


def _forget(store: SessionStore, session_id: str) -> None:
    with suppress(SessionStoreError):
        store.delete(session_id)
