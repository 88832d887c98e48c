"""A console over a small table and a state database of its own, and browsers that ask it."""

import atexit
import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert
from werkzeug.test import TestResponse

from proxy.config import read_settings
from proxy.console.application import create_console
from proxy.console.impatience import ImpatientState
from proxy.console.roles import Role
from proxy.console.sources import RunningTable, Sources
from proxy.console.tables import ACCOUNTS
from proxy.flips.gates import Code
from proxy.state_database import state_url
from tests.fakes.routing_files import routing_text

HOST = "http://localhost"
PASSWORD = "a long enough password"
NOW = datetime(2026, 11, 23, 14, 30, tzinfo=UTC)


@cache
def _cheap_hash() -> str:
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass
class Clock:
    """A clock that stands until it is moved."""

    at: datetime = NOW

    def __call__(self) -> datetime:
        return self.at

    def pass_by(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@cache
def template() -> Path:
    """The folder of a house with an account of each role, made once."""
    folder = Path(tempfile.mkdtemp(prefix="figuier-house-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    house = House(folder)
    for role in Role:
        house.add(role.value, role)
    house.sources.state.close()
    return folder


class Browser:
    """One browser: its cookies, and the token of the last form it was shown."""

    def __init__(self, app: Flask, address: str = "127.0.0.1") -> None:
        self.client: FlaskClient = app.test_client()
        self.address = address

    def get(self, path: str) -> TestResponse:
        return self._ask("GET", path)

    def post(self, path: str, token: str | None = None, **fields: str) -> TestResponse:
        wanted = self.token() if token is None else token
        return self._ask("POST", path, {"csrf_token": wanted, **fields})

    def token(self) -> str:
        """A token that this browser may send."""
        for path in ("/-/connexion", "/-/copies", "/-/"):
            found = _TOKEN.search(self.get(path).text)
            if found:
                return found[1]
        return ""

    def sign_in(self, name: str, password: str = PASSWORD, **fields: str) -> TestResponse:
        return self.post("/-/connexion", nom=name, mot_de_passe=password, **fields)

    def cookie(self) -> str:
        found = self.client.get_cookie("figuier_console", "localhost", "/-/")
        return found.value if found else ""

    def take(self, cookie: str) -> None:
        self.client.set_cookie("figuier_console", cookie, domain="localhost", path="/-/")

    def _ask(self, method: str, path: str, data: Mapping[str, str] | None = None) -> TestResponse:
        return self.client.open(
            path,
            method=method,
            base_url=HOST,
            data=data,
            environ_overrides={"REMOTE_ADDR": self.address},
        )


@dataclass
class House:
    """The console's application, its clock and its files; `like` is a folder to begin with."""

    folder: Path
    text: str = field(default_factory=routing_text)
    code: Code | None = None
    like: Path | None = None

    def __post_init__(self) -> None:
        file = self.folder / "routing.yaml"
        if self.like is None:
            file.write_text(self.text, encoding="utf-8")
        else:
            shutil.copytree(self.like, self.folder, dirs_exist_ok=True)
        self.clock = Clock()
        self.settings = read_settings(
            {
                "FIGUIER_ROUTING_FILE": str(file),
                "FIGUIER_STATE_DIR": str(self.folder / "var"),
                "FIGUIER_SECRET_KEY": "k" * 32,
                "FIGUIER_PORT": "1",
            }
        )
        self.settings.state_dir.mkdir(exist_ok=True)
        self.sources = self.other_sources()
        self.app = create_console(self.sources)

    def keep_parity(self) -> None:
        """Begin anew with a folder of parity files, which no lot has any in yet."""
        (self.folder / "modules").mkdir()
        self.settings = replace(self.settings, parity_dir=self.folder / "modules")
        self.sources = self.other_sources()
        self.app = create_console(self.sources)

    def other_sources(self) -> Sources:
        """What another process of the same site has."""
        return Sources(
            self.settings,
            RunningTable(self.settings),
            ImpatientState(state_url(self.settings)),
            lambda: self.code,
            self.clock,
        )

    @property
    def file(self) -> Path:
        return self.settings.routing_file

    def add(self, name: str, role: Role) -> None:
        """An account with the usual password, hashed as cheaply as can be."""
        row = {
            "name": name,
            "role": role.value,
            "hash": _cheap_hash(),
            "is_disabled": False,
            "created_at": self.clock.at.timestamp(),
        }
        with self.sources.state.write() as connection:
            connection.execute(insert(ACCOUNTS).values(row))

    def browser(self, name: str = "") -> Browser:
        """A browser, signed in under that name if there is one."""
        found = Browser(self.app)
        if name:
            assert found.sign_in(name).status_code == 303
        return found

    def lose_database(self) -> None:
        """The state database is no database any more."""
        self.sources.state.close()
        for file in self.settings.state_dir.glob("state.sqlite*"):
            file.unlink()
        (self.settings.state_dir / "state.sqlite").mkdir()

    def close(self) -> None:
        self.sources.running.close()
        self.sources.state.close()
        shutil.rmtree(self.settings.state_dir, ignore_errors=True)
