"""Log lines written by a thread of their own: a slow or closed sink never holds a request."""

import contextlib
import queue
import threading
from typing import BinaryIO

from proxy.leisure import in_turns

#: Batches that may wait for a slow disk; each is a quarter of a second of traffic.
_WAITING = 64
#: Lines written at once, before traffic has the processor again: some hundred kilobytes.
_AT_ONCE = 256


class LineWriter:
    """Batches of lines on their way to a file or a pipe.

    Shape: `sink` is unbuffered, and may take less than it is given; `dropped` counts the lines
           that could not be written since the process started.
    """

    def __init__(self, sink: BinaryIO) -> None:
        self._sink = sink
        self._batches: queue.Queue[list[bytes] | None] = queue.Queue(_WAITING)
        #: A full disk may have taken half a line: the next one must not go on where it stops.
        self._is_mid_line = False
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
        """Write what waits, then stop; a sink that is stuck is waited for no longer than that."""
        with contextlib.suppress(queue.Full):
            self._batches.put(None, timeout=patience_s)
            self._thread.join(patience_s)

    def _run(self) -> None:
        while (batch := self._batches.get()) is not None:
            for lines in in_turns(batch, _AT_ONCE):
                data = (b"\n" if self._is_mid_line else b"") + b"".join(lines)
                left = self._left_of(data)
                # The bytes not taken hold one line end for each line that is not whole.
                self.dropped += min(left.count(b"\n"), len(lines))

    def _left_of(self, data: bytes) -> bytes:
        """What the sink does not take of this; usually nothing."""
        left = data
        try:
            while left:
                left = left[self._sink.write(left) or 0 :]
        except (OSError, ValueError):
            # A full disk, a closed pipe: traffic is worth more than its lines.
            pass
        if len(left) < len(data):
            self._is_mid_line = data[len(data) - len(left) - 1 : len(data) - len(left)] != b"\n"
        return left
