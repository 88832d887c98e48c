"""Which ports are free, and who holds those that are not."""

import os
import pwd
import socket
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import SystemRandom

from demo.stack.errors import PortTaken
from demo.stack.processes import PROC, command_of
from demo.stack.settings import PORT_SETTINGS, StackSettings

LISTEN = "0A"
#: None that the kernel gives to whoever connects: who waits for a server there could get its port.
SERVERS = range(10_000, 20_000)


@dataclass(frozen=True, slots=True)
class Listener:
    """A listening socket as /proc/net/tcp shows it."""

    uid: int
    inode: str


def is_free(port: int) -> bool:
    """Whether we could listen on this loopback port now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_ports(count: int) -> list[int]:
    """Different loopback ports that nobody holds at this moment."""
    drawn = SystemRandom().sample(SERVERS, len(SERVERS))
    return list(islice(filter(is_free, drawn), count))


def listeners(port: int) -> list[Listener]:
    """Sockets that listen on a port, IPv4 and IPv6.

    Source: proc(5), /proc/net/tcp: local address, state, uid and inode are columns 1, 3, 7, 9.
    """
    found = []
    for table in ("tcp", "tcp6"):
        try:
            lines = (PROC / "net" / table).read_text(encoding="ascii").splitlines()[1:]
        except OSError:
            continue
        found += [
            Listener(int(columns[7]), columns[9])
            for columns in map(str.split, lines)
            if columns[3] == LISTEN and int(columns[1].rpartition(":")[2], 16) == port
        ]
    return found


def holder(inode: str) -> int | None:
    """The process that has a socket open, when we may look."""
    wanted = f"socket:[{inode}]"
    for entry in PROC.iterdir():
        if entry.name.isdigit() and wanted in opened(entry / "fd"):
            return int(entry.name)
    return None


def opened(folder: Path) -> set[str]:
    """What the descriptors of a process lead to; some close while we look, some are not ours."""
    found: set[str] = set()
    with suppress(OSError):
        for link in folder.iterdir():
            with suppress(OSError):
                found.add(str(link.readlink()))
    return found


def description(port: int) -> str:
    """Who listens on a port, as far as the kernel tells us."""
    found = listeners(port)
    if not found:
        return "another program"
    pid = holder(found[0].inode)
    if pid is not None:
        return f"process {pid} ({command_of(pid)[:80]})"
    try:
        return f"a program of user {pwd.getpwuid(found[0].uid).pw_name}"
    except KeyError:
        return f"a program of user {found[0].uid}"


def require_free(settings: StackSettings, names: list[str]) -> None:
    """Pass when every port we need is free.

    Errors: PortTaken, naming all that are taken, by whom, and the setting that moves each.
    """
    taken = [name for name in names if not is_free(settings.port_of(name))]
    if not taken:
        return
    lines = [
        f"Port {settings.port_of(name)}, which {name} needs, is taken by"
        f" {description(settings.port_of(name))}. {PORT_SETTINGS[name]} changes it."
        for name in taken
    ]
    lines.append(
        "Stop that program, or start all of the demo elsewhere: FIGUIER_PORT=8100 make run"
    )
    raise PortTaken("\n".join(lines))


def socket_answers(path: Path) -> bool:
    """Whether somebody accepts connections on a Unix socket."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(1)
        try:
            probe.connect(os.fspath(path))
        except OSError:
            return False
    return True


def port_answers(port: int) -> bool:
    """Whether somebody accepts connections on a loopback port."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
