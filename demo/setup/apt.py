"""Debian packages installed through apt, without starting or enabling any service."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from demo.setup.advice import APT_FAILURES, advice
from demo.setup.errors import InstallFailed, PackagesMissing
from demo.setup.packages import Group, Package, described, installed_names

#: Asked by invoke-rc.d and deb-systemd-invoke before they start anything; 101 forbids it.
#: Source: invoke-rc.d(8), the policy layer.
POLICY = Path("/usr/sbin/policy-rc.d")
POLICY_TEXT = "#!/bin/sh\n# Figuier's demo, while it installs packages; may be removed.\nexit 101\n"

#: No question, no recommended extras, nothing removed, and patience with another apt.
OPTIONS = ("--yes", "--no-install-recommends", "--no-remove", "-o", "DPkg::Lock::Timeout=180")

SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def say(text: str) -> None:
    """Print at once, also into a pipe."""
    print(text, flush=True)


@contextmanager
def no_service_starts(policy: Path = POLICY) -> Iterator[None]:
    """Forbid maintainer scripts to start services; somebody else's policy is left alone.

    A policy of ours that a kill -9 left behind is recognised by its text and removed at the end.
    """
    try:
        with policy.open("x", encoding="ascii") as stream:
            stream.write(POLICY_TEXT)
        policy.chmod(0o755)
    except FileExistsError:
        pass
    try:
        yield
    finally:
        if policy.exists() and policy.read_text(encoding="utf-8", errors="replace") == POLICY_TEXT:
            policy.unlink()


def units_of(names: set[str]) -> list[str]:
    """The systemd services, sockets and timers that packages bring; templates apart."""
    if not names:
        return []
    command = ["dpkg-query", "--listfiles", *sorted(names)]
    listing = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    units = {
        Path(line).name
        for line in listing.splitlines()
        if "/systemd/system/" in line and line.endswith((".service", ".socket", ".timer"))
    }
    return sorted(unit for unit in units if "@" not in unit)


def disable(units: list[str]) -> list[str]:
    """Keep units that we brought from starting at the next boot; gives those that would have."""
    systemctl = shutil.which("systemctl", path=SYSTEM_PATH)
    if systemctl is None:
        return []
    changed = []
    for unit in units:
        asked = subprocess.run(
            [systemctl, "is-enabled", unit], capture_output=True, text=True, check=False
        )
        if asked.stdout.strip() == "enabled":
            subprocess.run([systemctl, "disable", unit], capture_output=True, check=False)
            changed.append(unit)
    return changed


def run_apt(arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """One apt-get, silent but for its result."""
    environment: Mapping[str, str] = {
        **os.environ,
        "DEBIAN_FRONTEND": "noninteractive",
        "LC_ALL": "C.UTF-8",
        "PATH": SYSTEM_PATH,
    }
    return subprocess.run(
        ["apt-get", "-qq", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
        env=environment,
    )


def install_as_root(packages: list[Package]) -> None:
    """Install packages and leave every service of the machine as it was.

    Errors: InstallFailed with the end of what apt said.
    """
    names = [each.name for each in packages]
    say(f"Installing Debian packages ({len(names)}):\n{described(packages)}")
    before = installed_names()
    updated = run_apt(["update"])
    with no_service_starts():
        result = run_apt(["install", *OPTIONS, *names])
    if result.returncode:
        said = updated.stdout + result.stdout
        tail = "\n".join(f"  | {line}" for line in said.strip().splitlines()[-12:])
        raise InstallFailed(f"apt-get install failed.\n{tail}\n{advice(said, APT_FAILURES)}")
    disabled = disable(units_of(installed_names() - before))
    if disabled:
        say(f"Not started, and disabled again: {', '.join(disabled)}.")


def may_sudo() -> bool:
    """Whether sudo asks no password."""
    if shutil.which("sudo", path=SYSTEM_PATH) is None:
        return False
    asked = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    return asked.returncode == 0


def root_command(group: Group, checkout: Path) -> list[str]:
    """The command that installs a group's packages when root runs it."""
    return [sys.executable, str(checkout / "demo" / "bootstrap.py"), group, "packages"]


def install(packages: list[Package], group: Group, checkout: Path) -> None:
    """Install packages with whatever right we have.

    Errors: InstallFailed; PackagesMissing with the one line to run when we have none.
    """
    if not packages:
        return
    if os.geteuid() == 0:
        install_as_root(packages)
    elif may_sudo():
        if subprocess.run(["sudo", "-n", *root_command(group, checkout)], check=False).returncode:
            raise InstallFailed("The packages could not be installed through sudo (see above).")
    else:
        raise PackagesMissing(instructions(packages, group, checkout))


def instructions(packages: list[Package], group: Group, checkout: Path) -> str:
    """What is missing, why, and the one line that brings it."""
    line = " ".join(root_command(group, checkout))
    has_sudo = shutil.which("sudo", path=SYSTEM_PATH) is not None
    typed = f"sudo {line}" if has_sudo else f'su -c "{line}"'
    names = " ".join(each.name for each in packages)
    return (
        f"This machine lacks Debian packages ({len(packages)}):\n{described(packages)}\n\n"
        "Run this line as an administrator, then the same make again:\n\n"
        f"  {typed}\n\n"
        f"It does apt-get install {' '.join(OPTIONS[:2])} {names}\n"
        "and sees to it that no service is started or enabled."
    )
