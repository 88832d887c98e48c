"""Log lines written by a thread of their own: a slow or closed sink never holds a request."""

import queue
import threading
from typing import BinaryIO

#: Batches that may wait for a slow disk; each is a quarter of a second of traffic.
_WAITING = 64


class LineWriter:
    """Batches of lines on their way to a file or a pipe.

    Shape: `dropped` counts the lines that could not be written since the process started.
    """

    def __init__(self, sink: BinaryIO) -> None:
        self._sink = sink
        self._batches: queue.Queue[list[bytes] | None] = queue.Queue(_WAITING)
        self.dropped = 0
        self._thread = threading.Thread(target=self._run, name="access-log", daemon=True)
        self._thread.start()

    def write(self, lines: list[bytes]) -> None:
        """Hand over a batch; never waits."""
        try:
            self._batches.put_nowait(lines)
        except queue.Full:
            self.dropped += len(lines)

    def close(self, patience_s: float = 2.0) -> None:
        """Write what waits, then stop."""
        try:
            self._batches.put(None, timeout=patience_s)
        except queue.Full:
            return
        self._thread.join(patience_s)

    def _run(self) -> None:
        while (lines := self._batches.get()) is not None:
            try:
                self._sink.write(b"".join(lines))
                self._sink.flush()
            except (OSError, ValueError):
                # A full disk, a closed pipe: traffic is worth more than its lines.
                self.dropped += len(lines)
