"""`figuier console`: accounts made, listed, changed and shut out; passwords are no arguments."""

import json

import pytest

from proxy.cli.exit_codes import ExitCode
from tests.proxy.cli.conftest import Run

PASSWORD = "a long enough password"


def test_a_password_is_read_from_the_input_and_stored_as_argon2(figuier: Run, folder) -> None:
    made = figuier("console", "add-user", "Nadia", "--role", "lead", keyboard=f"{PASSWORD}\n")
    stored = (folder / "var" / "state.sqlite").read_bytes()
    stored += b"".join(path.read_bytes() for path in (folder / "var").glob("state.sqlite-wal"))

    assert made.exit_code == ExitCode.DONE
    assert "nadia may sign in as lead." in made.output
    assert b"$argon2id$" in stored
    assert PASSWORD.encode() not in stored


@pytest.mark.parametrize(
    ("name", "keyboard", "told"),
    [
        ("nadia", "short\n", "from 12 to 256"),
        ("nadia", "", "from 12 to 256"),
        ("nadia", "x" * 300 + "\n", "from 12 to 256"),
        ("../nadia", f"{PASSWORD}\n", "no account name"),
    ],
    ids=["short", "empty", "long", "name"],
)
def test_what_may_be_no_account_is_refused(
    figuier: Run, name: str, keyboard: str, told: str
) -> None:
    refused = figuier("console", "add-user", name, "--role", "lead", keyboard=keyboard)

    assert refused.exit_code == ExitCode.INVALID
    assert told in refused.output


def test_accounts_are_listed_changed_and_shut_out(figuier: Run) -> None:
    empty = figuier("console", "list-users")
    for name, role in (("nadia", "lead"), ("paul", "viewer")):
        figuier("console", "add-user", name, "--role", role, keyboard=f"{PASSWORD}\n")
    again = figuier("console", "add-user", "paul", "--role", "viewer", keyboard=f"{PASSWORD}\n")
    figuier("console", "set-role", "paul", "developer")
    figuier("console", "disable", "paul")
    table = figuier("console", "list-users").output
    figuier("console", "disable", "paul", "--undo")
    reset = figuier("console", "reset-password", "paul", keyboard="another long password\n")
    listed = json.loads(figuier("console", "list-users", "--json").output)

    assert "No account yet" in empty.output
    assert again.exit_code == ExitCode.INVALID
    assert "disabled" in table
    assert "signed out" in reset.output
    assert [(each["name"], each["role"], each["is_disabled"]) for each in listed["accounts"]] == [
        ("nadia", "lead", False), ("paul", "developer", False),
    ]  # fmt: skip
    assert "hash" not in listed["accounts"][0]


def test_the_last_lead_stays_one(figuier: Run) -> None:
    figuier("console", "add-user", "nadia", "--role", "lead", keyboard=f"{PASSWORD}\n")

    assert figuier("console", "disable", "nadia").exit_code == ExitCode.INVALID
    assert figuier("console", "set-role", "nadia", "viewer").exit_code == ExitCode.INVALID
    assert figuier("console", "disable", "nobody").exit_code == ExitCode.INVALID
    assert figuier("console", "reset-password", "x", keyboard="\n").exit_code == ExitCode.INVALID


def test_a_state_database_that_is_gone_is_said(figuier: Run, folder) -> None:
    (folder / "var" / "state.sqlite").mkdir(parents=True)
    told = figuier("console", "list-users")

    assert told.exit_code == ExitCode.STATE
    assert "the state database" in told.output
