"""A private MariaDB: Debian's server without its service, data and socket in the state folder."""

import secrets
import shutil
import time
from pathlib import Path
from typing import ClassVar

import MySQLdb

from demo.stack.daemon import Daemon, program
from demo.stack.errors import ServiceDied
from demo.stack.folders import filled, make_folder, write_file
from demo.stack.ports import port_answers, socket_answers
from demo.stack.settings import StackSettings

PACKAGE = "mariadb-server-core"
DATABASE = "gestion"
USER = "gestion"

#: A start takes a second; one that takes longer than this will not end well anyway.
READY_BEFORE_STOP_S = 10.0


class SystemTables(Daemon):
    """The program that makes a server's own tables; a daemon only so that it leaves nobody behind."""

    name: ClassVar[str] = "mariadb-install"
    stop_patience_s: ClassVar[float] = 0.5

    def __init__(self, settings: StackSettings, configuration: Path) -> None:
        """Nothing is started yet."""
        super().__init__(settings)
        self.configuration = configuration

    def make(self) -> None:
        """Run to the end.

        Errors: ProgramMissing, ServiceDied.
        """
        self.start()
        try:
            while self.is_running():
                time.sleep(0.02)
            if self.status != 0:
                raise ServiceDied(self.explanation())
        finally:
            self.stop()

    def command(self) -> list[str]:
        """MariaDB's own script, with a root that has a password instead of a socket."""
        return [
            program("mariadb-install-db", package=PACKAGE),
            f"--defaults-file={self.configuration}",
            "--auth-root-authentication-method=normal",
            "--skip-test-db",
            "--skip-name-resolve",
        ]

    def is_ready(self) -> bool:
        """Whether it has done its work."""
        return self.status == 0

    def hint(self) -> str:
        """What to do when it fails."""
        return "If the disk is full, make room; then run the same make again."


class MariaDb(Daemon):
    """The database of the two PHP applications."""

    name: ClassVar[str] = "mariadb"
    start_limit_s: ClassVar[float] = 60.0
    stop_patience_s: ClassVar[float] = 30.0

    @property
    def folder(self) -> Path:
        """Everything that belongs to this server."""
        return self.settings.state / "mariadb"

    @property
    def data(self) -> Path:
        """The server's data folder."""
        return self.folder / "data"

    @property
    def socket(self) -> Path:
        """The server's Unix socket."""
        return self.settings.socket("mariadb")

    def password(self, user: str = USER) -> str:
        """The user's password, invented once and kept for its owner's eyes."""
        path = self.settings.state / "secrets" / f"mariadb-{user}"
        if not path.exists():
            make_folder(path.parent, self.settings.account, 0o700)
            write_file(path, secrets.token_hex(16), self.settings.account, 0o600)
        return path.read_text(encoding="ascii")

    def prepare(self) -> None:
        """Write the configuration; make the system tables at the first start.

        Errors: ProgramMissing, StateUnwritable, ServiceDied when the tables cannot be made.
        """
        account = self.settings.account
        make_folder(self.folder, account, 0o700)
        make_folder(self.folder / "tmp", account, 0o700)
        self.socket.unlink(missing_ok=True)
        accounts = write_file(self.folder / "accounts.sql", self.accounts(), account, 0o600)
        values = {
            "data": self.data,
            "socket": self.socket,
            "tmp": self.folder / "tmp",
            "port": self.settings.ports.database,
            "accounts": accounts,
            "buffer": "256M" if self.settings.size == "large" else "64M",
        }
        write_file(self.folder / "my.cnf", filled("my.cnf", **values), account)
        if not (self.folder / "installed").exists():
            self.install()

    def accounts(self) -> str:
        """Statements run before the server listens: root and the applications get their passwords.

        One a line, as init-file wants; all may be repeated, so that a restored state folder works.
        """
        lines = [
            "ALTER USER root@localhost IDENTIFIED BY '@root';",
            f"CREATE DATABASE IF NOT EXISTS {DATABASE} CHARACTER SET utf8;",
        ]
        for host in ("localhost", "127.0.0.1"):
            name = f"{USER}@{host}"
            lines += [
                f"CREATE USER IF NOT EXISTS {name};",
                f"ALTER USER {name} IDENTIFIED BY '@app';",
                f"GRANT ALL ON `{DATABASE}%`.* TO {name};",
            ]
        text = "\n".join(lines) + "\n"
        return text.replace("@root'", self.password("root") + "'").replace(
            "@app'", self.password() + "'"
        )

    def install(self) -> None:
        """Make the system tables; a data folder left half-made is made again.

        Errors: ProgramMissing, ServiceDied.
        """
        shutil.rmtree(self.data, ignore_errors=True)
        make_folder(self.data, self.settings.account, 0o700)
        SystemTables(self.settings, self.folder / "my.cnf").make()
        write_file(self.folder / "installed", "", self.settings.account)

    def command(self) -> list[str]:
        """Debian's server with our configuration and no other."""
        server = program("mariadbd", "mysqld", package=PACKAGE)
        return [server, f"--defaults-file={self.folder / 'my.cnf'}"]

    def is_ready(self) -> bool:
        """Whether it answers a question; it accepts connections a moment before it does."""
        if not socket_answers(self.socket):
            return False
        try:
            connection = MySQLdb.connect(
                unix_socket=str(self.socket), user=USER, password=self.password(), connect_timeout=2
            )
        except MySQLdb.OperationalError:
            return False
        connection.close()
        return port_answers(self.settings.ports.database)

    def stop(self) -> None:
        """End it, once it can be asked: a SIGTERM just before it listens hangs it for ever."""
        deadline = time.monotonic() + READY_BEFORE_STOP_S
        while self.is_running() and not self.is_ready() and time.monotonic() < deadline:
            time.sleep(0.05)
        super().stop()

    def hint(self) -> str:
        """What to do about a database that does not run."""
        return (
            "If the disk is full, make room. If the log speaks of damaged tables, remove"
            f" {self.folder} (all of its data is invented): the next `make run` makes it again."
        )
