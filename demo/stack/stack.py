"""The two PHP applications and their database as one thing to start and stop."""

from demo.stack.daemon import Daemon
from demo.stack.database import Database
from demo.stack.folders import make_state
from demo.stack.mariadb import MariaDb
from demo.stack.nginx import Nginx
from demo.stack.php_fpm import PhpFpm
from demo.stack.ports import require_free
from demo.stack.settings import StackSettings


class LegacyStack:
    """MariaDB, PHP and nginx, in the order in which they need one another."""

    def __init__(self, settings: StackSettings) -> None:
        """Nothing is started yet."""
        self.settings = settings
        self.mariadb = MariaDb(settings)
        self.php = PhpFpm(settings, self.mariadb)
        self.nginx = Nginx(settings, self.php)
        self.database = Database(self.mariadb)

    @property
    def gestion_url(self) -> str:
        """Where nginx serves gestion; send `Host: gestion.localhost`."""
        return f"http://127.0.0.1:{self.settings.ports.gestion}"

    @property
    def vitrine_url(self) -> str:
        """Where nginx serves vitrine; send `Host: vitrine.localhost`."""
        return f"http://127.0.0.1:{self.settings.ports.vitrine}"

    @property
    def services(self) -> tuple[Daemon, ...]:
        """What runs, first started first."""
        return (self.mariadb, self.php, self.nginx)

    def start(self) -> None:
        """Start all; when one fails, stop what was started.

        Errors: PortTaken, ProgramMissing, ServiceDied, ServiceSilent, StateUnwritable.
        """
        make_state(self.settings)
        require_free(self.settings, ["gestion", "vitrine", "mariadb"])
        try:
            for service in self.services:
                service.start()
            for service in self.services:
                service.wait_ready()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop all, last started first."""
        for service in reversed(self.services):
            service.stop()
