"""Signing in and out: guessing, fixation, idleness, and a state database that is gone."""

from dataclasses import replace

import pytest

from proxy.console import accounts
from proxy.console.application import create_console
from proxy.console.attempts import (
    MOST_OF_ACCOUNT,
    MOST_OF_CLIENT,
    MOST_OF_PAIR,
    WINDOW_S,
    Attempt,
    admit,
)
from proxy.console.roles import Role
from proxy.console.sources import Guest
from tests.fakes.console import PASSWORD, Browser, House


def is_in(browser: Browser) -> bool:
    return browser.get("/-/lots").status_code == 200


def test_a_right_password_lets_in_and_leads_where_one_wanted(house: House) -> None:
    browser = Browser(house.app)
    door = browser.get("/-/lots/events?page=1").location
    found = browser.sign_in(
        "Lead ", suite=door.split("suite=")[1].replace("%3F", "?").replace("%3D", "=")
    )

    assert found.location == "/-/lots/events?page=1"
    assert is_in(browser)


@pytest.mark.parametrize(
    ("name", "password"),
    [("lead", "wrong"), ("nobody", PASSWORD), ("", ""), ("lead", PASSWORD + "x"), ("é" * 70, "x")],
)
def test_a_wrong_one_says_no_more_than_that(house: House, name: str, password: str) -> None:
    browser = Browser(house.app)
    found = browser.sign_in(name, password)

    assert found.status_code == 403
    assert "ne correspondent à aucun compte" in found.text
    assert not is_in(browser)


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example",
        "/-/\\evil.example",
        "/login",
        "/-/x\r\nSet-Cookie:a",
        "/-/../../communes",
        "/-/..",
        "/-/lots/%2e%2E/%2e./communes",
        "/-/..%2fcommunes",
    ],
)
def test_nobody_is_sent_to_another_site(house: House, wanted: str) -> None:
    assert Browser(house.app).sign_in("lead", suite=wanted).location == "/-/"


def test_guessing_is_stopped_in_all_processes_at_once(house: House) -> None:
    apps = [house.app, create_console(house.other_sources())]
    tries = [
        Browser(apps[number % 2]).sign_in("lead", "wrong").status_code
        for number in range(MOST_OF_PAIR + 2)
    ]

    assert tries == [403] * MOST_OF_PAIR + [429] * 2
    assert Browser(apps[1]).sign_in("lead").status_code == 429
    assert Browser(apps[1], "192.0.2.7").sign_in("lead").status_code == 303
    house.clock.pass_by(WINDOW_S + 1)
    assert Browser(apps[1]).sign_in("lead").status_code == 303


def test_one_client_may_not_try_many_accounts(house: House) -> None:
    at = house.clock.at.timestamp()
    with house.sources.state.write() as connection:
        for number in range(MOST_OF_CLIENT - 1):
            assert admit(connection, Attempt(f"guess{number}", "127.0.0.1", at))

    assert Browser(house.app).sign_in("one-more").status_code == 403
    assert Browser(house.app).sign_in("lead").status_code == 429
    assert Browser(house.app, "192.0.2.7").sign_in("lead").status_code == 303


def test_one_account_may_not_be_tried_from_everywhere(house: House) -> None:
    at = house.clock.at.timestamp()
    with house.sources.state.write() as connection:
        for number in range(MOST_OF_ACCOUNT):
            assert admit(connection, Attempt("lead", f"192.0.2.{number}", at))

    assert Browser(house.app).sign_in("lead").status_code == 429
    assert Browser(house.app).sign_in("viewer").status_code == 303


def test_a_session_planted_before_signing_in_is_worth_nothing(house: House) -> None:
    attacker = Browser(house.app)
    attacker.get("/-/connexion")
    planted = attacker.cookie()
    victim = Browser(house.app)
    victim.take(planted)
    victim.sign_in("lead")

    assert is_in(victim)
    assert victim.cookie() != planted
    assert not is_in(attacker)
    attacker.take(planted)
    assert not is_in(attacker)


def test_signing_out_ends_every_copy_of_the_cookie(house: House) -> None:
    browser = house.browser("lead")
    thief = Browser(house.app)
    thief.take(browser.cookie())
    assert is_in(thief)

    assert browser.post("/-/deconnexion").status_code == 200
    assert not is_in(browser)
    assert not is_in(thief)


