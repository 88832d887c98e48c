"""What can go wrong between `make run` and a page in the browser, each with what to do.

StackError
├── SettingUnusable      an environment variable says something we cannot use
├── PortTaken            another program listens where we must
├── ProgramMissing       a program of Debian is not installed
├── StateUnwritable      var/ cannot be written by the user the demo runs as
├── AlreadyRunning       another launcher holds this state folder
├── ServiceDied          a program stopped by itself
├── ServiceSilent        a program runs but does not answer in time
└── DataRefused          the invented data could not be made or loaded
"""


class StackError(Exception):
    """A reason why the demo cannot run, written for the person at the terminal."""


class SettingUnusable(StackError):
    """An environment variable says something we cannot use."""


class PortTaken(StackError):
    """Another program listens where we must."""


class ProgramMissing(StackError):
    """A program of Debian is not installed."""


class StateUnwritable(StackError):
    """The state folder cannot be written by the user the demo runs as."""


class AlreadyRunning(StackError):
    """Another launcher holds this state folder."""


class ServiceDied(StackError):
    """A program stopped by itself."""


class ServiceSilent(StackError):
    """A program runs but does not answer in time."""


class DataRefused(StackError):
    """The invented data could not be made or loaded."""
