"""The Debian packages, each with its reason, and which of them this machine lacks."""

import importlib.util
import os
import subprocess
import sysconfig
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from demo.setup.errors import PackagesMissing


class Group(StrEnum):
    """What the person asked for; each group holds the ones before it."""

    RUN = "run"
    TEST = "test"
    BENCH = "bench"

    @property
    def with_smaller(self) -> tuple["Group", ...]:
        """The groups it holds, itself the last."""
        groups = tuple(Group)
        return groups[: groups.index(self) + 1]


def always() -> bool:
    """For packages without which nothing runs."""
    return True


def has_no_ensurepip() -> bool:
    """Debian's python3 makes no virtual environment by itself."""
    return importlib.util.find_spec("ensurepip") is None


def has_no_headers() -> bool:
    """Debian's python3 compiles no extension by itself."""
    return not (Path(sysconfig.get_path("include")) / "Python.h").exists()


def is_root() -> bool:
    """Only root has to let another user pass."""
    return os.geteuid() == 0


@dataclass(frozen=True, slots=True)
class Package:
    """A Debian package, why we want it, and when."""

    name: str
    reason: str
    group: Group = Group.RUN
    is_wanted: Callable[[], bool] = always


PACKAGES = (
    Package("python3-venv", "makes the virtual environment", is_wanted=has_no_ensurepip),
    Package("python3-dev", "compiles mysqlclient", is_wanted=has_no_headers),
    Package("build-essential", "compiles mysqlclient"),
    Package("pkg-config", "finds MariaDB's headers for mysqlclient"),
    Package("libmariadb-dev", "MariaDB's headers and client library, for mysqlclient"),
    Package("tzdata", "knows when Europe/Paris changes to summer time"),
    Package("acl", "lets the services' user pass through a closed folder", is_wanted=is_root),
    Package("mariadb-server-core", "the private database, without its system service"),
    Package("mariadb-client-core", "loads the data"),
    Package("nginx", "serves the two PHP applications"),
    Package("php8.2-fpm", "runs the two PHP applications"),
    Package("php8.2-cli", "compares our formats with PHP's own", Group.TEST),
    Package("php8.2-mysql", "PHP's way to the database"),
    Package("php8.2-mbstring", "PHP's UTF-8"),
    Package("php8.2-xml", "PHP's XML, which the Symfony components want"),
    Package("php8.2-intl", "French dates and sorting in PHP"),
    Package("php-symfony-http-kernel", "vitrine: the kernel"),
    Package("php-symfony-framework-bundle", "vitrine: the framework"),
    Package("php-symfony-routing", "vitrine: its routes"),
    Package("php-symfony-form", "vitrine: the contact form"),
    Package("php-symfony-validator", "vitrine: what the contact form accepts"),
    Package("php-symfony-security-core", "vitrine: the security token in its session"),
    Package("php-symfony-security-http", "vitrine: its firewall"),
    Package("php-symfony-security-bundle", "vitrine: wires the firewall"),
    Package("php-symfony-security-csrf", "vitrine: the tokens of its forms"),
    Package("php-symfony-password-hasher", "vitrine: checks sfGuard's passwords"),
    Package("php-symfony-translation", "vitrine: French and English"),
    Package("php-symfony-twig-bundle", "vitrine: its pages"),
    Package("php-symfony-twig-bridge", "vitrine: forms in Twig"),
    Package("php-symfony-yaml", "vitrine: its configuration"),
    Package("php-twig", "vitrine: its layout"),
    Package("libpango-1.0-0", "the steering page as PDF"),
    Package("libpangoft2-1.0-0", "the steering page as PDF"),
    Package("libharfbuzz-subset0", "the steering page as PDF"),
    Package("fonts-dejavu-core", "letters for that PDF"),
    Package("chromium", "the journeys in a real browser", Group.TEST),
    Package("git", "tests of flips as commits", Group.TEST),
    Package("apache2-bin", "tries the sample of Apache in front", Group.TEST),
    Package("openssl", "makes a certificate for the servers in front", Group.TEST),
    Package("systemd", "verifies the sample unit; nothing is started", Group.TEST),
    Package("strace", "counts what one request asks of the kernel", Group.TEST),
    Package("memcached", "sessions in memcached, as some sites have them", Group.TEST),
    Package("redis-server", "sessions in redis, as some sites have them", Group.TEST),
    Package("php8.2-memcached", "PHP's own way to memcached", Group.TEST),
    Package("php8.2-redis", "PHP's own way to redis", Group.TEST),
    Package("haproxy", "a peer to be measured beside", Group.BENCH),
    Package("wrk", "makes the load", Group.BENCH),
)


def wanted(group: Group) -> list[Package]:
    """The packages of a group on this machine."""
    groups = group.with_smaller
    return [each for each in PACKAGES if each.group in groups and each.is_wanted()]


def installed_names() -> set[str]:
    """Every package that dpkg says is installed.

    Errors: PackagesMissing when this is no Debian.
    """
    command = ["dpkg-query", "--show", "--showformat", "${db:Status-Abbrev} ${Package}\n"]
    try:
        listing = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    except FileNotFoundError:
        raise PackagesMissing(
            "This machine has no dpkg: the demo runs on Debian 12 (or in a container of it)."
        ) from None
    lines = map(str.split, listing.splitlines())
    return {words[1] for words in lines if len(words) == 2 and words[0] == "ii"}


def missing(group: Group) -> list[Package]:
    """What this machine lacks for a group.

    Errors: PackagesMissing when this is no Debian.
    """
    present = installed_names()
    return [each for each in wanted(group) if each.name not in present]


def described(packages: list[Package]) -> str:
    """One line a package."""
    width = max(len(each.name) for each in packages)
    return "\n".join(f"  {each.name:<{width}}  {each.reason}" for each in packages)
