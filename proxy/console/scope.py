"""How many routes there were to move, kept whenever it changes: a file that only grows."""

import fcntl
import json
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from proxy.console.timeline import Extent
from proxy.core.table import RoutingTable
from proxy.flips.state_files import open_state_file

FILE = "scope.jsonl"


def extent_of(table: RoutingTable, at: float) -> Extent:
    """How many routes each lot declares now; what its modules only imply does not count."""
    counts = {lot.name: sum(not route.is_alias for route in lot.routes) for lot in table.lots}
    return Extent(at, counts)


def note_scope(state_dir: Path, extent: Extent) -> None:
    """Keep this extent, unless it is what was kept last; a full disk costs only a point."""
    with suppress(OSError):
        descriptor = open_state_file(state_dir / FILE, os.O_RDWR | os.O_APPEND)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            known = scope_history(state_dir)
            if not known or known[-1].routes != extent.routes:
                line = json.dumps({"at": extent.at, "routes": extent.routes})
                os.write(descriptor, line.encode() + b"\n")
        finally:
            os.close(descriptor)


def scope_history(state_dir: Path) -> Sequence[Extent]:
    """Every extent that was kept, the oldest first; a line that cannot be read is left out."""
    found = []
    try:
        lines = (state_dir / FILE).read_text(encoding="utf-8").splitlines()
    except OSError:
        return ()
    for line in lines:
        with suppress(ValueError, KeyError, TypeError):
            fields = json.loads(line)
            found.append(Extent(float(fields["at"]), dict(fields["routes"])))
    return sorted(found, key=lambda extent: extent.at)
