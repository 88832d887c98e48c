"""A second PHP over private copies of the data: the control of `figuier parity` in the demo."""

import json
import os
import signal
import sys
import threading
from dataclasses import replace

from demo.data.accounts import ACCOUNTS
from demo.stack.folders import make_folder, make_state, write_file
from demo.stack.mariadb import MariaDb
from demo.stack.nginx import Nginx
from demo.stack.php_fpm import PhpFpm
from demo.stack.ports import free_ports
from demo.stack.settings import CHECKOUT, Ports, StackSettings

#: The variable by which `figuier parity` names the copy that PHP is to work on.
COPY = "FIGUIER_PARITY_CONTROL_DATABASE"

#: One account a role, and one that holds everything.
ROLES = {account.role or "": account for account in reversed(ACCOUNTS) if account.role}


def lab_settings(settings: StackSettings) -> StackSettings:
    """The same demo in a folder and on ports of its own."""
    gestion, vitrine = free_ports(2)
    ports = Ports(settings.ports.proxy, gestion, vitrine, settings.ports.database)
    return replace(settings, state=settings.state / "parity" / "php", ports=ports)


class Lab:
    """PHP and nginx as the demo has them, over another database of the same server."""

    def __init__(self, settings: StackSettings, database: str) -> None:
        """Nothing is started yet."""
        self.settings = lab_settings(settings)
        self.php = PhpFpm(self.settings, MariaDb(settings), database)
        self.nginx = Nginx(self.settings, self.php)

    @property
    def urls(self) -> dict[str, str]:
        """Where the two applications answer."""
        ports = self.settings.ports
        return {
            "gestion": f"http://127.0.0.1:{ports.gestion}",
            "vitrine": f"http://127.0.0.1:{ports.vitrine}",
        }

    def start(self) -> None:
        """Start both.

        Errors: ProgramMissing, ServiceDied, ServiceSilent, StateUnwritable.
        """
        make_folder(self.settings.state.parent, self.settings.account)
        make_state(self.settings)
        try:
            for service in (self.php, self.nginx):
                service.start()
            for service in (self.php, self.nginx):
                service.wait_ready()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop both."""
        for service in (self.nginx, self.php):
            service.stop()


def serve(settings: StackSettings) -> int:
    """Run until the input ends or somebody asks for the end; say the addresses when ready."""
    lab = Lab(settings, os.environ.get(COPY, "gestion"))
    over = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: over.set())
    lab.start()
    try:
        print(json.dumps({"urls": lab.urls}), flush=True)
        threading.Thread(target=_wait_for_end, args=(over,), daemon=True).start()
        over.wait()
    finally:
        lab.stop()
    return 0


def _wait_for_end(over: threading.Event) -> None:
    sys.stdin.buffer.read()
    over.set()


def describe(settings: StackSettings) -> None:
    """Write `laboratory.yaml`, with which `figuier parity` finds all this.

    Errors: StateUnwritable.
    """
    lab = settings.state / "parity" / "php"
    variables = (
        f"PYTHONPATH={CHECKOUT}",
        f"FIGUIER_STATE_DIR={settings.state}",
        f"FIGUIER_PORT={settings.ports.proxy}",
        f"FIGUIER_DATABASE_PORT={settings.ports.database}",
    )
    lines = [
        "# Written by the demo's launcher. docs/reference/parity.md explains every key.",
        "version: 1",
        f"start: [env, {', '.join(variables)}, {sys.executable}, -m, demo, lab]",
        f"sessions: {{ gestion: {lab / 'sessions' / 'gestion'} }}",
        "session_cookie: { gestion: symfony }",
        "sign_in: { gestion: /login }",
        f"mails: [{lab / 'gestion' / 'mail'}]",
        f"files: [{lab / 'public'}, {lab / 'gestion' / 'documents'}]",
        "accounts:",
        "  gestion:",
        *(
            f"    {role}: {{ username: {one.username!r}, password: {one.password!r} }}"
            for role, one in ROLES.items()
        ),
    ]
    make_folder(settings.state, settings.account)
    write_file(settings.state / "laboratory.yaml", "\n".join(lines) + "\n", settings.account, 0o600)
