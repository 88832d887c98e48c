"""A state database that a page asks only once while it does not answer."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from proxy.errors import StateDatabaseUnavailable
from proxy.state_database import PATIENCE_S, StateDatabase

#: A page has a dozen questions; each would wait as long as the first one did.
REST_S = 5.0


class ImpatientState(StateDatabase):
    """The state database; after it failed to answer, it is not asked again for a moment."""

    def __init__(
        self, url: str, patience_s: int = PATIENCE_S, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(url, patience_s)
        self._clock = clock
        self._down_until = 0.0
        self._why = ""

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection to ask questions with.

        Errors: StateDatabaseUnavailable, at once while it rests.
        """
        with self._watched(), super().read() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction: all of it is kept when the block ends well, nothing otherwise.

        Errors: StateDatabaseUnavailable, at once while it rests.
        """
        with self._watched(), super().write() as connection:
            yield connection

    @contextmanager
    def _watched(self) -> Iterator[None]:
        if self._clock() < self._down_until:
            raise StateDatabaseUnavailable(self._why)
        try:
            yield
        except StateDatabaseUnavailable as fault:
            self._down_until, self._why = self._clock() + REST_S, str(fault)
            raise