def test_who_is_idle_is_out_and_who_is_busy_stays(house: House) -> None:
    idle, busy = house.browser("lead"), house.browser("lead")
    for _ in range(4):
        house.clock.pass_by(600)
        assert is_in(busy)

    assert not is_in(idle)
    house.clock.pass_by(12 * 3600)
    assert not is_in(busy)


@pytest.mark.parametrize("change", ["disabled", "password"])
def test_a_closed_account_is_out_at_once(house: House, change: str) -> None:
    browser = house.browser("viewer")
    with house.sources.state.write() as connection:
        if change == "disabled":
            accounts.set_disabled(connection, "viewer", is_disabled=True)
        else:
            accounts.reset_password(connection, "viewer", "another long password")

    assert not is_in(browser)
    assert browser.sign_in("viewer").status_code == 403


def test_a_role_that_is_taken_away_is_gone_at_the_next_request(house: House) -> None:
    browser = house.browser("developer")
    with house.sources.state.write() as connection:
        accounts.set_role(connection, "developer", Role.VIEWER)

    assert browser.get("/-/lots/events/plan?etape=shadow").status_code == 403


def test_the_cookie_is_for_the_console_alone(house: House) -> None:
    browser = Browser(house.app)
    answer = browser.sign_in("lead")
    line = answer.headers["Set-Cookie"]

    assert line.startswith("figuier_console=")
    for attribute in ("HttpOnly", "Path=/-/", "SameSite=Lax"):
        assert attribute in line
    assert "Secure" not in line
    safe = browser.client.get("/-/connexion", base_url="https://localhost")
    assert "Secure" in safe.headers.get("Set-Cookie", "Secure")


def test_without_the_state_database_nobody_signs_in_and_the_page_says_so(house: House) -> None:
    house.lose_database()
    found = Browser(house.app).sign_in("lead")

    assert found.status_code == 503
    assert "La base d’état ne répond pas" in found.text


def test_without_it_who_is_in_may_look_and_go_back_only(house: House) -> None:
    browser = house.browser("lead")
    house.lose_database()

    for path in (
        "/-/",
        "/-/lots",
        "/-/lots/events",
        "/-/routes",
        "/-/journal",
        "/-/sante",
        "/-/demandes",
    ):
        page = browser.get(path)
        assert page.status_code == 200, path
        assert "Base d’état injoignable" in page.text
    assert browser.get("/-/incidents/").status_code == 503
    token = browser.token()
    assert browser.post("/-/copies", token).status_code == 503
    assert (
        browser.post("/-/lots/events/bascule", token, etape="shadow", plan="0").status_code == 503
    )
    assert browser.post("/-/lots/events/retour", token).status_code == 303
    house.clock.pass_by(house.settings.console_idle_timeout_s + 1)
    assert not is_in(browser)


def guests(name: str, password: str) -> Guest | None:
    """An application that knows Claire."""
    return Guest("claire", Role.DEVELOPER) if (name, password) == ("claire", "of php") else None


def test_somebody_of_another_application_gets_the_role_it_says(house: House) -> None:
    app = create_console(replace(house.sources, guests=guests))
    browser = Browser(app)

    assert browser.sign_in("claire", "wrong").status_code == 403
    assert browser.sign_in("lead", "of php").status_code == 403
    assert browser.sign_in("claire", "of php").status_code == 303
    page = browser.get("/-/lots/events").text
    assert "sfguard/claire" in page
    assert "Voir le plan" in page


def test_a_lead_can_shut_them_out(house: House) -> None:
    app = create_console(replace(house.sources, guests=guests))
    browser = Browser(app)
    browser.sign_in("claire", "of php")
    with house.sources.state.write() as connection:
        accounts.set_disabled(connection, "sfguard/claire", is_disabled=True)

    assert not is_in(browser)
    assert browser.sign_in("claire", "of php").status_code == 403
    assert Browser(app).sign_in("sfguard/claire", "!").status_code == 403


def test_without_that_setting_nobody_else_is_asked(house: House) -> None:
    assert Browser(house.app).sign_in("claire", "of php").status_code == 403
