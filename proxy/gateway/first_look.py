"""What can be seen to be wrong before the first request, said with the setting that mends it."""

import socket
from collections.abc import Iterator
from pathlib import Path

from proxy.access_log import open_sink
from proxy.config import Settings
from proxy.core.table import RoutingTable
from proxy.errors import ConfigurationRefused
from proxy.gateway.limits import limits_of
from proxy.gateway.loop import loop_of
from proxy.gateway.pools import address_of
from proxy.routing_file.reader import read_table

#: An upstream next door answers in less; a longer wait would hold up nobody but the message.
_PATIENCE_S = 1.0


def check_settings(settings: Settings) -> None:
    """Nothing, when the gateway can start with these settings.

    Errors: ConfigurationRefused, every fault at once, each with the setting's name.
    """
    faults = [fault for fault in _faults(settings) if fault]
    if faults:
        raise ConfigurationRefused(faults)


def _faults(settings: Settings) -> Iterator[str]:
    try:
        limits_of(settings)
        loop_of(settings.event_loop)
    except ConfigurationRefused as refused:
        yield from refused.faults
    yield _folder_fault("FIGUIER_STATE_DIR", settings.state_dir)
    if settings.access_log not in {"-", "none"}:
        try:
            open_sink(settings.access_log).close()
        except OSError as error:
            yield f"FIGUIER_ACCESS_LOG: {settings.access_log} cannot be written: {error.strerror}"


def table_at_start(settings: Settings) -> RoutingTable:
    """The routing table to start with.

    Errors: RoutingFileRefused, with every mistake; ConfigurationRefused, when there is no file.
    """
    try:
        return read_table(settings.routing_file)
    except OSError as error:
        why = f"{settings.routing_file} cannot be read: {error.strerror}"
        raise ConfigurationRefused([f"FIGUIER_ROUTING_FILE: {why}"]) from None


def _folder_fault(name: str, folder: Path) -> str:
    probe = folder / ".writable"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        return f"{name}: {folder} cannot be written: {error.strerror}"
    return ""


def silent_backends(settings: Settings, table: RoutingTable) -> Iterator[str]:
    """One sentence for each legacy application that accepts no connection now.

    It may still be starting: the gateway starts all the same, and tries at each request.
    """
    for backend in table.backends.values():
        url = settings.backend_urls.get(backend.name, backend.url)
        try:
            socket.create_connection(address_of(url), timeout=_PATIENCE_S).close()
        except OSError as error:
            yield (
                f"backend {backend.name} does not answer at {url} ({error.strerror or error}): start it, or"
                f" say where it is in FIGUIER_BACKEND_{backend.name.upper()}_URL or in"
                f" {settings.routing_file.name}; requests are tried all the same"
            )
