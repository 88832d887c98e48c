"""The web server in front of PHP, configured as hosts of Symfony applications are."""

from pathlib import Path
from typing import ClassVar

from demo.stack.daemon import Daemon, program
from demo.stack.folders import filled, make_folder, write_file
from demo.stack.php_fpm import PhpFpm
from demo.stack.ports import port_answers
from demo.stack.settings import StackSettings

PACKAGE = "nginx"


class Nginx(Daemon):
    """Both applications, each on a loopback port of its own."""

    name: ClassVar[str] = "nginx"

    def __init__(self, settings: StackSettings, php: PhpFpm) -> None:
        """Nothing is started; PHP gives its sockets."""
        super().__init__(settings)
        self.php = php

    @property
    def folder(self) -> Path:
        """Everything that belongs to this server."""
        return self.settings.state / "nginx"

    def prepare(self) -> None:
        """Write the configuration, without any path of the system."""
        account = self.settings.account
        make_folder(self.folder, account)
        servers = self.server("gestion", self.settings.gestion_root)
        servers += self.server("vitrine", self.settings.vitrine_root)
        conf = filled(
            "nginx.conf",
            log=self.settings.logs,
            tmp=self.folder,
            servers=servers,
        )
        write_file(self.folder / "nginx.conf", conf, account)

    def server(self, application: str, root: Path) -> str:
        """The section of one application."""
        return filled(
            "nginx-server.conf",
            application=application,
            port=self.settings.port_of(application),
            root=root,
            socket=self.php.socket(application),
            uploads=self.settings.public(application),
        )

    def command(self) -> list[str]:
        """Debian's nginx with our configuration, our prefix and our error log from the start."""
        server = program("nginx", package=PACKAGE)
        conf = str(self.folder / "nginx.conf")
        return [server, "-p", str(self.folder), "-e", str(self.log), "-c", conf]

    def is_ready(self) -> bool:
        """Both ports accept connections."""
        return all(port_answers(self.settings.port_of(name)) for name in ("gestion", "vitrine"))

    def hint(self) -> str:
        """What to do about an nginx that does not run."""
        return (
            f"A fault in {self.folder}/nginx.conf is named above; it is written at each start"
            " from demo/stack/templates."
        )
