"""Telling people that a lot breaks: the log, an e-mail, a webhook; none of them ever waited for."""

import json
import logging
import smtplib
import threading
import urllib.request
from collections.abc import Callable
from dataclasses import asdict, dataclass
from email.message import EmailMessage

from proxy.config import Settings

_LOG = logging.getLogger("figuier")
_PATIENCE_S = 5.0


@dataclass(frozen=True, slots=True)
class Alert:
    """What people are told.

    Shape: `signs` are sentences; `action` says what was done, or that nothing was.
    """

    lot: str
    title: str
    stage: str
    signs: tuple[str, ...]
    action: str
    at: str

    @property
    def subject(self) -> str:
        """One line for a mailbox, in French."""
        return f"[figuier] {self.title} ({self.lot}) : {self.action}"


def send(settings: Settings, alert: Alert) -> threading.Thread:
    """Tell everybody who is to be told; the thread ends when they have been, or cannot be."""
    _LOG.error(
        "sentinel: %s at %s: %s; %s", alert.lot, alert.stage, "; ".join(alert.signs), alert.action
    )
    thread = threading.Thread(target=_send, args=(settings, alert), daemon=True, name="alert")
    thread.start()
    return thread


def _send(settings: Settings, alert: Alert) -> None:
    ways: tuple[tuple[str, bool, Callable[[Settings, Alert], None]], ...] = (
        ("e-mail", bool(settings.alert_smtp and settings.alert_to), _mail),
        ("webhook", bool(settings.alert_webhook), _post),
    )
    for name, is_wanted, tell in ways:
        if is_wanted:
            try:
                tell(settings, alert)
            except (OSError, smtplib.SMTPException, ValueError) as error:
                # The address of a webhook is a secret: only the kind of failure is told.
                _LOG.error(
                    "the %s about %s was not sent: %s", name, alert.lot, type(error).__name__
                )


def _mail(settings: Settings, alert: Alert) -> None:
    message = EmailMessage()
    message["Subject"] = alert.subject
    message["From"] = settings.alert_from
    message["To"] = ", ".join(settings.alert_to)
    lines = [f"Lot : {alert.title} ({alert.lot})", f"Étape : {alert.stage}", f"Heure : {alert.at}"]
    lines += [f"Constat : {sign}" for sign in alert.signs] + [f"Action : {alert.action}"]
    message.set_content("\n".join(lines) + "\n")
    host, _, port = settings.alert_smtp.rpartition(":")
    with smtplib.SMTP(host, int(port), timeout=_PATIENCE_S) as server:
        server.send_message(message)


def _post(settings: Settings, alert: Alert) -> None:
    body = json.dumps({"source": "figuier", **asdict(alert)}, ensure_ascii=False).encode()
    fields = {"Content-Type": "application/json"}
    request = urllib.request.Request(settings.alert_webhook, body, fields, method="POST")  # noqa: S310, the setting allows http and https alone
    with urllib.request.urlopen(request, timeout=_PATIENCE_S):  # noqa: S310, as above
        pass
