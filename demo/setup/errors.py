"""Why the set-up stopped, each with what to do.

SetupStopped
├── PackagesMissing      Debian packages that we may not install ourselves
├── InstallFailed        apt or pip gave up
├── PassageClosed        the unprivileged user cannot reach the checkout or the interpreter
└── CommandUnknown       the command line says something we do not do
"""


class SetupStopped(Exception):
    """A reason why the machine is not ready, written for the person at the terminal."""


class PackagesMissing(SetupStopped):
    """Debian packages that we may not install ourselves."""


class InstallFailed(SetupStopped):
    """Apt or pip gave up."""


class PassageClosed(SetupStopped):
    """The unprivileged user cannot reach the checkout or the interpreter."""


class CommandUnknown(SetupStopped):
    """The command line says something we do not do."""
