"""The invented data inside the private MariaDB: loaded, reloaded, asked."""

import subprocess
import sys
from collections.abc import Sequence
from typing import Any

import MySQLdb
from MySQLdb.connections import Connection

from demo.stack.daemon import program
from demo.stack.errors import DataRefused
from demo.stack.folders import write_file
from demo.stack.mariadb import DATABASE, USER, MariaDb
from demo.stack.settings import CHECKOUT

CLIENT_PACKAGE = "mariadb-client-core"
PRISTINE = f"{DATABASE}_pristine"
SEED = "1"


class Database:
    """What the applications' tables hold, seen by the launcher and the tests."""

    def __init__(self, server: MariaDb) -> None:
        """Nothing is asked yet."""
        self.server = server

    def connect(self, user: str = USER, database: str = DATABASE) -> Connection:
        """A new connection through the socket; the caller closes it.

        Errors: MySQLdb.OperationalError.
        """
        return MySQLdb.connect(
            unix_socket=str(self.server.socket),
            user=user,
            password=self.server.password(user),
            database=database,
            charset="utf8mb4",
            autocommit=True,
        )

    def run(
        self, sql: str, values: Sequence[Any] = (), *, database: str = DATABASE
    ) -> list[tuple[Any, ...]]:
        """The rows of the first of some statements, all carried out, in a connection of its own.

        Errors: MySQLdb.Error.
        """
        connection = self.connect(database=database)
        try:
            cursor = connection.cursor()
            cursor.execute(sql, tuple(values) or None)
            rows = list(cursor.fetchall())
            while cursor.nextset() is not None:
                pass
            return rows
        finally:
            connection.close()

    @property
    def loaded(self) -> str:
        """The size of the data that is there; nothing before the first whole load."""
        marker = self.server.folder / "loaded"
        return marker.read_text(encoding="ascii").strip() if marker.exists() else ""

    def load(self, size: str, seed: str = SEED) -> None:
        """Replace all tables by freshly made data; the marker says when it is whole.

        Errors: DataRefused with the last words of the generator or of the database.
        """
        marker = self.server.folder / "loaded"
        marker.unlink(missing_ok=True)
        self.recreate(DATABASE)
        maker = [sys.executable, "-m", "demo.data", "--size", size, "--seed", seed]
        with subprocess.Popen(
            maker, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=CHECKOUT
        ) as generator:
            client = subprocess.run(
                self.client(DATABASE), stdin=generator.stdout, capture_output=True, check=False
            )
            words = generator.stderr.read() if generator.stderr else b""
        if generator.returncode or client.returncode:
            tail = (words + client.stderr).decode("utf-8", "replace").strip()[-1500:]
            raise DataRefused(
                f"The {size} data could not be loaded.\n{tail}\n"
                "If the disk is full, make room, then run `make data` again."
            )
        write_file(marker, f"{size}\n", self.server.settings.account)

    @property
    def url(self) -> str:
        """The address SQLAlchemy takes, through mysqlclient and the loopback port."""
        port = self.server.settings.ports.database
        password = self.server.password()
        return f"mysql+mysqldb://{USER}:{password}@127.0.0.1:{port}/{DATABASE}?charset=utf8mb4"

    def client(self, database: str) -> list[str]:
        """The command that reads statements from its input; its password is in a file."""
        options = self.server.folder / "client.cnf"
        if not options.exists():
            write_file(
                options,
                f"[client]\nuser={USER}\npassword={self.server.password()}\n"
                f"socket={self.server.socket}\ndefault-character-set=utf8mb4\n",
                self.server.settings.account,
                0o600,
            )
        path = program("mariadb", "mysql", package=CLIENT_PACKAGE)
        return [path, f"--defaults-file={options}", "--binary-mode", database]

    def recreate(self, name: str) -> None:
        """An empty database of that name."""
        connection = self.connect(user="root", database="mysql")
        try:
            cursor = connection.cursor()
            cursor.execute(f"DROP DATABASE IF EXISTS `{name}`")
            cursor.execute(f"CREATE DATABASE `{name}` CHARACTER SET utf8")
        finally:
            connection.close()
