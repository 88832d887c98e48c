"""What systemd is told of the service, when it started it and wants to know."""

import contextlib
import socket
from collections.abc import Mapping

READY = "READY=1"
STOPPING = "STOPPING=1"


def tell_systemd(environment: Mapping[str, str], *facts: str) -> None:
    """Send these facts where systemd listens; without systemd, nothing happens.

    Source: sd_notify(3).
    """
    address = environment.get("NOTIFY_SOCKET", "")
    if not address:
        return
    if address.startswith("@"):
        address = "\0" + address[1:]
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sock:
        sock.sendto("\n".join(facts).encode(), address)
