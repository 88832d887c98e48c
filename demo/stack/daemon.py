"""One program of the demo, kept in the foreground: started, watched, stopped, explained."""

import os
import shutil
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from demo.stack.errors import ProgramMissing, ServiceDied, ServiceSilent
from demo.stack.folders import write_file
from demo.stack.processes import group_members, stop_group, trace
from demo.stack.settings import StackSettings

#: Where Debian keeps servers; an unprivileged PATH does not always name it.
SERVER_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

#: Variables that a program inherits; what else the terminal has is none of its business.
INHERITED = ("LANG", "LC_ALL", "TZDIR", "PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX")


def program(*names: str, package: str) -> str:
    """The path of the first of these programs that is installed.

    Errors: ProgramMissing, naming the Debian package.
    """
    for name in names:
        found = shutil.which(name, path=SERVER_PATH)
        if found:
            return found
    raise ProgramMissing(
        f"{names[0]} is not installed (Debian package {package})."
        " `make run` installs it: run it as root, or follow the line it prints."
    )


class Daemon:
    """A program in its own process group, so that a Ctrl-C at the terminal reaches us alone."""

    name: ClassVar[str]
    #: Programs `make run` can do without at start are none; this is how long each may take.
    start_limit_s: ClassVar[float] = 30.0
    stop_patience_s: ClassVar[float] = 10.0

    def __init__(self, settings: StackSettings) -> None:
        """Nothing is started or written yet."""
        self.settings = settings
        self._process: subprocess.Popen[bytes] | None = None
        self._log_start = 0

    @property
    def log(self) -> Path:
        """The file that gets what the program prints."""
        return self.settings.logs / f"{self.name}.log"

    @property
    def pid_file(self) -> Path:
        """Where the next launcher finds what we left, should we be killed."""
        return self.settings.state / "run" / f"{self.name}.pid"

    @property
    def pid(self) -> int | None:
        """The program's process, while we have one."""
        return self._process.pid if self._process else None

    @property
    def status(self) -> int | None:
        """How the program ended; None while it runs, or before."""
        return self._process.poll() if self._process else None

    def prepare(self) -> None:
        """Write the configuration and whatever the first start needs."""

    def command(self) -> list[str]:
        """The program and its arguments; it must stay in the foreground.

        Errors: ProgramMissing.
        """
        raise NotImplementedError

    def environment(self) -> Mapping[str, str]:
        """Variables of this program beside the inherited ones."""
        return {}

    def is_ready(self) -> bool:
        """Whether it answers now."""
        raise NotImplementedError

    def hint(self) -> str:
        """What to do when it fails, in one sentence."""
        raise NotImplementedError

    def start(self) -> None:
        """Run the program; `wait_ready` tells when it answers.

        Errors: ProgramMissing, StateUnwritable.
        """
        self.prepare()
        account = self.settings.account
        command = surviving_no_parent(self.command())
        kept = {name: os.environ[name] for name in INHERITED if name in os.environ}
        write_file(self.log, "", account) if not self.log.exists() else None
        self._log_start = self.log.stat().st_size
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=self.settings.state,
                env={
                    **kept,
                    "PATH": SERVER_PATH,
                    "HOME": str(self.settings.state / "home"),
                    "TMPDIR": str(self.settings.state / "tmp"),
                    "TZ": "Europe/Paris",
                    **self.environment(),
                },
                start_new_session=True,
                umask=0o022,
                user=account.uid if account else None,
                group=account.gid if account else None,
                extra_groups=[] if account else None,
            )
        started = trace(self._process.pid)
        if started:
            write_file(self.pid_file, str(started), account)

    def wait_ready(self) -> None:
        """Return once it answers.

        Errors: ServiceDied, ServiceSilent.
        """
        deadline = time.monotonic() + self.start_limit_s
        while not self.is_ready():
            if not self.is_running():
                raise ServiceDied(self.explanation())
            if time.monotonic() > deadline:
                self.stop()
                raise ServiceSilent(
                    f"{self.name} did not answer within {self.start_limit_s:.0f} s.\n"
                    f"{self.last_words()}\n{self.hint()}"
                )
            time.sleep(0.03)

    def is_running(self) -> bool:
        """Whether the process we started still lives."""
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        """End it and every process it started."""
        if self._process is None:
            return
        leader = self._process.pid
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(self.stop_patience_s)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        if group_members(leader):
            stop_group(leader, patience_s=0)
        self._process = None
        self.pid_file.unlink(missing_ok=True)

    def last_words(self, lines: int = 12) -> str:
        """The end of what it printed since its last start."""
        try:
            with self.log.open("rb") as log:
                log.seek(self._log_start)
                text = log.read().decode("utf-8", "replace")
        except OSError:
            text = ""
        tail = text.splitlines()[-lines:] or ["(it printed nothing)"]
        return "\n".join([f"The end of {self.log}:", *(f"  | {line}" for line in tail)])

    def explanation(self) -> str:
        """Why it is not there: how it ended, its last words, what to do."""
        code = self.status
        if code is None:
            ended = "is not running"
        elif code < 0:
            ended = f"was killed by signal {-code} (by hand, or by a machine short of memory)"
        else:
            ended = f"stopped by itself with status {code}"
        return f"{self.name} {ended}.\n{self.last_words()}\n{self.hint()}"


def surviving_no_parent(command: list[str]) -> list[str]:
    """The command, ended by the kernel should its launcher be killed.

    Source: prctl(2), PR_SET_PDEATHSIG, through setpriv of Debian's essential util-linux.
    """
    setpriv = shutil.which("setpriv", path=SERVER_PATH)
    return [setpriv, "--pdeathsig", "TERM", "--", *command] if setpriv else command
