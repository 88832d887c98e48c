"""Where the demo lives: its ports, folders, sizes and the user it runs as."""

import hashlib
import os
import pwd
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from demo.stack.errors import SettingUnusable

CHECKOUT = Path(__file__).resolve().parents[2]

#: A Unix socket's path may hold 107 bytes on Linux (unix(7), sun_path).
SOCKET_PATH_LIMIT = 107

SIZES = ("small", "large")

#: Characters that nginx, PHP or the shell script of MariaDB's first start would misread in a path.
UNSAFE_IN_PATHS = re.compile(r"[\s\"'$;{}#%*?\\@]")


@dataclass(frozen=True, slots=True)
class Account:
    """A Unix user that PHP, the database and Python share when root starts the demo.

    Source: PHP refuses a session file that another uid owns (ext/session/mod_files.c).
    """

    name: str
    uid: int
    gid: int


@dataclass(frozen=True, slots=True)
class Ports:
    """Loopback ports, one a program."""

    proxy: int = 8000
    gestion: int = 8001
    vitrine: int = 8002
    database: int = 8003


@dataclass(frozen=True, slots=True)
class StackSettings:
    """All the launcher was told, read once.

    Shape: `account` is None when we already are the user everything runs as.
    """

    state: Path = CHECKOUT / "var"
    ports: Ports = field(default_factory=Ports)
    size: str = "small"
    account: Account | None = None
    routing_file: Path = CHECKOUT / "routing.yaml"
    gestion_root: Path = CHECKOUT / "demo/gestion/web"
    vitrine_root: Path = CHECKOUT / "demo/vitrine/public"

    @property
    def logs(self) -> Path:
        """The folder of every program's log."""
        return self.state / "log"

    def sessions(self, application: str) -> Path:
        """The folder of an application's PHP sessions."""
        return self.state / "sessions" / application

    def public(self, application: str) -> Path:
        """The folder of files that visitors sent and nginx serves."""
        return self.state / "public" / application

    def socket(self, name: str) -> Path:
        """A Unix socket's path, outside the state folder when that one is too deep."""
        inside = self.state / "run" / f"{name}.sock"
        if len(os.fsencode(inside)) <= SOCKET_PATH_LIMIT:
            return inside
        digest = hashlib.sha256(os.fsencode(self.state)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"figuier-{digest}" / f"{name}.sock"

    def port_of(self, name: str) -> int:
        """The loopback port of one of our programs."""
        ports: dict[str, int] = {
            "proxy": self.ports.proxy,
            "gestion": self.ports.gestion,
            "vitrine": self.ports.vitrine,
            "mariadb": self.ports.database,
        }
        return ports[name]


#: The setting that moves each port.
PORT_SETTINGS = {
    "proxy": "FIGUIER_PORT",
    "gestion": "FIGUIER_GESTION_PORT",
    "vitrine": "FIGUIER_VITRINE_PORT",
    "mariadb": "FIGUIER_DATABASE_PORT",
}


def port_from(environment: Mapping[str, str], name: str, default: int) -> int:
    """The port a setting asks for.

    Errors: SettingUnusable when it is not a port that a normal user may listen on.
    """
    text = environment.get(name, str(default))
    if not text.isascii() or not text.isdigit() or not 1024 <= int(text) <= 65535:
        raise SettingUnusable(
            f"{name}={text!r} is not a port: give a number from 1024 to 65535,"
            f" for example {name}=8100."
        )
    return int(text)


def ports_from(environment: Mapping[str, str]) -> Ports:
    """The four ports: FIGUIER_PORT and the three after it, unless they are set one by one.

    Errors: SettingUnusable for a bad number, or the same port twice.
    """
    first = port_from(environment, PORT_SETTINGS["proxy"], 8000)
    names = [PORT_SETTINGS[name] for name in ("gestion", "vitrine", "mariadb")]
    others = [
        port_from(environment, name, first + offset) for offset, name in enumerate(names, start=1)
    ]
    if len({first, *others}) != 4:
        raise SettingUnusable(
            f"{', '.join(PORT_SETTINGS.values())} must be four different ports,"
            f" not {first}, {', '.join(map(str, others))}."
        )
    return Ports(first, *others)


def account_named(name: str) -> Account:
    """The Unix user of that name.

    Errors: SettingUnusable when there is none, or when it is root.
    """
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        raise SettingUnusable(
            f"FIGUIER_USER={name!r}: this machine has no such user."
            " www-data exists on every Debian: leave FIGUIER_USER unset to use it."
        ) from None
    if entry.pw_uid == 0:
        raise SettingUnusable("FIGUIER_USER may not be root: MariaDB and PHP refuse to run so.")
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def state_from(environment: Mapping[str, str]) -> Path:
    """The state folder, made absolute.

    Errors: SettingUnusable when its path would be misread by a program that gets it.
    """
    state = Path(environment.get("FIGUIER_STATE_DIR") or CHECKOUT / "var").absolute()
    found = UNSAFE_IN_PATHS.search(str(state))
    if found:
        raise SettingUnusable(
            f"The state folder {str(state)!r} has {found[0]!r} in its path, which MariaDB's first"
            " start does not survive. Move the checkout, or name a plainer folder:"
            " FIGUIER_STATE_DIR=/somewhere/figuier make run"
        )
    return state


def from_environment(environment: Mapping[str, str]) -> StackSettings:
    """The settings an environment asks for; paths are made absolute.

    Errors: SettingUnusable, naming the variable.
    """
    size = environment.get("FIGUIER_DEMO_DATA", "small")
    if size not in SIZES:
        raise SettingUnusable(f"FIGUIER_DEMO_DATA={size!r}: choose {' or '.join(SIZES)}.")
    state = state_from(environment)
    routing = Path(environment.get("FIGUIER_ROUTING_FILE") or CHECKOUT / "routing.yaml")
    is_root = os.geteuid() == 0
    return StackSettings(
        state=state,
        ports=ports_from(environment),
        size=size,
        account=account_named(environment.get("FIGUIER_USER", "www-data")) if is_root else None,
        routing_file=routing.absolute(),
    )
