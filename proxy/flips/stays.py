"""Since when every lot is at its stage: the file and the journal, looked at again and again."""

import hashlib
import logging
from contextlib import suppress

from proxy.config import Settings
from proxy.core.stages import Stage
from proxy.core.table import RoutingTable
from proxy.errors import FiguierError, FlipUnderWay
from proxy.flips.desk import Desk
from proxy.flips.flip import recover
from proxy.flips.gathering import stage_since
from proxy.flips.journal import read_good_part
from proxy.flips.proposal import content_of
from proxy.routing_file.reader import parse_table

_LOG = logging.getLogger("figuier")

#: Who the journal says noticed an edit by hand.
_NOTICER = "figuier"


class Stays:
    """The present table, and since when each of its lots is where it is, as far as is known."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._digest = ""
        #: The content that the last look found, and the one that the journal was compared with.
        self._resting = self._settled = ""
        self._stages: dict[str, tuple[Stage, float | None]] = {}
        self.table: RoutingTable | None = None

    def since(self, lot: str) -> float | None:
        """Since when a lot of the table is at its stage; None where nobody knows."""
        return self._stages[lot][1]

    def look(self, now: float) -> frozenset[str]:
        """Read the file again; gives the lots that moved since the last look.

        Shape: a file that cannot be used leaves the table before it.
        """
        moved: frozenset[str] = frozenset()
        with suppress(FiguierError):
            data = content_of(self._settings.routing_file)
            digest = hashlib.sha256(data).hexdigest()
            if digest != self._digest:
                self.table = parse_table(data)
                self._digest = digest
                moved = self._take_note(self.table, now)
            self._settle(digest)
        return moved

    def _settle(self, digest: str) -> None:
        """Have the journal tell an edit by hand when it is made, not with the next flip."""
        is_resting, self._resting = digest == self._resting, digest
        # Who edits may be in the middle of it: what two looks find the same is meant.
        if digest == self._settled or not is_resting:
            return
        settings = self._settings
        try:
            recover(Desk(settings.routing_file, settings.state_dir, _NOTICER, 0.0))
        except FlipUnderWay:
            return
        except FiguierError as fault:
            _LOG.warning("an edit by hand is not in the journal yet: %s", fault)
        self._settled = digest

    def _take_note(self, table: RoutingTable, now: float) -> frozenset[str]:
        """Learn since when each lot is at its stage: from the journal, or because it just moved."""
        reading = read_good_part(self._settings.state_dir)[0]
        moved = []
        for lot in table.lots:
            known = self._stages.get(lot.name)
            if known is None:
                self._stages[lot.name] = (lot.stage, stage_since(reading, lot.name))
            elif known[0] != lot.stage:
                self._stages[lot.name] = (lot.stage, now)
                moved.append(lot.name)
        return frozenset(moved)
