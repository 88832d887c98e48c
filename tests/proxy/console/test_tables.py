"""The tables of the console, on SQLite and on MariaDB: one code path."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.stack.database import Database
from proxy.console import sittings
from proxy.console.accounts import (
    add_account,
    all_accounts,
    is_password,
    set_disabled,
    welcome_guest,
)
from proxy.console.attempts import MOST_OF_PAIR, WINDOW_S, Attempt, admit, forgive
from proxy.console.roles import Role
from proxy.errors import AccountRefused
from proxy.state_database import StateDatabase

AT = 1_795_431_600.25
PASSWORD = "a long enough password"


@pytest.fixture(params=["sqlite", pytest.param("mariadb", marks=pytest.mark.stack)])
def state(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[StateDatabase]:
    url = f"sqlite:///{tmp_path}/state.sqlite"
    if request.param == "mariadb":
        server: Database = request.getfixturevalue("private_mariadb")
        server.recreate("gestion_console")
        url = server.url.replace("/gestion?", "/gestion_console?")
    found = StateDatabase(url)
    yield found
    found.close()


def test_an_account_signs_in_is_seen_and_is_shut_out(state: StateDatabase) -> None:
    with state.write() as connection:
        add_account(connection, "nadia", Role.LEAD, PASSWORD, AT)
        add_account(connection, "paul", Role.VIEWER, PASSWORD, AT)
        token = sittings.begin(connection, "paul", AT)
    with state.read() as connection:
        assert is_password(connection, "paul", PASSWORD)
        assert not is_password(connection, "PAUL", PASSWORD)
        assert sittings.find(connection, token, AT + 61, 1800) == (
            sittings.Sitting("paul", Role.VIEWER), True,
        )  # fmt: skip
        assert sittings.find(connection, token, AT + 1801, 1800) is None
    with state.write() as connection:
        sittings.touch(connection, token, AT + 61)
        set_disabled(connection, "paul", is_disabled=True)
    with state.read() as connection:
        assert sittings.find(connection, token, AT + 62, 1800) is None
        assert [(each.name, each.is_disabled) for each in all_accounts(connection)] == [
            ("nadia", False), ("paul", True),
        ]  # fmt: skip


def test_limits_count_in_the_database(state: StateDatabase) -> None:
    with state.write() as connection:
        tries = [admit(connection, Attempt("é" * 70, "::1", AT)) for _ in range(MOST_OF_PAIR + 1)]
        later = admit(connection, Attempt("é" * 70, "::1", AT + WINDOW_S + 1))
        forgive(connection, Attempt("é" * 70, "::1", AT))
        again = admit(connection, Attempt("é" * 70, "::1", AT))

    assert tries == [True] * MOST_OF_PAIR + [False]
    assert (later, again) == (True, True)


def test_a_name_is_taken_once_and_guests_have_names_of_their_own(state: StateDatabase) -> None:
    with state.write() as connection:
        add_account(connection, "nadia", Role.LEAD, PASSWORD, AT)
        guest = welcome_guest(connection, "nadia", Role.VIEWER, AT)
        again = welcome_guest(connection, "nadia", Role.DEVELOPER, AT)
    with pytest.raises(AccountRefused), state.write() as connection:
        add_account(connection, "nadia", Role.LEAD, PASSWORD, AT)

    assert guest is not None
    assert again is not None
    assert (guest.name, again.role) == ("sfguard/nadia", Role.DEVELOPER)
    with state.read() as connection:
        assert not is_password(connection, "sfguard/nadia", "!")
