"""Letters that a lot sends, and who carries them."""

from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from secrets import token_hex
from typing import Protocol

from modules.kernel.clock import Clock

#: Who writes; the legacy's own sender.
SENDER = "accueil@cci-valmont.example"


@dataclass(frozen=True, slots=True)
class Letter:
    """One message of plain text."""

    to: str
    subject: str
    body: str


class Mail(Protocol):
    """Who carries letters."""

    def send(self, letter: Letter) -> None:
        """Take a letter over.

        Errors: OSError, when it could not be taken.
        """


@dataclass(frozen=True, slots=True)
class FolderMail:
    """Letters laid into a folder as .eml files, for a mail server or a person to take."""

    folder: Path
    clock: Clock

    def send(self, letter: Letter) -> None:
        """Lay the letter into the folder, whole or not at all."""
        moment = self.clock.now()
        message = EmailMessage(SMTP.clone(cte_type="8bit"))
        message["Date"] = moment.astimezone()
        message["From"] = SENDER
        message["To"] = letter.to
        message["Subject"] = letter.subject
        message.set_content(letter.body, cte="8bit")
        self.folder.mkdir(parents=True, exist_ok=True)
        name = f"{moment:%Y%m%d-%H%M%S}-{token_hex(4)}.eml"
        draft = self.folder / f".{name}"
        draft.write_bytes(message.as_bytes())
        draft.rename(self.folder / name)
