"""Cohort words told from PHP's session and the demo's accounts."""

import io
import json
import time
from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import create_engine

from demo.stack.database import Database
from legacy_bridge.stores.errors import SessionStoreError
from legacy_bridge.symfony1.rules import SessionRules
from legacy_bridge.symfony1.sessions import SymfonySessions
from modules.kernel.clock import WallClock
from modules.kernel.database import Database as KernelDatabase
from proxy.config import read_settings
from proxy.errors import ConfigurationRefused
from proxy.reception import IdentityUnknown
from proxy.wiring.cohorts import CohortDesk, Step, cohort_desk, organisation_steps
from tests.fakes.session_store import FakeSessionStore
from tests.fakes.sessions import sf_session

WAY = "utilisateur_profil.sf_guard_user_id.organisme_id organisme.id.nom"
ID = "0123456789abcdefghijklmnop"


def desk_of(database: Database | None, session: bytes | None) -> CohortDesk:
    store = FakeSessionStore()
    if session is not None:
        store.sessions[ID] = session
    engine = None
    if database is not None:
        zone = read_settings({}).time_zone
        engine = KernelDatabase(database.url, WallClock(zone)).engine
    sessions = SymfonySessions(store, SessionRules())
    return CohortDesk(sessions, engine, organisation_steps(WAY))


def session_of(user_id: object) -> bytes:
    """A session in which this account has signed in."""
    text = str(user_id).encode()
    guard = b'a:1:{s:19:"sfGuardSecurityUser";a:1:{s:7:"user_id";s:%d:"%b";}}' % (len(text), text)
    return sf_session(guard, last=int(time.time()), signed_in=True)


def words_of(database: Database, session: bytes | None) -> Sequence[str]:
    return desk_of(database, session).words(b"a=1; symfony=%b" % ID.encode())


@pytest.mark.stack
def test_somebody_signed_in_has_a_name_groups_and_an_organisation(database: Database) -> None:
    rows = database.run(
        "SELECT u.id, u.username, g.name, o.nom FROM sf_guard_user u"
        " JOIN sf_guard_user_group l ON l.user_id = u.id JOIN sf_guard_group g ON g.id = l.group_id"
        " JOIN utilisateur_profil p ON p.sf_guard_user_id = u.id"
        " JOIN organisme o ON o.id = p.organisme_id WHERE u.is_active = 1 ORDER BY u.id LIMIT 1"
    )
    user_id, username, group, organisation = rows[0]

    words = words_of(database, session_of(user_id))

    assert words[0] == f"user:{username}"
    assert f"group:{group}" in words
    assert words[-1] == f"organisation:{organisation}"


@pytest.mark.stack
@pytest.mark.parametrize(
    "session", [None, b"", sf_session(last=int(time.time())), session_of(999_999)],
    ids=["no session", "empty", "signed out", "deleted account"],
)  # fmt: skip
def test_nobody_has_no_words(database: Database, session: bytes | None) -> None:
    assert list(words_of(database, session)) == []


def test_without_a_cookie_or_a_database_nobody_is_looked_up() -> None:
    assert desk_of(None, session_of(1)).words(b"symfony=" + ID.encode()) == ()
    assert cohort_desk(read_settings({})).words(b"symfony=abc") == ()


class Broken(FakeSessionStore):
    def read(self, session_id: str) -> bytes | None:
        raise SessionStoreError("the folder is gone")


def broken_desk() -> CohortDesk:
    sessions = SymfonySessions(Broken(), SessionRules())
    # No connection is made to it: the sessions fail first.
    return CohortDesk(sessions, create_engine("sqlite://"))


def asked(desk: CohortDesk, cookies: bytes) -> tuple[str, bytes]:
    told: list[str] = []
    environ: dict[str, Any] = {"wsgi.input": io.BytesIO(cookies), "wsgi.errors": io.StringIO()}
    body = b"".join(desk(environ, lambda status, _fields: told.append(status)))  # type: ignore[arg-type, return-value]
    return told[0], body


def test_sessions_that_do_not_answer_are_told_apart_from_nobody() -> None:
    with pytest.raises(IdentityUnknown, match="the folder is gone"):
        broken_desk().words(b"symfony=" + ID.encode())
    assert asked(broken_desk(), b"symfony=" + ID.encode())[0] == "503 Service Unavailable"


def test_the_gateway_is_told_in_json() -> None:
    status, body = asked(desk_of(None, None), b"symfony=abc")

    assert (status, json.loads(body)) == ("200 OK", [])


def test_the_way_to_an_organisation_is_read_from_the_setting() -> None:
    assert list(organisation_steps(WAY)) == [
        Step("utilisateur_profil", "sf_guard_user_id", "organisme_id"),
        Step("organisme", "id", "nom"),
    ]
    assert list(organisation_steps("")) == []


@pytest.mark.parametrize("text", ["organisme", "a.b", "a.b.c.d", "a.b.c; DROP TABLE x", "a.b.`c`"])
def test_another_way_is_refused(text: str) -> None:
    with pytest.raises(ConfigurationRefused, match="FIGUIER_COHORT_ORGANISATION"):
        organisation_steps(text)
