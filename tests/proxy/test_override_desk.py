"""Testers' addresses: opened, over, forged."""

import logging
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from werkzeug.test import Client, TestResponse

from proxy.access_log import redacted
from proxy.core.cards import NAME, card_in, override_token, sealed
from proxy.core.visitors import Override, Visitor
from proxy.override_desk import OverrideDesk

KEY = b"k" * 32
NOW = 1_795_000_000
OVERRIDE = Override("housing", is_python=True, until=NOW + 600)


def opened(token: str, *, cookie: str = "", **how: str) -> TestResponse:
    ours = Flask("ours")
    ours.add_url_rule("/-/other", view_func=lambda: "ours")
    desk = OverrideDesk(KEY, ZoneInfo("Europe/Paris"), ours.wsgi_app, now=lambda: NOW)
    client = Client(desk, use_cookies=False)
    headers = {"Cookie": cookie} if cookie else {}
    return client.open(token, headers=headers, **how)  # type: ignore[arg-type]


def card_of(answer: TestResponse) -> Visitor | None:
    value = answer.headers["Set-Cookie"].partition(";")[0]
    return card_in([value.encode()], KEY)


def test_a_testers_address_puts_its_opener_on_the_side(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        answer = opened(f"/-/essai/{override_token(OVERRIDE, KEY)}")

    assert answer.status_code == 200
    assert "Ce navigateur essaie le lot « housing » avec Python jusqu’à" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    found = card_of(answer)
    assert found is not None
    assert found.override("housing", NOW) == OVERRIDE
    assert found.bucket is not None
    assert "housing is on python for a tester" in caplog.text


def test_a_tester_keeps_the_bucket_they_had() -> None:
    had = sealed(Visitor(42), KEY).decode()
    cookie = f"symfony=x; {NAME.decode()}={had}"
    token = override_token(Override("housing", is_python=False, until=NOW + 9), KEY)

    answer = opened(f"/-/essai/{token}", cookie=cookie, base_url="https://gestion.example")

    found = card_of(answer)
    assert found is not None
    assert found.bucket == 42
    assert "l’application d’origine" in answer.text
    assert "; Secure" in answer.headers["Set-Cookie"]


@pytest.mark.parametrize(
    "token",
    [
        "",
        "housing-p-9999999999",
        override_token(OVERRIDE, b"another" * 5),
        override_token(OVERRIDE, KEY).replace("housing", "events"),
        override_token(Override("housing", is_python=True, until=NOW), KEY),
        sealed(Visitor(1), KEY).decode(),
    ],
    ids=["nothing", "unsigned", "another key", "another lot", "over", "a card"],
)
def test_an_address_that_was_not_given_grants_nothing(
    token: str, caplog: pytest.LogCaptureFixture
) -> None:
    answer = opened(f"/-/essai/{token}")

    assert answer.status_code == 403
    assert "Set-Cookie" not in answer.headers
    assert "refused" in caplog.text


def test_what_is_asked_for_its_head_alone_has_no_body() -> None:
    assert opened("/-/essai/x", method="HEAD").data == b""


def test_our_other_pages_are_answered_behind_it() -> None:
    assert opened("/-/other").text == "ours"


def test_logs_do_not_keep_the_token() -> None:
    assert redacted(f"/-/essai/{override_token(OVERRIDE, KEY)}") == "/-/essai/[key]"
