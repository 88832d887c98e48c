"""Folders and files of the state folder, owned by the user the programs run as."""

import os
from pathlib import Path
from string import Template

from demo.stack.errors import StateUnwritable
from demo.stack.settings import Account, StackSettings

#: A log larger than this, in bytes, is set aside at the next start; one older one is kept.
LOG_LIMIT = 20 * 1024 * 1024

TEMPLATES = Path(__file__).with_name("templates")


class ConfigTemplate(Template):
    """A configuration with holes written @@{name}, since nginx and PHP use the dollar."""

    delimiter = "@@"


def filled(template: str, **values: object) -> str:
    """The text of a template of ours with its holes filled."""
    return ConfigTemplate((TEMPLATES / template).read_text(encoding="utf-8")).substitute(values)


def give(path: Path, account: Account | None) -> None:
    """Hand a file or folder to the account, when we are root and it is another's."""
    if account and path.stat().st_uid != account.uid:
        os.chown(path, account.uid, account.gid)


def make_folder(path: Path, account: Account | None, mode: int = 0o755) -> Path:
    """The folder, made with its parents, owned by the account and writable by it.

    Errors: StateUnwritable, saying who owns what.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
        give(path, account)
        if path.stat().st_mode & 0o777 != mode:
            path.chmod(mode)
    except OSError as error:
        raise StateUnwritable(advice(path, error)) from error
    if account is None and not os.access(path, os.W_OK | os.X_OK):
        raise StateUnwritable(advice(path, PermissionError("not writable")))
    return path


def advice(path: Path, error: OSError) -> str:
    """What to do about a folder or file that refuses us."""
    return (
        f"Cannot write {path} ({error.strerror or error}). If an earlier run as root made it, run"
        f" `make run` as root again, or remove it: sudo rm -r {path}"
    )


def write_file(path: Path, text: str, account: Account | None, mode: int = 0o644) -> Path:
    """The file with this text, owned by the account; 0600 for secrets from the first byte on.

    Errors: StateUnwritable.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            os.fchmod(descriptor, mode)
            if account:
                os.fchown(descriptor, account.uid, account.gid)
            stream.write(text)
    except OSError as error:
        raise StateUnwritable(advice(path, error)) from error
    return path


def make_state(settings: StackSettings) -> None:
    """The folders that several programs share.

    Errors: StateUnwritable.
    """
    account = settings.account
    make_folder(settings.state, account)
    for name in ("run", "log", "sessions", "cache", "home", "tmp", "public"):
        make_folder(settings.state / name, account)
    for application in ("gestion", "vitrine"):
        make_folder(settings.sessions(application), account, 0o700)
        make_folder(settings.state / "cache" / application, account)
        make_folder(settings.public(application), account)
        make_folder(settings.public(application) / "uploads", account)
    make_folder(settings.socket("any").parent, account)
    for log in settings.logs.glob("*.log"):
        if log.stat().st_size > LOG_LIMIT:
            log.replace(log.with_suffix(".log.1"))
