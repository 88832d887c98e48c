import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_string, policy

import pytest

from proxy.config import Settings
from proxy.flips.alerts import Alert, send
from tests.fakes.mailbox import Mailbox
from tests.fakes.upstream import Upstream, reply

ALERT = Alert(
    "events",
    "Événements",
    "canary 10%",
    ("40 of 60 failed",),
    "retour à legacy",
    "2026-11-23T12:00",
)


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    made = Mailbox()
    yield made
    made.stop()


def test_an_alert_is_logged_even_where_nobody_is_to_be_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    send(Settings(), ALERT).join(5)

    assert "events at canary 10%: 40 of 60 failed; retour à legacy" in caplog.text


def test_an_alert_is_mailed(mailbox: Mailbox) -> None:
    settings = Settings(alert_smtp=mailbox.address, alert_to=("dsi@valmont.example",))
    send(settings, ALERT).join(5)
    (text,) = mailbox.messages
    mail = message_from_string(text, policy=policy.default)

    assert mail["Subject"] == "[figuier] Événements (events) : retour à legacy"
    assert "40 of 60 failed" in mail.get_content()


def test_an_alert_is_posted_as_json() -> None:
    upstream = Upstream(lambda exchange: (posted.append(read(exchange)), exchange.send(reply())))
    posted: list[dict[str, object]] = []

    def read(exchange) -> dict[str, object]:
        return json.loads(exchange.read(int(exchange.values(b"content-length")[0])))

    send(Settings(alert_webhook=f"http://127.0.0.1:{upstream.port}/hook?key=s3cret"), ALERT).join(5)
    upstream.stop()

    assert posted[0]["lot"] == "events"
    assert posted[0]["signs"] == ["40 of 60 failed"]
    assert "s3cret" not in json.dumps(posted)


def test_whoever_cannot_be_told_holds_nobody_up(
    mailbox: Mailbox, caplog: pytest.LogCaptureFixture
) -> None:
    settings = Settings(
        alert_smtp="127.0.0.1:1",
        alert_to=("dsi@valmont.example",),
        alert_webhook="http://127.0.0.1:1/hook?key=s3cret",
    )
    with caplog.at_level(logging.ERROR):
        send(settings, ALERT).join(5)
        send(replace(settings, alert_smtp=mailbox.address), ALERT).join(5)

    assert "the e-mail about events was not sent: ConnectionRefusedError" in caplog.text
    assert "the webhook about events was not sent" in caplog.text
    assert "s3cret" not in caplog.text
    assert len(mailbox.messages) == 1
