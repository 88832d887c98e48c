"""What to do about the ways in which apt and pip fail, recognised by their own words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Failure:
    """Words that a failing program prints, and what they ask of the person who reads them."""

    words: str
    advice: str


DISK = Failure(
    r"No space left on device|enough free space|ENOSPC",
    "The disk is full. The demo needs about 1.5 GB: make room, then run the same make again.",
)
NETWORK = (
    r"Temporary failure|Could not resolve|Failed to establish a new connection|"
    r"Network is unreachable|Cannot initiate the connection|Connection (refused|reset|timed out)|"
    r"NewConnectionError|ConnectTimeout|Read timed out|ProxyError|Max retries exceeded"
)

APT_FAILURES = (
    DISK,
    Failure(
        NETWORK,
        "Debian's archive cannot be reached: check the network and /etc/apt/sources.list, then"
        " run the same make again.",
    ),
    Failure(
        r"Could not get lock|Unable to acquire the dpkg frontend lock",
        "Another program installs packages: wait for it to end, then run the same make again.",
    ),
    Failure(
        r"Unable to locate package|has no installation candidate",
        "This Debian does not have that package: the demo's list is Debian 12's (bookworm).",
    ),
    Failure(
        r"dpkg was interrupted|Unmet dependencies|unmet dependencies|held broken packages",
        "An earlier installation was cut short: run `dpkg --configure -a` and"
        " `apt-get -f install` as root, then the same make again.",
    ),
    Failure(
        r"need to be removed but remove is disabled|Packages need to be removed",
        "Something installed stands in the way (another MySQL?); nothing was removed. Use a"
        " container of Debian 12, or remove that package yourself.",
    ),
)

PIP_FAILURES = (
    DISK,
    Failure(
        r"DO NOT MATCH THE HASHES",
        "A downloaded file is not the one the lock file names. It was not installed: tell the"
        " maintainers, and do not go on without the hashes.",
    ),
    Failure(
        r"CERTIFICATE_VERIFY_FAILED|SSLError",
        "The certificate of the Python package index is not trusted here. If this network has a"
        " certificate authority of its own, name its file: PIP_CERT=/path/to/ca.crt make run",
    ),
    Failure(
        NETWORK,
        "The Python package index cannot be reached: check the network (and PIP_INDEX_URL,"
        " if this machine uses a mirror), then run the same make again.",
    ),
    Failure(
        r"Can not find valid pkg-config name|pkg-config: not found|mysql_config",
        "MariaDB's headers are missing: apt-get install libmariadb-dev pkg-config.",
    ),
    Failure(
        r"Python\.h: No such file",
        "This Python came without its headers: apt-get install python3-dev, or use Debian's"
        " own Python: make run PYTHON=/usr/bin/python3",
    ),
    Failure(
        r"(gcc|cc1|cc)\S*'? failed: No such file|command '?\S*(gcc|cc)'? failed|gcc: not found",
        "The C compiler is missing or broken: apt-get install build-essential.",
    ),
    Failure(
        r"No matching distribution found|Could not find a version",
        "The package index this machine uses lacks a version that the lock file names, or answers"
        " nothing at all: check PIP_INDEX_URL and pip's configuration.",
    ),
)


def advice(said: str, failures: Sequence[Failure]) -> str:
    """What to do, for the first failure whose words occur."""
    for failure in failures:
        if re.search(failure.words, said):
            return failure.advice
    return "The lines above say why; run the same make again once that is mended."
