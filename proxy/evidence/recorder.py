"""The recorder: folds what workers counted into the state database, every few seconds."""

import contextlib
import json
import os
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection
from sqlalchemy.exc import DataError, IntegrityError

from proxy.errors import FiguierError, StateDatabaseUnavailable
from proxy.evidence.folding import fold
from proxy.evidence.periods import day_of
from proxy.evidence.recorder_state import FILE, RecorderState
from proxy.evidence.retention import close_days, forget_old, keep_visitors, salt_of, visitors_of
from proxy.evidence.spool import Batch, Spool
from proxy.evidence.tables import RECORDERS
from proxy.evidence.tally import SPOOL_S
from proxy.state_database import StateDatabase, put

#: How often what is too old is deleted, in seconds.
_FORGET_S = 600.0
#: How often the visitors of the present day are counted.
_COUNT_VISITORS_S = 120.0
#: Batches folded in one transaction: a database that fails has that much to do again.
_AT_ONCE = 50


Waiting = tuple[Path, Batch]

_UNFOLDABLE = (StateDatabaseUnavailable, ValueError, OverflowError)


def _is_of_the_batch(error: Exception) -> bool:
    """Whether a batch is at fault, and would be at every further try; not the database."""
    cause = error.__cause__ if isinstance(error, StateDatabaseUnavailable) else error
    return isinstance(cause, DataError | IntegrityError | ValueError | OverflowError)


class Recorder:
    """Folds the spool of one state directory.

    Shape: a batch is folded once, however often the recorder or the database dies in between;
           `cannot_write` gives what keeps this process from writing the routing file.
    """

    def __init__(
        self,
        state: StateDatabase,
        state_dir: Path,
        *,
        zone: ZoneInfo,
        log_rows: int,
        wall: Callable[[], float] = time.time,
        cannot_write: Callable[[], str] = str,
    ) -> None:
        self._state = state
        self._folder = state_dir / "evidence"
        self._spool = Spool(state_dir)
        self._zone = zone
        self._log_rows = log_rows
        self._wall = wall
        self._cannot_write = cannot_write
        self._machine = f"{socket.gethostname()[:60]}:{state_dir.resolve()}"[:128]
        self._as_of = 0.0
        self._forgot_at = 0.0
        self._visitors_counted_at = 0.0
        self._salted_day = ""

    def run_once(self, *, is_last: bool = False) -> RecorderState:
        """Fold everything that waits; what fails is said, and tried again at the next call."""
        if is_last:
            self._visitors_counted_at = 0.0
        began = self._wall()
        fault = ""
        try:
            self._fold_waiting(began)
            self._keep_house(began)
        except FiguierError as error:
            fault = str(error)
        except OSError as error:
            fault = f"{self._folder}: {error.strerror}"
        waiting = sum(1 for _ in self._spool.folder.glob("*.json"))
        said = RecorderState(os.getpid(), began, self._as_of, waiting, fault, self._cannot_write())
        # A full disk: who looks sees that the file is old.
        with contextlib.suppress(OSError):
            self._say(said)
        return said

    def _fold_waiting(self, began: float) -> None:
        """Fold what was there at the beginning, in transactions of a bounded size."""
        found = self._spool.waiting()
        is_done = False
        while not is_done:
            together = list(islice(found, _AT_ONCE))
            is_done = len(together) < _AT_ONCE
            as_of = began - SPOOL_S if is_done else together[-1][1].until
            try:
                self._fold_together(together, as_of)
            except _UNFOLDABLE as error:
                if not _is_of_the_batch(error):
                    raise
                self._fold_apart(together, as_of)
            self._as_of = as_of

    def _fold_together(self, together: Sequence[Waiting], as_of: float) -> None:
        with self._state.write() as connection:
            unlogged = sum(
                batch.unlogged for _, batch in together if fold(connection, batch, self._zone)
            )
            self._note(connection, as_of, unlogged)
        for path, _ in together:
            path.unlink(missing_ok=True)

    def _fold_apart(self, together: Sequence[Waiting], as_of: float) -> None:
        """Fold one by one, and put aside what the database will never take."""
        for path, batch in together:
            try:
                self._fold_together([(path, batch)], as_of)
            except _UNFOLDABLE as error:
                if not _is_of_the_batch(error):
                    raise
                self._spool.put_aside(path)

    def _note(self, connection: Connection, as_of: float, unlogged: int) -> None:
        """Write how far counting has come on this machine."""
        row = {
            "machine": self._machine,
            "began": as_of,
            "as_of": as_of,
            "unlogged_requests": unlogged,
            "damaged_batches": self._spool.damaged,
        }
        put(
            connection,
            RECORDERS,
            [row],
            add=("unlogged_requests",),
            replace=("as_of", "damaged_batches"),
        )

    def _keep_house(self, now: float) -> None:
        today = day_of(now, self._zone)
        if today != self._salted_day:
            with self._state.write() as connection:
                salt = salt_of(connection, today)
            self._write("salt.json", {"day": today, "salt": salt}, 0o600)
            self._salted_day = today
        if now - self._visitors_counted_at >= _COUNT_VISITORS_S:
            # Looking takes a while where many came: nobody who writes waits for it.
            with self._state.read() as connection:
                rows = visitors_of(connection, today, is_whole=False)
            with self._state.write() as connection:
                keep_visitors(connection, rows)
            self._visitors_counted_at = now
        if now - self._forgot_at >= _FORGET_S:
            with self._state.write() as connection:
                close_days(connection, now, self._zone)
                forget_old(connection, now, self._zone, self._log_rows)
            self._forgot_at = now

    def _say(self, said: RecorderState) -> None:
        self._write(FILE, asdict(said))

    def _write(self, name: str, facts: dict[str, object], mode: int = 0o640) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        draft = self._folder / f".{name}.draft"
        draft.touch(mode)
        draft.write_text(json.dumps(facts), encoding="utf-8")
        draft.replace(self._folder / name)
