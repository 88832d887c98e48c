"""`figuier session`, run beside the product by the user it runs as."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from demo.data.accounts import ACCOUNTS
from demo.stack.settings import CHECKOUT
from tests.fakes.gestion_visitor import GestionVisitor
from tests.fakes.site_visitor import SiteVisitor, hidden
from tests.journeys.conftest import Product

pytestmark = pytest.mark.stack

Ask = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def ask(split: Product) -> Ask:
    """Runs `figuier session … --json` as PHP's own user; the exit code and what it said."""

    def run(*words: str, **environ: str) -> tuple[int, dict[str, Any]]:
        account = split.stack.settings.account
        done = subprocess.run(
            [sys.executable, "-m", "proxy.cli", "session", *words, "--json"],
            cwd=CHECKOUT, capture_output=True, text=True, timeout=60, check=False,
            env={**os.environ, **split.proxy.environment(), "NO_COLOR": "1", **environ},
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
        )  # fmt: skip
        assert done.stdout, done.stderr
        return done.returncode, json.loads(done.stdout)

    return run


def test_the_demo_is_found_sound_by_doctor(split: Product, ask: Ask) -> None:
    GestionVisitor(split).sign_in("claire.martin")
    code, told = ask("doctor")

    assert (code, told["faults"]) == (0, 0), told
    said = {found["what"] for found in told["findings"] if found["level"] == "fine"}
    assert "both sides keep sessions in the same folder" in said
    assert "both sides write dates in Europe/Paris" in said
    assert any("sessions looked at are ours" in what for what in said)
    # The old host's own weaknesses are named, not hidden.
    risks = {found["what"] for found in told["findings"] if found["level"] == "risk"}
    assert "session.use_strict_mode is off" in risks
    assert "session.gc_maxlifetime is 1440" in risks


def test_doctor_sees_a_side_that_looks_elsewhere(split: Product, ask: Ask) -> None:
    folder = str(split.stack.settings.sessions("vitrine"))
    code, told = ask("doctor", FIGUIER_SYMFONY1_SESSION_DIR=folder, FIGUIER_TIME_ZONE="UTC")

    assert code == 1
    faults = " ".join(found["what"] for found in told["findings"] if found["level"] == "fault")
    assert "PHP keeps sessions in" in faults
    assert "PHP's time zone is Europe/Paris, Python's is UTC" in faults


def test_verify_tells_what_each_side_would_do(split: Product, ask: Ask) -> None:
    visitor = GestionVisitor(split).sign_in("claire.martin")
    before = visitor.stored()
    code, told = ask("verify", "--cookie", f"symfony={visitor.cookie('symfony')}")

    assert (code, told["username"], told["agree"]) == (0, "claire.martin", True)
    assert told["php"] == told["python"] == "answers claire.martin"
    assert visitor.stored() == before
    database = split.stack.database
    database.run("UPDATE sf_guard_user SET is_active = 0 WHERE username = 'claire.martin'")
    code, told = ask("verify", "--session-id", visitor.cookie("symfony") or "")
    assert (code, told["php"]) == (1, "still answers claire.martin")
    # It told the truth of both sides.
    assert not visitor.is_asked_to_sign_in("/arrivants")
    assert visitor.is_asked_to_sign_in("/communes")


@pytest.mark.parametrize("age_s", [None, 5000], ids=["no session", "timed out"])
def test_verify_knows_what_a_remember_key_opens(
    split: Product, ask: Ask, age_s: int | None
) -> None:
    visitor = GestionVisitor(split).sign_in("claire.martin", remember=True)
    line = f"sfRemember={visitor.cookie('sfRemember')}"
    if age_s:
        visitor.age(age_s)
        line = f"symfony={visitor.cookie('symfony')}; {line}"
    _, told = ask("verify", "--cookie", line)
    assert told["php"] == told["python"] == "signs claire.martin in by the remember key"

    split.stack.database.run(
        "UPDATE sf_guard_user SET is_active = 0 WHERE username = 'claire.martin'"
    )
    code, told = ask("verify", "--cookie", line)
    assert (code, told["agree"]) == (1, False)
    assert told["python"] == "refuses the remember key: account switched off"
    # It told the truth of both sides.
    assert visitor.copy().is_asked_to_sign_in("/communes")
    assert not visitor.copy().is_asked_to_sign_in("/arrivants")


def test_doctor_names_the_account_that_php_would_let_in(split: Product, ask: Ask) -> None:
    GestionVisitor(split).sign_in("claire.martin", remember=True)
    split.stack.database.run(
        "UPDATE sf_guard_user SET is_active = 0 WHERE username = 'claire.martin'"
    )
    code, told = ask("doctor")

    assert code == 1
    assert any(found["what"].endswith("remember key: claire.martin") for found in told["findings"])


def test_sessions_on_pages_of_python_are_counted_once(split: Product, ask: Ask) -> None:
    def today() -> tuple[int, int]:
        days = ask("count")[1]["days"]
        last = days[max(days)] if days else {"sessions": 0, "signed_in": 0}
        return last["sessions"], last["signed_in"]

    before = today()
    visitor = GestionVisitor(split).sign_in("claire.martin")
    for _ in range(5):
        visitor.get("/communes")
        visitor.get("/arrivants")

    assert today() == (before[0] + 1, before[1] + 1)


def test_verify_and_doctor_know_vitrines_sessions(split: Product, ask: Ask) -> None:
    visitor = SiteVisitor(f"http://127.0.0.1:{split.port}", f"vitrine.localhost:{split.port}")
    account = next(one for one in ACCOUNTS if "partenaire_emploi" in one.groups)
    fields: dict[str, str | list[str]] = {
        "_username": account.username,
        "_password": account.password,
        "_csrf_token": hidden(visitor.get("/espace/connexion"), "_csrf_token"),
    }
    assert visitor.post("/espace/connexion", fields).status_code == 302
    line = f"a=b; PHPSESSID={visitor.cookie('PHPSESSID')}"
    code, told = ask("verify", "--backend", "vitrine", "--cookie", line)

    assert (code, told["username"], told["agree"]) == (0, account.username, True)
    assert told["php"] == told["python"] == f"answers {account.username}"
    assert "ROLE_PARTENAIRE" in told["credentials"]
    assert ask("doctor")[0] == 0
    code, told = ask("doctor", FIGUIER_SYMFONY4_ROLES="ROLE_UNKNOWN")
    faults = [found["what"] for found in told["findings"] if found["level"] == "fault"]
    assert code == 1
    assert "roles were changed" in " ".join(faults)
    split.stack.database.run(
        f"UPDATE sf_guard_user SET is_active = 0 WHERE username = '{account.username}'"
    )
    code, told = ask("verify", "--backend", "vitrine", "--cookie", line)
    assert (code, told["python"]) == (0, "refuses: the account is switched off")
    assert visitor.get("/espace").status_code == 302

    said = [found["what"] for found in ask("doctor")[1]["findings"]]
    assert "vitrine: 2 rules of access_control are kept by Python too" in said
    assert any(what.startswith("vitrine: all ") for what in said)
