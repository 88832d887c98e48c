"""Programs of a few lines that behave, or misbehave, as those of the demo do."""

import sys

from demo.stack.daemon import Daemon

#: Serves until asked to end.
STEADY = "import time; print('up', flush=True); time.sleep(60)"
#: Leaves at once, with a reason.
CRASHING = "import sys; print('no such table'); sys.exit(3)"
#: Takes no notice of being asked to end, nor does its child.
STUBBORN = (
    "import os, signal, time; signal.signal(15, signal.SIG_IGN); os.fork();"
    "print('up', flush=True); time.sleep(60)"
)


class FakeDaemon(Daemon):
    """A daemon of one line of Python; ready once it has printed `up`."""

    name = "fake"
    start_limit_s = 3.0
    stop_patience_s = 0.3

    def __init__(self, settings, script=STEADY, name="fake"):
        super().__init__(settings)
        self.script = script
        self.name = name

    def command(self):
        return [sys.executable, "-u", "-c", self.script]

    def is_ready(self):
        with self.log.open("rb") as log:
            log.seek(self._log_start)
            return b"up\n" in log.read()

    def hint(self):
        return f"Mend {self.name}."
