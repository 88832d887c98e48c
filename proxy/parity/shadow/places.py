"""Where the shadow listens, says how it is, and is asked for."""

import hashlib
import os
from pathlib import Path

#: Longer paths do not fit a Unix socket's address (unix(7)).
_LONGEST = 100


def shadow_socket(state_dir: Path) -> Path:
    """The socket that workers hand records to; under /tmp where the state directory is too deep."""
    path = state_dir.resolve() / "shadow.sock"
    if len(os.fsencode(path)) <= _LONGEST:
        return path
    digest = hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
    return Path(f"/tmp/figuier-{os.getuid()}-{digest}-shadow.sock")  # noqa: S108, owner-checked by bind


def wanted_file(state_dir: Path) -> Path:
    """A file that a worker leaves when it has something for a shadow that is not there."""
    return state_dir / "shadow.wanted"


def counts_file(state_dir: Path) -> Path:
    """What the shadow counted, for `figuier parity shadow` and the console."""
    return state_dir / "shadow.json"
