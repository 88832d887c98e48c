"""Passage for the unprivileged user through closed folders such as root's home: no more than that."""

import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from demo.setup.account import Account, become
from demo.setup.errors import PassageClosed

#: What the services, Python and PHP read in a checkout.
READ = ("demo", "proxy", "modules", "legacy_bridge", "migrations", "tests", "docs", "bench")


def say(text: str) -> None:
    """Print at once, also into a pipe."""
    print(text, flush=True)


def as_account(account: Account, question: Callable[[], list[Path]]) -> list[Path]:
    """The answer a question gets when that user asks it, in a child process of ours.

    Errors: PassageClosed when it cannot be asked.
    """
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            become(account)
            with os.fdopen(write, "wb") as stream:
                pickle.dump([os.fspath(path) for path in question()], stream)
            status = 0
        except OSError as error:
            print(error, file=sys.stderr)
        finally:
            os._exit(status)
    os.close(write)
    with os.fdopen(read, "rb") as stream:
        answer = stream.read()
    _, status = os.waitpid(child, 0)
    if status:
        raise PassageClosed(f"Looking at this machine as {account.name} failed (see above).")
    return [Path(name) for name in pickle.loads(answer)]  # noqa: S301 - our child


def ancestors(paths: Iterable[Path]) -> list[Path]:
    """The folders on the way to these paths, outermost first, the paths' own folders included."""
    folders = {
        folder
        for path in paths
        for folder in (path if path.is_dir() else path.parent, *path.parents)
    }
    return sorted(folders, key=lambda folder: len(folder.parts))


def closed(account: Account, paths: Iterable[Path]) -> list[Path]:
    """Folders on the way that the user cannot pass."""
    folders = ancestors(paths)
    return as_account(account, lambda: [each for each in folders if is_closed(each)])


def is_closed(folder: Path) -> bool:
    """Whether we cannot pass this folder although we could reach it."""
    try:
        folder.stat()
    except OSError:
        return False
    return not os.access(folder, os.X_OK)


def needed(checkout: Path) -> list[Path]:
    """What the services' user must reach: the checkout, and the interpreter behind .venv."""
    python = (checkout / ".venv" / "bin" / "python").resolve()
    if not python.exists():
        return [checkout]
    library = f"python{sys.version_info.major}.{sys.version_info.minor}"
    return [checkout, python, python.parents[1] / "lib" / library]


def grant(account: Account, checkout: Path, state: Path) -> None:
    """Let the user pass on the way to the checkout, to Python and to the state folder.

    It says what it did, and how to undo it.

    Errors: PassageClosed when the file system keeps no ACL, or Python itself is closed.
    """
    paths = [*needed(checkout), state]
    # Each opened folder may show a closed one behind it.
    while shut := closed(account, paths):
        for folder in shut:
            acl(["--modify", f"u:{account.name}:x"], folder, account)
        say(
            f"{account.name} may now pass through {', '.join(map(str, shut))}, and read nothing"
            f" there. To undo: setfacl -x u:{account.name} {' '.join(map(str, shut))}"
        )
        if set(shut) & set(closed(account, paths)):
            raise PassageClosed(closed_message(shut[0], account))
    if unreadable(account, checkout):
        open_checkout(account, checkout)
    python = needed(checkout)[1:]
    unread = as_account(account, lambda: [p for p in python if not os.access(p, os.R_OK)])
    if unread:
        raise PassageClosed(
            f"{account.name} cannot read {unread[0]}, so it cannot run this Python."
            " Use Debian's: make run PYTHON=/usr/bin/python3"
        )


def grant_flips(account: Account, checkout: Path) -> None:
    """Let the user replace the demo's routing file, which the sentinels and the console do.

    A flip renames a new file over the old one, so this is about the folder; it says what it did,
    and how to undo it. Where no ACL can be set the demo runs all the same, and says what lacks.
    """
    if not (checkout / "routing.yaml").exists():
        return
    if not as_account(account, lambda: [] if is_writable(checkout) else [checkout]):
        return
    try:
        acl(["--modify", f"u:{account.name}:rwx"], checkout, account)
    except PassageClosed as closed_folder:
        say(f"{closed_folder}\nUntil then the sentinels and the console cannot flip anything.")
        return
    say(
        f"{account.name} may now replace files in {checkout}, as the sentinels and the console do"
        " with routing.yaml: for a demo, not for a site. To undo:"
        f" setfacl -x u:{account.name} {checkout}"
    )


def is_writable(folder: Path) -> bool:
    """Whether we may put files in this folder."""
    return os.access(folder, os.W_OK | os.X_OK)


def open_checkout(account: Account, checkout: Path) -> None:
    """Let the user read a checkout that a umask closed, and what is written there later.

    Default entries matter for routing.yaml, which every flip replaces by a new file.

    Errors: PassageClosed.
    """
    readable = f"u:{account.name}:rX"
    acl(["--modify", readable], checkout, account)
    acl(["--default", "--modify", readable], checkout, account)
    for path in checkout.iterdir():
        if path.name in {".git", "var"} or path.is_symlink():
            continue
        acl(["--recursive", "--modify", readable], path, account)
        if path.is_dir():
            acl(["--recursive", "--default", "--modify", readable], path, account)
    say(
        f"{account.name} may now read this checkout, which a umask had closed."
        f" To undo: setfacl -R -b {checkout}"
    )


def unreadable(account: Account, checkout: Path) -> list[Path]:
    """The first files of the checkout that the user cannot read."""
    return as_account(account, lambda: unread_here(checkout)[:3])


def unread_here(checkout: Path) -> list[Path]:
    """The files and folders of the checkout that we cannot read."""
    if is_unusable(checkout):
        return [checkout]
    folders = [checkout / name for name in (*READ, ".venv", ".venv/bin", ".venv/lib")]
    closed_ones = [each for each in folders if is_unusable(each)]
    files = [each for each in checkout.iterdir() if each.is_file()]
    for name in READ:
        for folder, inner, names in os.walk(checkout / name):
            closed_ones += [each for each in map(Path(folder).joinpath, inner) if is_unusable(each)]
            files += map(Path(folder).joinpath, names)
    return closed_ones + [path for path in files if not os.access(path, os.R_OK)]


def is_unusable(folder: Path) -> bool:
    """Whether a folder is there and we cannot list and pass it."""
    try:
        return folder.exists() and not os.access(folder, os.R_OK | os.X_OK)
    except OSError:
        return True


def acl(change: list[str], path: Path, account: Account) -> None:
    """One setfacl.

    Errors: PassageClosed.
    """
    program = shutil.which("setfacl", path="/usr/bin:/bin")
    if program is None:
        raise PassageClosed(closed_message(path, account))
    result = subprocess.run(
        [program, *change, "--", str(path)], capture_output=True, text=True, check=False
    )
    if result.returncode:
        raise PassageClosed(f"{result.stderr.strip()}\n{closed_message(path, account)}")


def closed_message(path: Path, account: Account) -> str:
    """What to do where no ACL can be set."""
    return (
        f"{account.name}, the user the demo runs as, cannot pass through {path}, and no ACL can be"
        f" set there. Move the checkout to an open folder such as /srv, or open that one:"
        f" chmod o+x {path}"
    )
