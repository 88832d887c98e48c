"""Whether an upstream that could not be reached is worth another connection."""

from collections.abc import Callable
from math import inf


class Circuit:
    """Opens after connection failures in a row, then lets one probe through at a time.

    An answer, whatever its status, never opens it: an application's 500 is an answer.

    Units: `wait_s` seconds between probes.
    """

    def __init__(
        self, clock: Callable[[], float], *, failures: int = 5, wait_s: float = 1.0
    ) -> None:
        self._clock = clock
        self._threshold = failures
        self._wait_s = wait_s
        self._failures = 0
        self._probe_after = 0.0

    @property
    def is_open(self) -> bool:
        """Whether requests are refused without a connection attempt."""
        return self._failures >= self._threshold

    def lets_through(self) -> bool:
        """Whether a connection may be tried now; while open, one probe at a time each `wait_s`."""
        if not self.is_open:
            return True
        if self._clock() < self._probe_after:
            return False
        # No other before this one's outcome is known.
        self._probe_after = inf
        return True

    def failed(self) -> None:
        """Record a connection that could not be made."""
        self._failures += 1
        if self.is_open:
            self._probe_after = self._clock() + self._wait_s

    def succeeded(self) -> None:
        """Record a connection that was made: the circuit closes."""
        self._failures = 0
