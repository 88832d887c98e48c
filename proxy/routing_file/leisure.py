"""Long work in a thread beside traffic, which gets the interpreter back more often meanwhile."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

#: A tenth of what CPython waits before it asks a busy thread for its turn: reading 20,000 routes
#: takes as long, and a request beside it answers within a few milliseconds.
_TURN_S = 0.0005


@contextmanager
def at_leisure() -> Iterator[None]:
    """A block of long work in one thread, during which other threads wait less for their turn."""
    usual_s = sys.getswitchinterval()
    # Another thread at leisure puts the usual back: this one would put its short turn there.
    if usual_s <= _TURN_S:
        yield
        return
    sys.setswitchinterval(_TURN_S)
    try:
        yield
    finally:
        sys.setswitchinterval(usual_s)
