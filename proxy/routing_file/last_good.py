"""The bytes of the last table that was in charge, for when the file is broken or gone."""

import hashlib
import os
import re
import threading
from contextlib import suppress
from pathlib import Path

#: Its first line is a comment with the digest of the bytes that follow.
NAME = "routing.last-good.yaml"
_HEAD = re.compile(rb"# last good table, sha256 ([0-9a-f]{64})\n")


def last_good(state_dir: Path) -> bytes | None:
    """The bytes of the last routing file that was put in charge; None when none are kept whole."""
    try:
        kept = (state_dir / NAME).read_bytes()
    except OSError:
        return None
    head = _HEAD.match(kept)
    if head is None:
        return None
    data = kept[head.end() :]
    return data if hashlib.sha256(data).hexdigest() == head[1].decode() else None


def keep_last_good(state_dir: Path, data: bytes) -> None:
    """Keep the bytes of a table that is in charge now, whole or not at all.

    Shape:  as many processes as there are keep the same table: what is there already is left.
    Errors: OSError, when the folder cannot be written.
    """
    if last_good(state_dir) == data:
        return
    state_dir.mkdir(parents=True, exist_ok=True)
    head = f"# last good table, sha256 {hashlib.sha256(data).hexdigest()}\n".encode()
    draft = state_dir / f".{NAME}.{os.getpid()}-{threading.get_ident()}.draft"
    try:
        with draft.open("wb") as file:
            file.write(head + data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(state_dir / NAME)
    except BaseException:
        with suppress(OSError):
            draft.unlink()
        raise
