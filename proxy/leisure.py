"""Long work in a thread beside traffic, which gets the interpreter back more often meanwhile."""

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

#: A tenth of what CPython waits before it asks a busy thread for its turn: reading 20,000 routes
#: takes as long, and a request beside it answers within a few milliseconds.
_TURN_S = 0.0005
_Item = TypeVar("_Item")

#: How long traffic has the interpreter to itself between two turns of work that comes in turns.
_PAUSE_S = 0.001


def in_turns(items: Sequence[_Item], at_once: int) -> Iterator[Sequence[_Item]]:
    """So many items at a time, with a pause between: a request beside waits for one turn at most.

    Shape: no request is asked to wait for the interpreter's own turns, nor for one long call in C.
    """
    for start in range(0, len(items), at_once):
        if start:
            time.sleep(_PAUSE_S)
        yield items[start : start + at_once]


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
