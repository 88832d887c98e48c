"""PHP and Python, asked as the same visitor, over one database and one session store."""

from dataclasses import dataclass
from pathlib import Path

from demo.data.accounts import ACCOUNTS
from demo.stack.database import Database
from tests.fakes.pages import Browser


@dataclass(frozen=True)
class Twins:
    """The two sides by their ports."""

    php: int
    python: int
    database: Database
    sessions: Path

    def visitor(self, name: str = "admin") -> tuple[Browser, Browser]:
        """One who has signed in, on both sides with one session: PHP's browser, then Python's."""
        account = next(one for one in ACCOUNTS if one.username == name)
        browser = Browser(self.php).sign_in(name, account.password)
        return browser, browser.on(self.python)

    def session_file(self, browser: Browser) -> Path:
        return self.sessions / f"sess_{browser.session_id}"
