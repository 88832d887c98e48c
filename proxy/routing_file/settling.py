"""Whether a routing file that was just seen is whole, or may be half of what somebody is writing."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

_SECOND = 1_000_000_000
#: As many last lines as no cut through a table leaves the same by chance.
_LINES = 3


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a file must rest unchanged before it is taken.

    Units: seconds. `rest_s` for a file that ends as the one in charge; `doubt_s` for one that does
           not, since half a file has lost its end.
    """

    rest_s: float = 1.0
    doubt_s: float = 5.0


USUAL = Patience()


@dataclass(frozen=True, slots=True)
class Glance:
    """What the file system says of a file."""

    inode: int
    size: int
    modified_ns: int
    changed_ns: int

    @property
    def was_moved(self) -> bool:
        """Whether its last write came before its last change of another kind, as a renaming is.

        Source: write(2) gives one date to both; rename(2) and chmod(2) change the second only.
        """
        return self.changed_ns > self.modified_ns


def glance_at(path: Path) -> Glance:
    """What the file system says of a file now.

    Errors: OSError.
    """
    found = path.stat()
    return Glance(found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def signed_date_ns(now_ns: int, data: bytes) -> int:
    """A date for a whole file: a second or two ago, its fraction made of the data's digest."""
    return (now_ns // _SECOND - 1) * _SECOND + _fraction(hashlib.sha256(data).hexdigest())


def is_signed(glance: Glance, digest: str) -> bool:
    """Whether the date says that this content was written whole: any write would change the date."""
    return glance.modified_ns % _SECOND == _fraction(digest)


def ending(data: bytes) -> tuple[bytes, ...]:
    """The last lines of a file, without what is blank."""
    lines = (line.rstrip() for line in data[-4096:].splitlines())
    return tuple(line for line in lines if line)[-_LINES:]


def _fraction(digest: str) -> int:
    return int(digest[:12], 16) % _SECOND
