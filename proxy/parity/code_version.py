"""Which version of a lot's Python code was compared: proof of one is no proof of the next."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

_SOURCES = (".py", ".html", ".txt", ".yaml")
#: What every lot is made with.
_SHARED = "kernel"
#: Declarations about parity change no answer.
_LEFT_OUT = "parity.yaml"


def code_version(folder: Path, lot: str) -> str:
    """Sixteen hexadecimal digits that change with the lot's files or the kernel's.

    Shape: `folder` holds the packages of the lots. The same for every lot without code.
    """
    digest = hashlib.sha256()
    for path in _files(folder, lot):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _files(folder: Path, lot: str) -> Iterator[Path]:
    if not (folder / lot).is_dir():
        return
    for name in (_SHARED, lot):
        for path in sorted((folder / name).rglob("*")):
            if path.suffix in _SOURCES and path.name != _LEFT_OUT:
                yield path
