"""The product itself, `figuier serve`, pointed at the private stack."""

import os
import secrets
import shlex
import sys
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import ClassVar

from demo.stack.daemon import Daemon
from demo.stack.database import Database
from demo.stack.folders import make_folder, write_file
from demo.stack.settings import CHECKOUT, PORT_SETTINGS, StackSettings

#: Our own settings; every other FIGUIER_ variable is the proxy's and is passed on.
LAUNCHER_SETTINGS = {
    *PORT_SETTINGS.values(),
    "FIGUIER_DEMO_DATA",
    "FIGUIER_USER",
    "FIGUIER_STARTED_AS_ROOT",
    "FIGUIER_KEEP_STATE",
}

#: As demo/gestion/apps/*/config/settings.yml has them; invented, and known to everybody.
CSRF_SECRETS = {
    "FIGUIER_SYMFONY1_CSRF_SECRET_FRONTEND": "valmont-frontend-secret",
    "FIGUIER_SYMFONY1_CSRF_SECRET_BACKEND": "valmont-backend-secret",
}


#: As demo/vitrine/src/Security/PartnerProvider.php gives them.
ROLES = (
    "partenaire_emploi=ROLE_PARTENAIRE_EMPLOI, partenaire_logement=ROLE_PARTENAIRE_LOGEMENT, "
    "referent_entreprise=ROLE_REFERENT_ENTREPRISE, metropole_lecture=ROLE_METROPOLE_LECTURE, "
    "*=ROLE_EQUIPE, super_admin=ROLE_EQUIPE, ROLE_USER"
)


def symfony4_settings(settings: StackSettings) -> Mapping[str, str]:
    """What the Python side must know of vitrine's sessions and people."""
    return {
        "FIGUIER_SYMFONY4_SESSION_DIR": str(settings.sessions("vitrine")),
        "FIGUIER_SYMFONY4_SECURITY_FILE": str(
            CHECKOUT / "demo/vitrine/config/packages/security.yaml"
        ),
        "FIGUIER_SYMFONY4_SIGN_IN_PAGE": "/espace/connexion",
        "FIGUIER_SYMFONY4_ROLES": ROLES,
        "FIGUIER_SYMFONY4_SECRET": "valmont-vitrine-secret",
    }


class Proxy(Daemon):
    """The front door."""

    name: ClassVar[str] = "proxy"
    start_limit_s: ClassVar[float] = 60.0
    stop_patience_s: ClassVar[float] = 20.0

    def __init__(
        self, settings: StackSettings, database: Database, given: Mapping[str, str] | None = None
    ) -> None:
        """Nothing is started; `given` holds settings of the person who starts the demo."""
        super().__init__(settings)
        self.database = database
        self.given = dict(given or {})

    def secret_key(self) -> str:
        """What signs our cookies, kept so that a restart moves no visitor."""
        path = self.settings.state / "secrets" / "proxy"
        if not path.exists():
            make_folder(path.parent, self.settings.account, 0o700)
            write_file(path, secrets.token_hex(32), self.settings.account, 0o600)
        return path.read_text(encoding="ascii")

    def command(self) -> list[str]:
        """Our own command, run by the interpreter that runs us."""
        port = str(self.settings.ports.proxy)
        return [sys.executable, "-m", "proxy.cli", "serve", "--port", port]

    def environment(self) -> Mapping[str, str]:
        """The settings of proxy/config.py that differ from their defaults in the demo."""
        settings, ports = self.settings, self.settings.ports
        php = settings.state / "php"
        return {
            **CSRF_SECRETS,
            **{
                name: value
                for name, value in self.given.items()
                if name.startswith("FIGUIER_") and name not in LAUNCHER_SETTINGS
            },
            "PYTHONPATH": str(CHECKOUT),
            "PYTHONUNBUFFERED": "1",
            "PATH": f"{Path(sys.executable).parent}:{os.defpath}",
            "FIGUIER_ROUTING_FILE": str(settings.routing_file),
            "FIGUIER_STATE_DIR": str(settings.state),
            "FIGUIER_PORT": str(ports.proxy),
            "FIGUIER_SECRET_KEY": self.secret_key(),
            "FIGUIER_DATABASE_URL": self.database.url,
            "FIGUIER_SYMFONY1_SESSION_DIR": str(settings.sessions("gestion")),
            "FIGUIER_SYMFONY1_PHP_FILES": f"{php / 'php.ini'}:{php / 'php-fpm.conf'}",
            "FIGUIER_SYMFONY1_PHP_POOL": "gestion",
            **symfony4_settings(settings),
            "FIGUIER_COHORT_ORGANISATION": "utilisateur_profil.sf_guard_user_id.organisme_id "
            "organisme.id.nom",
            "FIGUIER_FOREIGN_WRITES": "refuse",
            "FIGUIER_PROJECT_GESTION": str(CHECKOUT / "demo/gestion"),
            "FIGUIER_PROJECT_VITRINE": str(CHECKOUT / "demo/vitrine"),
            "FIGUIER_BACKEND_GESTION_URL": f"http://127.0.0.1:{ports.gestion}",
            "FIGUIER_BACKEND_VITRINE_URL": f"http://127.0.0.1:{ports.vitrine}",
        }

    def prepare(self) -> None:
        """Leave the same settings for commands in another terminal: `. var/figuier.env`."""
        super().prepare()
        lines = [
            f"export {name}={shlex.quote(value)}\n"
            for name, value in self.environment().items()
            if name.startswith("FIGUIER_")
        ]
        path = self.settings.state / "figuier.env"
        write_file(path, "".join(lines), self.settings.account, 0o600)

    def is_ready(self) -> bool:
        """Whether it answers HTTP at all; its health page says more."""
        connection = HTTPConnection("127.0.0.1", self.settings.ports.proxy, timeout=2)
        try:
            connection.request("GET", "/-/health", headers={"Host": "gestion.localhost"})
            return connection.getresponse().status < 600
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    def hint(self) -> str:
        """What to do about a proxy that does not run."""
        return (
            "A fault in routing.yaml is named above with its line, and `figuier check` lists all;"
            " a setting that is refused is named too."
        )
