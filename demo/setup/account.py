"""The one unprivileged user that everything runs as when root types make."""

import os
import pwd
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from demo.setup.errors import CommandUnknown


@dataclass(frozen=True, slots=True)
class Account:
    """A Unix user, by name and numbers."""

    name: str
    uid: int
    gid: int


def chosen(environment: Mapping[str, str]) -> Account | None:
    """The user to become; None when we are not root and stay who we are.

    Errors: CommandUnknown when FIGUIER_USER names nobody, or root.
    """
    if os.geteuid() != 0:
        return None
    name = environment.get("FIGUIER_USER") or "www-data"
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        raise CommandUnknown(f"FIGUIER_USER={name!r}: this machine has no such user.") from None
    if entry.pw_uid == 0:
        raise CommandUnknown("FIGUIER_USER may not be root: MariaDB and PHP refuse to run so.")
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def become(account: Account) -> None:
    """Be that user for good, without any of root's groups."""
    os.setgroups([])
    os.setresgid(account.gid, account.gid, account.gid)
    os.setresuid(account.uid, account.uid, account.uid)


def hand_over(account: Account, checkout: Path, state: Path) -> None:
    """Give the user var/ and, where FIGUIER_STATE_DIR names another folder, that one.

    A folder that is neither new, empty nor one of ours is left alone: the setting may be a slip.
    """
    for name in ("home", "cache"):
        (checkout / "var" / name).mkdir(parents=True, exist_ok=True)
    own(checkout / "var", account)
    if not state.exists():
        state.mkdir(parents=True)
    if (state / "run" / "launcher.lock").exists() or not any(state.iterdir()):
        own(state, account)


def own(folder: Path, account: Account) -> None:
    """Give a folder and all in it to the user, links themselves and not what they name."""
    for parent, folders, files in os.walk(folder):
        for path in (Path(parent), *(Path(parent) / name for name in (*folders, *files))):
            if path.lstat().st_uid != account.uid:
                os.lchown(path, account.uid, account.gid)


def surroundings(
    account: Account, checkout: Path, environment: Mapping[str, str]
) -> dict[str, str]:
    """Variables that keep that user's tools from writing where it may not."""
    var = checkout / "var"
    cache = var / "cache"
    kept = {
        name: value
        for name, value in environment.items()
        if name not in {"TMPDIR", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "PYTHONDONTWRITEBYTECODE"}
    }
    options = environment.get("PYTEST_ADDOPTS", "")
    return {
        **kept,
        "HOME": str(var / "home"),
        "USER": account.name,
        "LOGNAME": account.name,
        "XDG_CACHE_HOME": str(cache),
        # It may not write beside our modules; compiling them at every start costs a fifth of it.
        "PYTHONPYCACHEPREFIX": str(cache / "python"),
        "PYTEST_ADDOPTS": f"{options} -o cache_dir={cache / 'pytest'}".strip(),
        "MYPY_CACHE_DIR": str(cache / "mypy"),
        "RUFF_CACHE_DIR": str(cache / "ruff"),
        "COVERAGE_FILE": str(cache / "coverage"),
        "FIGUIER_STARTED_AS_ROOT": "1",
        # Git refuses a repository of another owner unless told that it is meant.
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "safe.directory",
        "GIT_CONFIG_VALUE_0": str(checkout),
    }
