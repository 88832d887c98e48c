"""`python -m proxy.gateway.recorder`: the recorder's own process, which alone loads its database."""

import os
import signal
import sys
import threading

from proxy.config import Settings, read_settings
from proxy.flips.watch import recording_of


def run_recorder(settings: Settings, alive: int) -> None:
    """Record until SIGTERM or SIGINT, or until the process that started us is gone.

    Shape: `alive` is the reading end of a pipe whose other end that process holds.
    """
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stopping.set())
    # Traffic goes first wherever cores are scarce.
    os.nice(10)
    threading.Thread(target=_wait_for_end, args=(alive, stopping), daemon=True).start()
    recording_of(settings).run(stopping)


def _wait_for_end(alive: int, stopping: threading.Event) -> None:
    while os.read(alive, 1):
        pass
    stopping.set()


if __name__ == "__main__":
    run_recorder(read_settings(os.environ), int(sys.argv[1]))
