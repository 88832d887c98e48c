"""Pictures of pages in the state directory: for their owner alone, and not for ever."""

import json
import os
import re
import shutil
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from proxy.flips.state_files import ensure_folder, writable

#: The three pictures of a page, as addresses of the console name them.
NAMES = ("php", "python", "ecart")

_ID = re.compile(r"[0-9a-f]{32}")
_ABOUT = "about.json"


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a page's pictures.

    Shape: `share` of the pixels that differ, from 0 to 1; `hidden` regions were masked and do not
           count; `unhidden` masks could not be applied to pictures, by their reasons; `is_cut`
           when the page goes on below.
    """

    share: float
    hidden: int
    unhidden: tuple[str, ...] = ()
    is_cut: bool = False


def gallery_of(state_dir: Path) -> Path:
    """Where pictures are kept."""
    return state_dir / "parity" / "pictures"


def hang(gallery: Path, own_id: str, pictures: tuple[bytes, bytes, bytes], about: About) -> None:
    """Keep the pictures of a page in the place of those that were there.

    Errors: StateUnwritable.
    """
    folder = gallery / own_id
    ensure_folder(folder)
    said = json.dumps(asdict(about)).encode()
    with writable(folder):
        for name, data in (*zip((f"{each}.png" for each in NAMES), pictures, strict=True),
                           (_ABOUT, said)):  # fmt: skip
            _write(folder / name, data)
        os.utime(folder)


def _write(path: Path, data: bytes) -> None:
    fresh = path.with_name(f".{path.name}.new")
    fresh.unlink(missing_ok=True)
    # Persons are to be seen on it: nobody else of this machine reads it, from the first byte on.
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
    with os.fdopen(os.open(fresh, flags, 0o600), "wb") as file:
        if os.geteuid() == 0:
            owner = path.parent.stat()
            os.fchown(file.fileno(), owner.st_uid, owner.st_gid)
        file.write(data)
    fresh.replace(path)


def about(gallery: Path, own_id: str, oldest: float) -> About | None:
    """What is known of a page's pictures; None when there are none, or too old ones."""
    try:
        path = gallery / own_id / _ABOUT
        if not _ID.fullmatch(own_id) or path.stat().st_mtime < oldest:
            return None
        said = json.loads(path.read_bytes())
        return About(said["share"], said["hidden"], tuple(said["unhidden"]), said["is_cut"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def picture(gallery: Path, own_id: str, name: str, oldest: float) -> bytes | None:
    """One of a page's pictures; None when there is none, or too old a one."""
    if name not in NAMES or about(gallery, own_id, oldest) is None:
        return None
    try:
        return (gallery / own_id / f"{name}.png").read_bytes()
    except OSError:
        return None


def take_down(gallery: Path, *, days: int) -> int:
    """Delete the pictures that are older than they are kept; gives how many pages'.

    Errors: StateUnwritable.
    """
    oldest = time.time() - days * 86400
    gone = 0
    with writable(gallery):
        for folder in sorted(gallery.iterdir()) if gallery.is_dir() else ():
            if folder.stat().st_mtime < oldest:
                shutil.rmtree(folder)
                gone += 1
    return gone
