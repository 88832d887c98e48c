"""PHP as an old host runs it: one FPM master, one pool of workers an application."""

from pathlib import Path
from typing import ClassVar

from demo.stack.daemon import Daemon, program
from demo.stack.folders import filled, make_folder, write_file
from demo.stack.mariadb import DATABASE, USER, MariaDb
from demo.stack.ports import socket_answers
from demo.stack.settings import StackSettings

PACKAGE = "php8.2-fpm"

#: Workers an application. Sessions are locked while a page is made, so one visitor holds one.
CHILDREN = {"gestion": 10, "vitrine": 6}


class PhpFpm(Daemon):
    """The interpreter of both applications."""

    name: ClassVar[str] = "php-fpm"

    def __init__(self, settings: StackSettings, database: MariaDb, name: str = DATABASE) -> None:
        """Nothing is started; the server gives its socket and password, `name` is a database."""
        super().__init__(settings)
        self.database = database
        self.database_name = name

    @property
    def folder(self) -> Path:
        """Everything that belongs to this interpreter."""
        return self.settings.state / "php"

    def socket(self, application: str) -> Path:
        """The FastCGI socket of an application's pool."""
        return self.settings.socket(f"php-{application}")

    def prepare(self) -> None:
        """Write php.ini and the pools."""
        account = self.settings.account
        make_folder(self.folder, account, 0o700)
        ini = filled("php.ini", tmp=self.settings.state / "tmp")
        write_file(self.folder / "php.ini", ini, account)
        pools = "".join(map(self.pool, CHILDREN))
        conf = filled("php-fpm.conf", log=self.settings.logs, pools=pools)
        write_file(self.folder / "php-fpm.conf", conf, account, 0o600)
        for application in CHILDREN:
            self.socket(application).unlink(missing_ok=True)

    def pool(self, application: str) -> str:
        """The section of one application."""
        state = self.settings.state
        return filled(
            "php-pool.conf",
            application=application,
            socket=self.socket(application),
            children=CHILDREN[application],
            log=self.settings.logs,
            sessions=self.settings.sessions(application),
            home=state / "home",
            tmp=state / "tmp",
            database_socket=self.database.socket,
            database=self.database_name,
            user=USER,
            password=self.database.password(),
            state=state,
            cache=state / "cache" / application,
            uploads=self.settings.public(application) / "uploads",
        )

    def command(self) -> list[str]:
        """FPM in the foreground, with our php.ini and Debian's list of extensions."""
        server = program("php-fpm8.2", "php-fpm8.4", "php-fpm8.3", "php-fpm", package=PACKAGE)
        return [
            server,
            "--nodaemonize",
            "--php-ini",
            str(self.folder / "php.ini"),
            "--fpm-config",
            str(self.folder / "php-fpm.conf"),
        ]

    def is_ready(self) -> bool:
        """Every pool accepts connections."""
        return all(socket_answers(self.socket(application)) for application in CHILDREN)

    def hint(self) -> str:
        """What to do about a PHP that does not run."""
        return (
            "An extension that fails to load is named above: reinstall its Debian package"
            f" (php8.2-…). Errors of a page are in {self.settings.logs}/php-<application>.log."
        )
