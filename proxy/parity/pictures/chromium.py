"""Chromium without a window, spoken to through a pipe: no port is opened, nothing is installed.

Source: https://chromedevtools.github.io/devtools-protocol/, flag --remote-debugging-pipe: messages
of JSON, each ended by a zero byte, read by Chromium at descriptor 3 and written at 4.
"""

import json
import os
import select
import shutil
import signal
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from proxy.errors import ParityRunImpossible

#: Names under which distributions install it, the first that is there.
PROGRAMS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")

#: Nothing of a page leaves this machine: every request is answered by us, and what would not be
#: finds no host and no proxy.
_FLAGS = (
    "--headless", "--remote-debugging-pipe", "--hide-scrollbars", "--disable-gpu", "--no-first-run",
    "--no-default-browser-check", "--disable-sync", "--disable-extensions", "--mute-audio",
    "--disable-background-networking", "--disable-component-update", "--disable-default-apps",
    "--disable-features=Translate,OptimizationHints,MediaRouter", "--force-color-profile=srgb",
    "--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=http://127.0.0.1:9",
    "--proxy-bypass-list=<-loopback>", "--disable-dev-shm-usage",
)  # fmt: skip

_START_S, _ANSWER_S = 20.0, 15.0

#: Told an event: its name, its parameters.
Heard = Callable[[str, dict[str, Any]], None]


class ChromiumFailed(RuntimeError):
    """Chromium did not do what it was asked, or is gone; says what."""


def chromium_program(path: str | None = None) -> str:
    """Where Chromium is, looked for in PATH.

    Errors: ParityRunImpossible.
    """
    for name in PROGRAMS:
        found = shutil.which(name, path=path)
        if found:
            return found
    raise ParityRunImpossible(
        "pictures need Chromium, and there is none here: apt-get install chromium, or leave"
        " --screenshots out"
    )


class Chromium:
    """One process and one tab of it."""

    def __init__(self, program: str) -> None:
        self._profile = tempfile.mkdtemp(prefix="figuier-chromium-")
        self._number = 0
        self._session = ""
        self._rest = b""
        self._process = 0
        self._pipes: tuple[int, int] = (-1, -1)
        # Containers often forbid what Chromium's own sandbox is made of.
        tries = ((),) if os.geteuid() else ()
        for flags in (*tries, ("--no-sandbox",)):
            try:
                self._begin([program, *_FLAGS, *flags, f"--user-data-dir={self._profile}"])
            except ChromiumFailed as failed:
                fault = failed
                self._end_process()
            else:
                return
        self.close()
        raise ParityRunImpossible(f"{program} does not start: {fault}")

    def ask(self, method: str, heard: Heard | None = None, **params: object) -> dict[str, Any]:
        """The answer to a command; events that come before it are told.

        Errors: ChromiumFailed.
        """
        number = self.send(method, **params)
        until = time.monotonic() + _ANSWER_S
        while True:
            message = self._next(until)
            if message.get("id") == number:
                if "error" in message:
                    raise ChromiumFailed(f"{method}: {message['error'].get('message')}")
                return dict(message.get("result", {}))
            if heard is not None and "method" in message:
                heard(message["method"], message.get("params", {}))

    def send(self, method: str, **params: object) -> int:
        """Send a command whose answer nobody waits for; gives its number.

        Errors: ChromiumFailed.
        """
        self._number += 1
        message: dict[str, object] = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        data = json.dumps(message).encode() + b"\0"
        try:
            while data:
                data = data[os.write(self._pipes[1], data) :]
        except OSError as error:
            raise ChromiumFailed(f"Chromium ended: {error.strerror}") from error
        return self._number

    def listen(self, heard: Heard, until: float) -> None:
        """Tell the next event that comes; ends with the moment.

        Errors: ChromiumFailed.
        """
        message = self._next(until)
        if "method" in message:
            heard(message["method"], message.get("params", {}))

    def close(self) -> None:
        """End it, and forget all it kept."""
        self._end_process()
        shutil.rmtree(self._profile, ignore_errors=True)

    def _begin(self, command: list[str]) -> None:
        theirs_in, ours_out = os.pipe()
        ours_in, theirs_out = os.pipe()
        self._pipes, self._session, self._rest = (ours_in, ours_out), "", b""
        # Copies with high numbers first: one of the four may itself be 3 or 4.
        moved = [os.dup(each) for each in (theirs_in, theirs_out)]
        nowhere = os.open(os.devnull, os.O_RDWR)
        actions = [
            *((os.POSIX_SPAWN_DUP2, nowhere, number) for number in (0, 1, 2)),
            (os.POSIX_SPAWN_DUP2, moved[0], 3), (os.POSIX_SPAWN_DUP2, moved[1], 4),
        ]  # fmt: skip
        home = {"HOME": self._profile, "XDG_CONFIG_HOME": self._profile}
        self._process = os.posix_spawn(
            command[0], command, os.environ | home, file_actions=actions, setpgroup=0
        )
        for each in (theirs_in, theirs_out, *moved, nowhere):
            os.close(each)
        until = time.monotonic() + _START_S
        target = self._asked_at_start("Target.createTarget", until, url="about:blank")
        session = self._asked_at_start(
            "Target.attachToTarget", until, targetId=target["targetId"], flatten=True
        )
        self._session = session["sessionId"]

    def _asked_at_start(self, method: str, until: float, **params: object) -> dict[str, Any]:
        number = self.send(method, **params)
        while True:
            message = self._next(until)
            if message.get("id") == number:
                return dict(message.get("result", {}))

    def _next(self, until: float) -> dict[str, Any]:
        while b"\0" not in self._rest:
            left = until - time.monotonic()
            if left <= 0 or not select.select([self._pipes[0]], [], [], left)[0]:
                raise ChromiumFailed("Chromium did not answer in time")
            data = os.read(self._pipes[0], 1 << 20)
            if not data:
                raise ChromiumFailed("Chromium ended")
            self._rest += data
        line, _, self._rest = self._rest.partition(b"\0")
        return dict(json.loads(line))

    def _end_process(self) -> None:
        for each in self._pipes:
            if each >= 0:
                os.close(each)
        self._pipes = (-1, -1)
        if self._process:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process, signal.SIGKILL)
            os.waitpid(self._process, 0)
            self._process = 0
